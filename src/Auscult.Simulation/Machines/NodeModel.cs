using System.Runtime.InteropServices;
using Auscult.Simulation.Configuration;
using Auscult.Simulation.Noise;
using Auscult.Simulation.Planes;
using Auscult.Simulation.Room;
using Auscult.Simulation.Running;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Machines;

/// <summary>Processors, power and heat of hosts. The modes of the processors add up to all of their time.</summary>
internal sealed class NodeModel
{
    /// <summary>Share of the processors that the operating system keeps busy (E).</summary>
    private const float SystemShare = 0.006f;

    /// <summary>Processes of a busy accelerator that poll without end: the training process and its proxies (E).</summary>
    private const float PollingPerGpu = 2;
    private readonly ClusterLayout _layout;
    private readonly HostConfig _config;
    private readonly NodeMemory _memory;
    private readonly Machine[] _machines;

    /// <param name="layout">The machine room.</param>
    /// <param name="ticks">Ticks of a block.</param>
    /// <param name="seeds">Where the hosts' numbers come from.</param>
    public NodeModel(ClusterLayout layout, int ticks, Seeds seeds)
    {
        (_layout, _config) = (layout, layout.Config.Host);
        State = new NodeState(layout.Nodes, ticks);
        _memory = new NodeMemory(layout, State);
        _machines = [.. Enumerable.Range(0, layout.Nodes).Select(node => new Machine
        {
            Random = new NoiseStream(seeds.Child($"node/{node}").Value),
            Temperature = layout.Config.AmbientCelsius + 20,
            Fan = 6000,
        })];
    }

    /// <summary>The state in the current block.</summary>
    public NodeState State { get; }

    /// <summary>Completes one host's block.</summary>
    public void Finish(int node, Block block, Conditions conditions, Activity activity, GpuState gpus, SharedStorage storage, Plane inlet)
    {
        ref var machine = ref _machines[node];
        for (var tick = 0; tick < block.Ticks; tick++)
        {
            var up = conditions.Node.Up[node][tick];
            if (up <= 0)
            {
                Off(ref machine, node, tick, inlet[node][tick]);
                continue;
            }
            machine.Work = (0.9f * machine.Work) + (0.44f * machine.Random.NextNormal());
            var (gpuWatts, busyGpus, hottest) = Gpus(node, tick, activity.Gpu, gpus);
            var io = NfsOf(node, tick, activity.Node, storage);
            Processors(ref machine, node, tick, block, conditions.Node, activity.Node.HostBusy[node][tick], busyGpus, io);
            _memory.Advance(node, tick, block, conditions.Node, busyGpus > 0, State.NfsRead[node][tick] + State.NfsWrite[node][tick]);
            Heat(ref machine, node, tick, block, gpuWatts, hottest, inlet[node][tick]);
        }
    }

    private (float Watts, float Busy, float Hottest) Gpus(int node, int tick, GpuActivity activity, GpuState gpus)
    {
        var (watts, busy, hottest) = (0f, 0f, 0f);
        for (var gpu = node * _layout.GpusPerNode; gpu < (node + 1) * _layout.GpusPerNode; gpu++)
        {
            watts += gpus.Power[gpu][tick];
            busy += activity.Compute[gpu][tick] + activity.Communicate[gpu][tick] + activity.Spin[gpu][tick]
                + activity.Starve[gpu][tick] > 0 ? 1 : 0;
            hottest = Math.Max(hottest, gpus.Temperature[gpu][tick]);
        }
        return (watts, busy, hottest);
    }

    /// <summary>The client's side of the shared storage; returns the requests in flight.</summary>
    private float NfsOf(int node, int tick, NodeActivity activity, SharedStorage storage)
    {
        var (read, write) = (activity.ReadBytes[node][tick], activity.WriteBytes[node][tick]);
        var wanted = read + write;
        var given = wanted > 0 ? Math.Min(1, storage.LimitOf(tick) / wanted) : 1;
        var requests = (wanted * given / SharedStorage.RequestBytes) + 0.5f;
        var response = storage.ResponseSeconds[0][tick];
        // What is asked beyond what is given waits in the client.
        var queue = (0.1f * response) + (given < 1 ? (1 / given) - 1 : 0);
        (State.NfsRead.Change(node)[tick], State.NfsWrite.Change(node)[tick]) = (read * given, write * given);
        (State.NfsRequests.Change(node)[tick], State.NfsResponse.Change(node)[tick]) = (requests, requests * response);
        State.NfsQueue.Change(node)[tick] = requests * queue;
        State.NfsTimeouts.Change(node)[tick] = response + queue > 1 ? 0.01f * requests : 0;
        return Math.Min(2000, requests * (response + queue));
    }

    private void Processors(
        ref Machine machine, int node, int tick, Block block, NodeConditions conditions, float job, float busyGpus, float inFlight)
    {
        var (foreign, pause) = (Math.Max(0, conditions.Contention[node][tick]), Math.Clamp(conditions.LaunchDelay[node][tick], 0, 1));
        var cores = (float)_config.Cores;
        var polling = PollingPerGpu * busyGpus / cores;
        var system = SystemShare * (1 + (0.15f * machine.Work));
        var moved = (State.NfsRead[node][tick] + State.NfsWrite[node][tick]) / 2e10f;
        var demand = job + polling + foreign + system + moved;
        var run = Math.Min(1, demand);
        var scale = run / demand;
        // Waiting for a processor: rarely below full load, everything beyond it.
        var wait = cores * ((0.002f * MathF.Pow(run, 6)) + Math.Max(0, demand - 1)) + (2 * pause);
        var ioWaiting = inFlight + (8 * conditions.IoPressure[node][tick]);
        var user = cores * scale * ((0.94f * job) + (0.98f * polling) + (0.9f * foreign) + (0.4f * system) + (0.1f * moved));
        var softIrq = cores * scale * ((0.05f * moved) + (0.05f * system));
        var irq = cores * scale * 0.02f * system;
        var free = cores * (1 - run);
        var ioWait = Math.Min(free, ioWaiting);
        (State.User.Change(node)[tick], State.SoftIrq.Change(node)[tick], State.Irq.Change(node)[tick]) = (user, softIrq, irq);
        State.System.Change(node)[tick] = Math.Max(0, (cores * run) - user - softIrq - irq);
        (State.IoWait.Change(node)[tick], State.Idle.Change(node)[tick]) = (ioWait, free - ioWait);
        var running = cores * demand;
        machine.Load1 += (running + ioWaiting - machine.Load1) * (1 - Math.Exp(-block.StepSeconds / 60));
        machine.Load5 += (running + ioWaiting - machine.Load5) * (1 - Math.Exp(-block.StepSeconds / 300));
        (State.Running.Change(node)[tick], State.Blocked.Change(node)[tick]) = (running, ioWaiting);
        (State.Load1.Change(node)[tick], State.Load5.Change(node)[tick]) = ((float)machine.Load1, (float)machine.Load5);
        State.Switches.Change(node)[tick] = 4000 + (9000 * busyGpus) + (60 * wait) + (30_000 * moved)
            + (cores * foreign * 400) + (2e4f * pause) + (300 * machine.Work);
        State.Interrupts.Change(node)[tick] = 9000 + (6000 * busyGpus) + (50_000 * moved) + (cores * run * 120) + (400 * machine.Work);
        State.QueueWait.Change(node)[tick] = wait;
        State.CpuPressure.Change(node)[tick] = 1 - MathF.Exp(-(0.2f * wait) - (3 * pause));
        State.IoSome.Change(node)[tick] = Math.Clamp(1 - MathF.Exp(-0.25f * ioWaiting), 0, 1);
        State.IoFull.Change(node)[tick] = 0.6f * State.IoSome[node][tick] * (1 - Math.Min(1, 0.5f * run));
        State.CoreMax.Change(node)[tick] = Math.Clamp(busyGpus > 0 ? 1 : (8 * run) + pause, 0, 1);
        State.ForeignBusy.Change(node)[tick] = foreign * scale;
    }

    private void Heat(ref Machine machine, int node, int tick, Block block, float gpuWatts, float hottest, float inlet)
    {
        var run = 1 - ((State.Idle[node][tick] + State.IoWait[node][tick]) / _config.Cores);
        machine.Temperature += (inlet + 22 + (38 * run) - machine.Temperature) * (1 - Math.Exp(-block.StepSeconds / 60));
        machine.Fan += (Math.Clamp(4500 + (170 * (hottest - 35)), 4500, 15_000) - machine.Fan) * (1 - Math.Exp(-block.StepSeconds / 12));
        // Fans take power with the cube of their speed: 400 W at the highest (E).
        var fans = 400 * Math.Pow(machine.Fan / 15_000, 3);
        State.Temperature.Change(node)[tick] = (float)machine.Temperature;
        State.Fan.Change(node)[tick] = (float)machine.Fan;
        State.Power.Change(node)[tick] =
            (float)((_config.IdleWatts + (_config.BusyWatts * run) + gpuWatts + fans) / _config.SupplyEfficiency);
    }

    private void Off(ref Machine machine, int node, int tick, float inlet)
    {
        State.ClearAt(node, tick);
        (machine.Load1, machine.Load5, machine.Fan) = (0, 0, 0);
        machine.Temperature += 0.01 * (inlet - machine.Temperature);
        State.Temperature.Change(node)[tick] = (float)machine.Temperature;
        _memory.Restart(node);
    }

    [StructLayout(LayoutKind.Auto)]
    private record struct Machine
    {
        public NoiseStream Random;
        public float Work;
        public double Load1;
        public double Load5;
        public double Temperature;
        public double Fan;
    }
}

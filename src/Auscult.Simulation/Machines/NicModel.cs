using System.Numerics.Tensors;
using Auscult.Simulation.Planes;
using Auscult.Simulation.Room;
using Auscult.Simulation.Running;

namespace Auscult.Simulation.Machines;

/// <summary>
/// Traffic of the interfaces and what congestion, a slow slot or a bad link make of it. Every byte that one interface of a rail sends
/// another of the rail receives in the same tick.
/// </summary>
/// <param name="layout">The machine room.</param>
/// <param name="ticks">Ticks of a block.</param>
/// <param name="fabric">What the network can carry.</param>
internal sealed class NicModel(ClusterLayout layout, int ticks, Fabric fabric)
{
    /// <summary>Payload of a packet (4 KiB and headers).</summary>
    public const float PacketBytes = 4178;
    private readonly float[] _sent = new float[ticks];
    private readonly float[] _weight = new float[ticks];
    private readonly bool[] _wasDown = new bool[layout.Nics];

    /// <summary>The state in the current block.</summary>
    public NicState State { get; } = new(layout.Nics, ticks);

    /// <summary>Decides what every interface sends and receives. One thread: the rails are sums over all hosts.</summary>
    public void Deliver(Block block, Conditions conditions, GpuActivity activity)
    {
        for (var nic = 0; nic < layout.Nics; nic++)
        {
            State.TransmitBytes.Change(nic).Clear();
            State.ReceiveBytes.Change(nic).Clear();
        }
        var hasReceivers = !activity.NetworkReceiveBytes.IsNeutral;
        for (var gpu = 0; gpu < layout.Gpus; gpu++)
        {
            var nic = layout.NicOfGpu(gpu);
            TensorPrimitives.Add(State.TransmitBytes[nic], activity.NetworkBytes[gpu], State.TransmitBytes.Change(nic));
            var received = hasReceivers ? activity.NetworkReceiveBytes : activity.NetworkBytes;
            TensorPrimitives.Add(State.ReceiveBytes[nic], received[gpu], State.ReceiveBytes.Change(nic));
        }
        for (var rail = 0; rail < layout.Rails; rail++)
            Balance(rail, block, conditions);
    }

    /// <summary>Completes one interface's block.</summary>
    public void Finish(int nic, Block block, Conditions conditions)
    {
        var own = conditions.Nic;
        var full = fabric.Bandwidth.Neutral;
        var host = conditions.Node.Up[layout.NodeOfNic(nic)];
        var (sent, received, bandwidth) = (State.TransmitBytes, State.ReceiveBytes, fabric.Bandwidth);
        for (var tick = 0; tick < block.Ticks; tick++)
        {
            var (jam, up) = (Math.Clamp(own.Congestion[nic][tick], 0, 1), own.LinkUp[nic][tick]);
            // How hard the job pushes: what is sent as a share of what could be sent.
            var able = bandwidth[nic][tick];
            var push = able > 0 ? Math.Min(1, sent[nic][tick] / able) : 0;
            var packets = received[nic][tick] / PacketBytes;
            State.Congestion.Change(nic)[tick] = jam;
            var blocked = push * (1 - (able / full));
            State.WaitShare.Change(nic)[tick] = Math.Clamp(blocked + (0.02f * push * push) + (0.3f * jam * push), 0, 1);
            State.ReceivePause.Change(nic)[tick] = Math.Clamp(push * jam * 0.6f, 0, 1);
            State.TransmitPause.Change(nic)[tick] = SlotPause(nic, tick, conditions.Gpu, received[nic][tick]);
            State.Marked.Change(nic)[tick] = packets * ((0.05f * jam) + 1e-6f);
            State.Lost.Change(nic)[tick] = (packets * 2e-5f * jam * jam) + own.SequenceErrors[nic][tick]
                + (0.2f * own.SymbolErrors[nic][tick]);
            State.Timeouts.Change(nic)[tick] = (0.02f * own.SequenceErrors[nic][tick]) + (jam > 0.8f ? 2 * push : 0) + ((1 - up) * 4);
            Link(nic, tick, block, up, own.LinkDowns[nic][tick], host[tick]);
        }
    }

    /// <summary>
    /// PCIe slower than the network: the interface's buffer fills and it makes the switch pause (taxonomy: PCIe downgrade, S).
    /// </summary>
    private float SlotPause(int nic, int tick, GpuConditions conditions, float received)
    {
        var perNic = layout.GpusPerNode / layout.Rails;
        var first = (layout.NodeOfNic(nic) * layout.GpusPerNode) + (nic % layout.Rails * perNic);
        var worst = 1f;
        for (var gpu = first; gpu < first + perNic; gpu++)
            worst = Math.Min(worst, conditions.PcieQuality[gpu][tick]);
        if (worst >= 1 || received <= 0)
            return 0;
        var able = worst * (float)layout.Config.Accelerator.PcieBytesPerSecond * perNic;
        return Math.Clamp(1 - (able / fabric.Bandwidth.Neutral), 0, 1) * Math.Min(1, received / Math.Max(1, able));
    }

    private void Link(int nic, int tick, Block block, float up, float downs, float host)
    {
        var isDown = up <= 0;
        // A condition that counts its failures itself says so; else the edge counts.
        var edge = isDown && !_wasDown[nic] && downs <= 0 ? 1 / (float)block.StepSeconds : 0;
        _wasDown[nic] = isDown;
        State.LinkDowns.Change(nic)[tick] = downs + edge;
        State.PortState.Change(nic)[tick] = isDown ? 1 : 4;
        State.PhysicalState.Change(nic)[tick] = isDown ? 3 : 5;
        State.Up.Change(nic)[tick] = isDown ? 0 : 1;
        State.Rate.Change(nic)[tick] = isDown ? 0 : fabric.Bandwidth.Neutral;
        State.Alive.Change(nic)[tick] = host;
    }

    private void Balance(int rail, Block block, Conditions conditions)
    {
        var sent = _sent.AsSpan(0, block.Ticks);
        var weight = _weight.AsSpan(0, block.Ticks);
        sent.Clear();
        weight.Clear();
        for (var nic = rail; nic < layout.Nics; nic += layout.Rails)
        {
            var transmit = State.TransmitBytes.Change(nic)[..block.Ticks];
            var receive = State.ReceiveBytes.Change(nic)[..block.Ticks];
            TensorPrimitives.Min(transmit, fabric.Bandwidth[nic][..block.Ticks], transmit);
            TensorPrimitives.Multiply(receive, conditions.Nic.LinkUp[nic][..block.Ticks], receive);
            TensorPrimitives.Add(sent, transmit, sent);
            TensorPrimitives.Add(weight, receive, weight);
        }
        for (var tick = 0; tick < block.Ticks; tick++)
            weight[tick] = weight[tick] > 0 ? sent[tick] / weight[tick] : 0;
        for (var nic = rail; nic < layout.Nics; nic += layout.Rails)
        {
            var receive = State.ReceiveBytes.Change(nic)[..block.Ticks];
            TensorPrimitives.Multiply(receive, weight, receive);
            // Foreign traffic goes both ways and to other racks' machines, beside the job's.
            if (!conditions.Nic.ForeignLoad.IsNeutral)
            {
                var transmit = State.TransmitBytes.Change(nic)[..block.Ticks];
                var foreign = conditions.Nic.ForeignLoad[nic][..block.Ticks];
                TensorPrimitives.MultiplyAdd(foreign, fabric.Bandwidth.Neutral, transmit, transmit);
                TensorPrimitives.MultiplyAdd(foreign, fabric.Bandwidth.Neutral, receive, receive);
            }
        }
    }
}

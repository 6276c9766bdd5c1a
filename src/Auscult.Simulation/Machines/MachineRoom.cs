using System.Numerics.Tensors;
using Auscult.Simulation.Exporting;
using Auscult.Simulation.Planes;
using Auscult.Simulation.Room;
using Auscult.Simulation.Running;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Machines;

/// <summary>The physical state of everything in the room, and the tables its exporters fill.</summary>
internal sealed class MachineRoom
{
    private const double SecondsOfDay = 86_400;

    /// <summary>The warmest hour, in seconds after midnight.</summary>
    private const double WarmestSecond = 15 * 3600;
    private readonly ClusterLayout _layout;
    private readonly GpuModel _gpus;
    private readonly NicState _nics;
    private readonly Plane _inlet;
    private readonly Fabric _fabric;

    public MachineRoom(ClusterLayout layout, int ticks)
    {
        _layout = layout;
        _gpus = new GpuModel(layout, ticks);
        _nics = new NicState(layout.Nics, ticks);
        _fabric = new Fabric(layout, ticks);
        _inlet = new Plane(layout.Nodes, ticks, (float)layout.Config.AmbientCelsius);
    }

    /// <summary>Share of the healthy speed at which each accelerator can compute.</summary>
    public Plane Speed => _gpus.State.Speed;

    /// <summary>What the network can carry.</summary>
    public Fabric Fabric => _fabric;

    /// <summary>Accelerators.</summary>
    public GpuState Gpus => _gpus.State;

    /// <summary>Network interfaces.</summary>
    public NicState Nics => _nics;

    /// <summary>Before the first tick of a block: what its conditions alone decide.</summary>
    public void BeginBlock(Block block, Conditions conditions) => _fabric.Begin(block, conditions);

    /// <summary>Before the job's tick: what the machines can do.</summary>
    public void Begin(Block block, int tick, Conditions conditions)
    {
        var second = block.TimeOf(tick).TimeOfDay.TotalSeconds;
        var cycle = _layout.Config.DailySwingCelsius * Math.Cos(2 * Math.PI * (second - WarmestSecond) / SecondsOfDay);
        for (var node = 0; node < _layout.Nodes; node++)
            _inlet.Change(node)[tick] = (float)(_layout.Config.AmbientCelsius + cycle + conditions.Node.AmbientRise[node][tick]);
        _gpus.Begin(tick, conditions);
    }

    /// <summary>After the job's tick: what its work did to the machines.</summary>
    public void End(Block block, int tick, Conditions conditions, Activity activity) =>
        _gpus.End(block, tick, conditions, activity.Gpu, _inlet);

    /// <summary>After the last tick of a block: everything that the job does not react to within the block. May run in parallel over hosts.</summary>
    public void Finish(int node, Block block, Conditions conditions, Activity activity)
    {
        var firstNic = node * _layout.Rails;
        for (var nic = firstNic; nic < firstNic + _layout.Rails; nic++)
        {
            _nics.TransmitBytes.Change(nic).Clear();
            _nics.ReceiveBytes.Change(nic).Clear();
        }
        for (var gpu = node * _layout.GpusPerNode; gpu < (node + 1) * _layout.GpusPerNode; gpu++)
        {
            var nic = _layout.NicOfGpu(gpu);
            TensorPrimitives.Add(_nics.TransmitBytes[nic], activity.Gpu.NetworkBytes[gpu], _nics.TransmitBytes.Change(nic));
            TensorPrimitives.Add(_nics.ReceiveBytes[nic], activity.Gpu.NetworkBytes[gpu], _nics.ReceiveBytes.Change(nic));
        }
    }

    /// <summary>The tables of the exporters.</summary>
    public IEnumerable<SeriesTableModel> Tables(Configuration.ExporterConfig exporters, Conditions conditions)
    {
        yield return new SeriesTableModel(
            Layer.Hardware, EntityKind.Gpu, [.. Enumerable.Range(0, _layout.Gpus).Select(_layout.GpuId)], exporters.GpuInterval.TotalSeconds,
            [
                new GaugeColumn("gpu_power_watts", Gpus.Power) { Noise = 6, NoiseSeconds = 3, Quantum = 0.001 },
                new GaugeColumn("gpu_temperature_celsius", Gpus.Temperature) { Noise = 0.3, NoiseSeconds = 20, Quantum = 1 },
                new GaugeColumn("gpu_memory_temperature_celsius", Gpus.MemoryTemperature) { Noise = 0.3, NoiseSeconds = 20, Quantum = 1 },
                new GaugeColumn("gpu_sm_clock_hertz", Gpus.Clock) { Noise = 4e6, NoiseSeconds = 5, Quantum = 15e6 },
                new CounterColumn("gpu_energy_joules_total", Gpus.Power),
                new CounterColumn("gpu_ecc_corrected_errors_total", conditions.Gpu.CorrectedErrors) { IsPoisson = true },
            ])
        {
            Present = conditions.Gpu.Present,
        };
        yield return new SeriesTableModel(
            Layer.Network, EntityKind.Nic, [.. Enumerable.Range(0, _layout.Nics).Select(_layout.NicId)], exporters.NodeInterval.TotalSeconds,
            [
                new CounterColumn("rdma_transmit_bytes_total", Nics.TransmitBytes) { Quantum = 1 },
                new CounterColumn("rdma_receive_bytes_total", Nics.ReceiveBytes) { Quantum = 1 },
            ]);
    }
}

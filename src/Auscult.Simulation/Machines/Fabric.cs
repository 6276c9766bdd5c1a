using Auscult.Simulation.Planes;
using Auscult.Simulation.Room;
using Auscult.Simulation.Running;

namespace Auscult.Simulation.Machines;

/// <summary>
/// What the network can carry in the current block. Jobs ask it how fast they can send, the machines ask it what went wrong on the way.
/// The conditions of an interface tell what switches and slots do to it; here they become bytes per second.
/// </summary>
/// <param name="layout">The machine room.</param>
/// <param name="ticks">Ticks of a block.</param>
internal sealed class Fabric(ClusterLayout layout, int ticks)
{
    /// <summary>Share of the bandwidth that full congestion takes (E).</summary>
    public const float CongestionLoss = 0.85f;
    private readonly Plane _bandwidth = new(layout.Nics, ticks, (float)layout.Config.NicBytesPerSecond);
    private readonly Plane _gpuBandwidth = new(layout.Gpus, ticks, (float)Math.Min(
        layout.Config.NicBytesPerSecond * layout.Rails / layout.GpusPerNode, layout.Config.Accelerator.PcieBytesPerSecond));

    /// <summary>Bytes per second that each interface can send, with everything on the way.</summary>
    public Plane Bandwidth => _bandwidth;

    /// <summary>
    /// Bytes per second that each accelerator can send to other hosts: its share of the interface, or its PCIe link if that is slower.
    /// </summary>
    public Plane GpuBandwidth => _gpuBandwidth;

    /// <summary>Bytes per second that an interface can send, with everything on the way.</summary>
    public float EffectiveBandwidth(int nic, int tick) => _bandwidth[nic][tick];

    /// <summary>Works out a block from its conditions; the job's ticks follow.</summary>
    public void Begin(Block block, Conditions conditions)
    {
        var (nic, pcie) = (conditions.Nic, conditions.Gpu.PcieQuality);
        _bandwidth.Reset();
        _gpuBandwidth.Reset();
        var isWell = nic.LinkUp.IsNeutral && nic.Quality.IsNeutral && nic.Congestion.IsNeutral;
        if (!isWell)
        {
            for (var i = 0; i < layout.Nics; i++)
                Interface(i, block.Ticks, nic);
        }
        if (isWell && pcie.IsNeutral)
            return;
        var share = (float)layout.Rails / layout.GpusPerNode;
        var slot = (float)layout.Config.Accelerator.PcieBytesPerSecond;
        for (var i = 0; i < layout.Gpus; i++)
        {
            var target = _gpuBandwidth.Change(i);
            var carried = _bandwidth[layout.NicOfGpu(i)];
            var quality = pcie[i];
            for (var tick = 0; tick < block.Ticks; tick++)
                target[tick] = Math.Min(carried[tick] * share, slot * quality[tick]);
        }
    }

    private void Interface(int nic, int length, NicConditions conditions)
    {
        var up = conditions.LinkUp[nic];
        var quality = conditions.Quality[nic];
        var congestion = conditions.Congestion[nic];
        var bandwidth = _bandwidth.Change(nic);
        for (var tick = 0; tick < length; tick++)
            bandwidth[tick] = _bandwidth.Neutral * up[tick] * quality[tick] * (1 - (CongestionLoss * Math.Clamp(congestion[tick], 0, 1)));
    }
}

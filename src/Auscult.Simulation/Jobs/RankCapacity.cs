using Auscult.Simulation.Machines;
using Auscult.Simulation.Planes;
using Auscult.Simulation.Room;

namespace Auscult.Simulation.Jobs;

/// <summary>What every rank's machine can do in the current tick, by the conditions: speed, launches, bandwidths.</summary>
/// <param name="layout">The machine room.</param>
/// <param name="fabric">What the network can carry.</param>
/// <param name="ranks">Training processes.</param>
/// <param name="draws">The job's random numbers.</param>
internal sealed class RankCapacity(ClusterLayout layout, Fabric fabric, int ranks, StepDraws draws)
{
    private const uint LaunchStream = 1;
    private const uint ContentionStream = 2;
    private readonly double _healthyNvlink = layout.Config.Accelerator.NvlinkBytesPerSecond * TrainingWork.LinkEfficiency;
    private bool _wasLinkChanged;
    private bool _wasNvlinkChanged;
    private bool _wasDelayed;

    /// <summary>By rank: share of the healthy speed, launch delays left out.</summary>
    public double[] Speed { get; } = [.. Enumerable.Repeat(1.0, ranks)];

    /// <summary>By rank: share of the computing time in which its host does not get to launch.</summary>
    public double[] LaunchLoss { get; } = new double[ranks];

    /// <summary>By rank: bytes per second to other hosts.</summary>
    public double[] Network { get; } = [.. Enumerable.Repeat(fabric.GpuBandwidth.Neutral * TrainingWork.LinkEfficiency, ranks)];

    /// <summary>By rank: bytes per second to accelerators of the same host.</summary>
    public double[] Nvlink { get; } =
        [.. Enumerable.Repeat(layout.Config.Accelerator.NvlinkBytesPerSecond * TrainingWork.LinkEfficiency, ranks)];

    /// <summary>By rank: 0 all that is ready leaves the host, to 1 the interface or the slot holds everything back.</summary>
    public double[] HostHold { get; } = new double[ranks];

    /// <summary>By rank: 0 all that is sent arrives, to 1 the network holds everything back.</summary>
    public double[] NetworkHold { get; } = new double[ranks];

    /// <summary>Reads the conditions of a tick.</summary>
    /// <param name="tick">The tick in the block.</param>
    /// <param name="conditions">What is out of the ordinary.</param>
    /// <param name="speed">How fast the accelerators can compute.</param>
    public void Read(int tick, Conditions conditions, Plane speed)
    {
        var (bandwidth, nvlink) = (fabric.GpuBandwidth, conditions.Gpu.NvlinkQuality);
        var readLinks = !bandwidth.IsNeutral || _wasLinkChanged;
        var readNvlink = !nvlink.IsNeutral || _wasNvlinkChanged;
        for (var rank = 0; rank < Speed.Length; rank++)
        {
            Speed[rank] = speed[rank][tick];
            if (readNvlink)
                Nvlink[rank] = _healthyNvlink * nvlink[rank][tick];
            if (readLinks)
                ReadLink(rank, tick, conditions);
        }
        (_wasLinkChanged, _wasNvlinkChanged) = (!bandwidth.IsNeutral, !nvlink.IsNeutral);
    }

    private void ReadLink(int rank, int tick, Conditions conditions)
    {
        var carried = fabric.GpuBandwidth[rank][tick];
        Network[rank] = carried * TrainingWork.LinkEfficiency;
        var (port, lost) = (layout.NicOfGpu(rank), 1.0 - (carried / fabric.GpuBandwidth.Neutral));
        var isNetwork = conditions.Nic.Congestion[port][tick] > 0 || conditions.Causes.Switch[layout.LeafOfNic(port)][tick] >= 0;
        (HostHold[rank], NetworkHold[rank]) = isNetwork ? (0.0, lost) : (lost, 0.0);
    }

    /// <summary>Draws which ranks get to launch late in a step; hosts under contention or with pauses have such ranks.</summary>
    public void DrawLaunches(int tick, Conditions conditions, long step)
    {
        var (delay, contention) = (conditions.Node.LaunchDelay, conditions.Node.Contention);
        if (delay.IsNeutral && contention.IsNeutral)
        {
            if (_wasDelayed)
                Array.Clear(LaunchLoss);
            _wasDelayed = false;
            return;
        }
        _wasDelayed = true;
        for (var rank = 0; rank < LaunchLoss.Length; rank++)
        {
            var node = layout.NodeOfGpu(rank);
            var (late, busy) = (delay[node][tick], contention[node][tick]);
            if (late <= 0 && busy <= 0)
            {
                LaunchLoss[rank] = 0;
                continue;
            }
            // Some ranks of the host lose nearly all of its pauses' time, others less than half of it.
            var launch = 1 - Math.Min(0.95, late * (0.4 + (0.6 * draws.Uniform(LaunchStream, step, rank))));
            var unlucky = draws.Uniform(ContentionStream, step, rank);
            LaunchLoss[rank] = 1 - (launch * (1 - (0.9 * busy * unlucky * unlucky)));
        }
    }
}

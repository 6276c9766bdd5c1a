using Auscult.Simulation.Faults;
using Auscult.Simulation.Machines;
using Auscult.Simulation.Planes;
using Auscult.Simulation.Room;
using Auscult.Simulation.Running;
using Auscult.Simulation.Serving.Settings;

namespace Auscult.Simulation.Serving;

/// <summary>What the conditions of the machine room mean to a fleet.</summary>
/// <param name="plan">Settings and machines.</param>
/// <param name="layout">The machine room.</param>
/// <param name="fabric">What the network can carry.</param>
/// <param name="interruptions">Processes that die; a dead one is noticed like a lost rank.</param>
internal sealed class FleetConditions(ServingPlan plan, ClusterLayout layout, Fabric fabric, IReadOnlyList<Interruption> interruptions)
{
    /// <summary>Share of a host's processors that a serving engine keeps busy: polling workers, tokeniser, server (an estimate).</summary>
    public const float HostBusy = 0.1f;

    private readonly GpuCapability[] _capabilities = new GpuCapability[plan.Gpus];
    private readonly double[] _skew = new double[plan.Config.Model.Experts];

    /// <summary>What each GPU can do in a tick.</summary>
    public ReadOnlySpan<GpuCapability> Capabilities(Block block, int tick, Conditions conditions, Plane speed)
    {
        for (var gpu = 0; gpu < _capabilities.Length; gpu++)
        {
            var node = layout.NodeOfGpu(gpu);
            var isUp = conditions.Gpu.ProcessUp[gpu][tick] > 0 && conditions.Node.Up[node][tick] > 0;
            var nvlink = conditions.Gpu.NvlinkQuality[gpu][tick];
            var network = fabric.GpuBandwidth[gpu][tick] / fabric.GpuBandwidth.Neutral;
            _capabilities[gpu] = new GpuCapability(
                isUp ? speed[gpu][tick] : 0,
                plan.SplitsOverHosts ? network : nvlink,
                plan.CrossesHosts ? network : nvlink,
                (1 - conditions.Node.Contention[node][tick]) * (1 - conditions.Node.LaunchDelay[node][tick]));
        }
        foreach (var interruption in interruptions)
        {
            if (interruption.Second < block.SecondOf(tick + 1) && block.SecondOf(tick) < Back(interruption))
                _capabilities[interruption.Gpu] = _capabilities[interruption.Gpu] with { Speed = 0 };
        }
        return _capabilities;
    }

    // What died is not back before it is missed; a host that must be repaired comes back with its repair.
    private double Back(Interruption interruption)
    {
        var missed = interruption.Second + plan.Config.Recovery.Detection.TotalSeconds + 1;
        return interruption.NodeLost ? Math.Max(missed, interruption.RepairedAt) : missed;
    }

    /// <summary>Tokens that experts draw on top of their own in a tick.</summary>
    public ReadOnlySpan<double> Skew(int tick, Conditions conditions)
    {
        for (var expert = 0; expert < _skew.Length; expert++)
            _skew[expert] = conditions.Expert.Skew.IsNeutral ? 0 : conditions.Expert.Skew[expert][tick];
        return _skew;
    }
}

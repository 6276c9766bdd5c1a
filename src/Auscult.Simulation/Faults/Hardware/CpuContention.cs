using Auscult.Simulation.Planes;
using Auscult.Simulation.Running;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Faults.Hardware;

/// <summary>
/// Foreign work takes a host's processors now and then: collectives are launched late by its ranks, for 0.1 to 5 s at a time (taxonomy: CPU
/// contention/GC, E). Severity is the share of the time in which the host's processes do not get to run.
/// </summary>
internal sealed class CpuContention : FaultInstance
{
    /// <summary>The class; 10 minutes (taxonomy: fail-slow of computing, S).</summary>
    public static readonly FaultKind Definition = new(
        "cpu_contention",
        Layer.Hardware,
        FaultTarget.Node,
        ["procs_running", "cpu_run_queue_seconds_total", "pressure_cpu_some_seconds_total", "load1"],
        600,
        occurrence => new CpuContention(occurrence));

    private readonly Bursts _bursts;

    private CpuContention(Occurrence occurrence)
        : base(occurrence) => _bursts = new Bursts(Random(), Onset, End, (1, 5), (0.1, 2));

    /// <inheritdoc/>
    public override void Apply(Conditions conditions, Block block)
    {
        conditions.Node.Contention.Add(Entity, block, Onset, End, 0.2 + (0.6 * Severity));
        foreach (var (from, until) in _bursts.Intervals)
        {
            if (from < block.EndSecond && until > block.FirstSecond - block.StepSeconds)
                conditions.Node.LaunchDelay.Add(Entity, block, from, until, Severity);
        }
        conditions.Causes.Node.Blame(Entity, block, Onset, End, Number);
    }

    /// <inheritdoc/>
    public override IEnumerable<CausalLink> Chain() =>
    [
        AtRoot(0, "procs_running", "rises"),
        AtRoot(0, "cpu_run_queue_seconds_total", "rises"),
    ];
}

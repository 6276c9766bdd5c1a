using Auscult.Simulation.Jobs;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Faults;

/// <summary>Writes the labels, once the simulation is over and the effects are known.</summary>
internal static class IncidentLabels
{
    /// <summary>Job time below which nobody is called a victim of a fault, seconds.</summary>
    private const double NoLoss = 1e-3;

    /// <summary>The label of a fault or a benign event.</summary>
    /// <param name="fault">What happened.</param>
    /// <param name="context">What came of it.</param>
    public static Incident Of(FaultInstance fault, LabelContext context)
    {
        var lost = context.Ledger.LostSeconds(fault.Number);
        var waiting = lost > NoLoss ? Waiting(fault) : [];
        var victims = fault.Neighbours.Concat(waiting)
            .Where(victim => !string.Equals(victim.Entity, fault.RootId, StringComparison.Ordinal))
            .GroupBy(victim => victim.Entity, StringComparer.Ordinal).Select(same => same.MinBy(victim => victim.DelaySeconds)!)
            .OrderBy(victim => victim.DelaySeconds).ToArray();
        var end = fault.End;
        if (lost > NoLoss)
            end = Math.Max(end, context.Ledger.LastEffect(fault.Number));
        return new Incident
        {
            Id = $"{(fault.Kind.IsBenign ? "benign" : "fault")}-{fault.Number}",
            FaultClass = fault.Kind.Name,
            Layer = fault.Kind.Layer,
            RootEntity = fault.RootId,
            RootSignals = fault.Kind.RootSignals,
            Victims = [.. victims.Select(victim => victim.Entity)],
            VictimDelaySeconds = [.. victims.Select(victim => victim.DelaySeconds)],
            PrecursorStart = fault.PrecursorStart is { } start ? context.TimeOf(start) : null,
            Onset = context.TimeOf(fault.Onset),
            End = context.TimeOf(end),
            Severity = fault.Severity,
            LostSeconds = fault.Site.HasJob ? lost : null,
            CausalChain = [.. fault.Chain().Concat(InTheJob(fault, waiting)).OrderBy(link => link.DelaySeconds)],
            IsBenign = fault.Kind.IsBenign,
            Recording = context.Recording,
        };
    }

    /// <summary>The label of something harmless that the job did.</summary>
    /// <param name="interval">What the job reported.</param>
    /// <param name="number">Unique among the labels of the simulation.</param>
    /// <param name="context">When the simulation was.</param>
    public static Incident Of(BenignInterval interval, int number, LabelContext context) => new()
    {
        Id = $"benign-{number}",
        FaultClass = interval.Class,
        Layer = interval.Layer,
        RootEntity = interval.Entity,
        RootSignals = interval.Signals,
        Onset = context.TimeOf(interval.StartSecond),
        End = context.TimeOf(interval.EndSecond),
        LostSeconds = null,
        IsBenign = true,
        Recording = context.Recording,
    };

    private static IReadOnlyList<Victim> Waiting(FaultInstance fault) =>
    [
        .. Propagation.Of(fault.Site, fault.HeldUpGpus)
            .Where(victim => victim.DelaySeconds > 0 || fault.DoHeldUpSuffer)
            .Select(victim => victim with { DelaySeconds = victim.DelaySeconds + fault.HoldDelay }),
    ];

    // The others wait; then the step is late.
    private static IEnumerable<CausalLink> InTheJob(FaultInstance fault, IReadOnlyList<Victim> waiting)
    {
        var others = waiting.Where(victim => victim.DelaySeconds > fault.HoldDelay).ToArray();
        foreach (var victim in others.DistinctBy(victim => victim.DelaySeconds))
            yield return new CausalLink(victim.DelaySeconds, victim.Entity, "gpu_tensor_active_ratio", $"falls: waits for {fault.RootId}");
        if (waiting.Count > 0 && fault.Site.Config.Serving is not null)
        {
            var last = waiting[^1];
            yield return new CausalLink(last.DelaySeconds, last.Entity, "time_per_output_token_seconds", "rises, or no token comes");
        }
        else if (waiting.Count > 0)
            yield return new CausalLink(waiting[^1].DelaySeconds, fault.Site.Layout.ClusterId, "step_seconds", "rises, or no step ends");
    }
}

using System.ComponentModel.DataAnnotations;

namespace Auscult.Learning.Diagnosis.Evidence;

/// <summary>How much evidence a verdict is given; <c>configs/diagnosis/*.yaml</c> under <c>evidence</c>.</summary>
public sealed record EvidenceConfig
{
    /// <summary>Signals that are named. Default 5.</summary>
    [Range(1, 100)]
    public int NumSignals { get; init; } = 5;

    /// <summary>Signals that are tried: those with the largest shifts. Default 40.</summary>
    [Range(1, 10_000)]
    public int NumCandidates { get; init; } = 40;

    /// <summary>Moments before the judged one that the diagnoser sees as well. Default 24.</summary>
    [Range(0, 10_000)]
    public int HistoryMoments { get; init; } = 24;

    /// <summary>Shift in asinh units from which on a signal counts as moved in the spread of an incident. Default 3, about ten spreads.</summary>
    [Range(0.1, 100)]
    public double MovedShift { get; init; } = 3;

    /// <summary>Seconds before the start of an incident in which its first signs are looked for. Default 60.</summary>
    [Range(0.0, 1e6)]
    public double LeadSeconds { get; init; } = 60;
}

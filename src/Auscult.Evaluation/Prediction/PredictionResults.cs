using Auscult.Evaluation.RootCause;
using Auscult.Learning.Diagnosis.Prediction;

namespace Auscult.Evaluation.Prediction;

/// <summary>Alarms of one method about one class, or about all predictable ones, at one lead.</summary>
public sealed record PredictionRow
{
    /// <summary>The method.</summary>
    public required string Method { get; init; }

    /// <summary>The class; <c>all predictable</c> for the sum over classes.</summary>
    public required string FaultClass { get; init; }

    /// <summary>An alarm foretells an onset at least that many minutes ahead.</summary>
    public required double LeadMinutes { get; init; }

    /// <summary>And at most that many.</summary>
    public required double UntilMinutes { get; init; }

    /// <summary>What labels and exported signals allow at most; null in sums.</summary>
    public PredictabilityCeiling? Ceiling { get; init; }

    /// <summary>Whether it raises alarms at this lead: not where the class is not predictable or validation shows no threshold.</summary>
    public required bool HasAlarms { get; init; }

    /// <summary>Whether incidents learned from show signs that early.</summary>
    public required bool IsPredictable { get; init; }

    /// <summary>Alarms with their onset in time.</summary>
    public required int Right { get; init; }

    /// <summary>Alarms whose onset came before the lead had passed; they count as wrong.</summary>
    public required int Late { get; init; }

    /// <summary>Alarms without an onset.</summary>
    public required int False { get; init; }

    /// <summary>Alarms that the end of a recording left open; they do not count.</summary>
    public required int Open { get; init; }

    /// <summary>Incidents that could have been foretold.</summary>
    public required int Incidents { get; init; }

    /// <summary>Share of right alarms; NaN without alarms.</summary>
    public double Precision => (double)Right / (Right + Late + False);

    /// <summary>Share of incidents with a right alarm.</summary>
    public double Recall => (double)Right / Incidents;

    /// <summary>Harmonic mean of both.</summary>
    public double F1 => 2.0 * Right / (Right + Late + False + Incidents);

    /// <summary>Central 95% of the precision over resampled sites; null for single classes.</summary>
    public Figure? PrecisionInterval { get; init; }

    /// <summary>Recall at 1 and at 5 false alarms per 1,000 node-days; thresholds of the judged sites: an oracle.</summary>
    public required IReadOnlyList<double> RecallAtFalseAlarms { get; init; }

    /// <summary>Average precision over (moment, entity) pairs.</summary>
    public required double AucPr { get; init; }

    /// <summary>Share of positive pairs: the average precision of a random order.</summary>
    public required double BaseRate { get; init; }

    /// <summary>Minutes from right alarms to their onset: median and 10th percentile; NaN without any.</summary>
    public required IReadOnlyList<double> LeadQuantiles { get; init; }
}

/// <summary>How stated probabilities compare with what came.</summary>
/// <param name="HorizonMinutes">The horizon.</param>
/// <param name="Brier">Mean squared distance of probability and outcome.</param>
/// <param name="BaseBrier">The same for the constant base rate.</param>
/// <param name="Bins">Pairs by stated probability.</param>
public sealed record Reliability(double HorizonMinutes, double Brier, double BaseBrier, IReadOnlyList<ReliabilityBin> Bins);

/// <summary>Pairs of like probability.</summary>
/// <param name="From">Least probability.</param>
/// <param name="To">Bound above.</param>
/// <param name="Count">Pairs.</param>
/// <param name="Stated">Their mean probability.</param>
/// <param name="Observed">Share of them with an onset.</param>
public sealed record ReliabilityBin(double From, double To, int Count, double Stated, double Observed);

/// <summary>All figures of one evaluation.</summary>
public sealed record PredictionResults
{
    /// <summary>The dataset's fingerprint.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Judged part: <c>validation</c> or <c>test</c>.</summary>
    public required string Part { get; init; }

    /// <summary>Days of all hosts of the judged sites together.</summary>
    public required double NodeDays { get; init; }

    /// <summary>One row per method, class and lead.</summary>
    public required IReadOnlyList<PredictionRow> Rows { get; init; }

    /// <summary>Of the hazard model, by horizon, over all classes.</summary>
    public required IReadOnlyList<Reliability> Reliability { get; init; }
}

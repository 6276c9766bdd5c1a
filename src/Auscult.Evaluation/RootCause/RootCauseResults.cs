using Auscult.Evaluation.Metrics;

namespace Auscult.Evaluation.RootCause;

/// <summary>A figure with the central 95% of its bootstrap over incidents.</summary>
/// <param name="Value">The figure.</param>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public sealed record Figure(double Value, double Low, double High);

/// <summary>One classifier under one split.</summary>
public sealed record RootCauseRow
{
    /// <summary>Name of the classifier.</summary>
    public required string Classifier { get; init; }

    /// <summary>What the reader must know about it, or null.</summary>
    public string? Note { get; init; }

    /// <summary><c>known</c>, or <c>blind</c> where a detector had to find the interval first.</summary>
    public required string Interval { get; init; }

    /// <summary>Judged incidents.</summary>
    public required int Incidents { get; init; }

    /// <summary>Incidents that were not found, hence not answered; 0 at known intervals.</summary>
    public required int Missed { get; init; }

    /// <summary>Mean F1 over classes.</summary>
    public required Figure MacroF1 { get; init; }

    /// <summary>Mean recall over classes.</summary>
    public required Figure BalancedAccuracy { get; init; }

    /// <summary>AC@1, AC@3, AC@5, Avg@5, MRR of the ranked classes, and the calibration error.</summary>
    public required IReadOnlyList<MetricValue> Others { get; init; }

    /// <summary>Recall per class, in the order of the classes; NaN where a class was not judged.</summary>
    public required IReadOnlyList<double> Recalls { get; init; }

    /// <summary><c>[truth][prediction]</c>, with a last column for incidents without an answer.</summary>
    public required IReadOnlyList<IReadOnlyList<int>> Confusion { get; init; }

    /// <summary>Control: macro F1 where only rows before each fault were shown; null where it was not run.</summary>
    public Figure? FaultFree { get; init; }

    /// <summary>Control: range of macro F1 after training on shuffled labels; null where it was not run.</summary>
    public ConfidenceInterval? Chance { get; init; }

    /// <summary>Why the figure says nothing about faults, or null.</summary>
    public string? MeansNothing { get; init; }
}

/// <summary>All classifiers under one split.</summary>
public sealed record RootCauseResults
{
    /// <summary>Name of the split.</summary>
    public required string Split { get; init; }

    /// <summary>Classes in display order.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Judged incidents per class.</summary>
    public required IReadOnlyList<int> ClassCounts { get; init; }

    /// <summary>Detector of the blind rows, or null.</summary>
    public string? BlindDetector { get; init; }

    /// <summary>One row per classifier and interval.</summary>
    public required IReadOnlyList<RootCauseRow> Rows { get; init; }
}

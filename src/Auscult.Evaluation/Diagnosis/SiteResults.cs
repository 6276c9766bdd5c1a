using Auscult.Evaluation.Metrics;
using Auscult.Learning.Diagnosis.Alarms;

namespace Auscult.Evaluation.Diagnosis;

/// <summary>A measuring of diagnosers.</summary>
/// <param name="Dataset">Name of the dataset.</param>
/// <param name="Fingerprint">Its digest.</param>
/// <param name="Sites">Number of train, validation and test sites.</param>
/// <param name="KnownClasses">Classes of faults of the train sites.</param>
/// <param name="Diagnosers">One each.</param>
/// <param name="TimeAndLength">Macro F1 of the control that sees only when and how long; null when no controls were asked for.</param>
public sealed record SiteResults(
    string Dataset, string Fingerprint, IReadOnlyList<int> Sites, IReadOnlyList<string> KnownClasses, IReadOnlyList<DiagnoserResults> Diagnosers,
    double? TimeAndLength);

/// <summary>What one diagnoser reached on the test sites.</summary>
public sealed record DiagnoserResults
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Seconds it learned.</summary>
    public required double FitSeconds { get; init; }

    /// <summary>Threshold, confirmation, and how they did on the held-out sites.</summary>
    public required AlarmChoice Choice { get; init; }

    /// <summary>Weights of the fused score.</summary>
    public required IReadOnlyList<double> Weights { get; init; }

    /// <summary>Temperature of the confidence.</summary>
    public required double Temperature { get; init; }

    /// <summary>Figures over all test sites.</summary>
    public required IReadOnlyList<Figure> Figures { get; init; }

    /// <summary>The first diagnoser's figures minus this one's; empty for the first.</summary>
    public IReadOnlyList<Figure> BehindFirst { get; init; } = [];

    /// <summary>Exact 95% limits of the false alarms per day and 500 accelerators.</summary>
    public required ConfidenceInterval FalseAlarmLimits { get; init; }

    /// <summary>Site by site.</summary>
    public required IReadOnlyList<JudgedTestSite> Sites { get; init; }

    /// <summary>Known classes left out of training in turn; empty where that was not asked for.</summary>
    public IReadOnlyList<LeftOutRow> LeftOut { get; init; } = [];

    /// <summary>Other circumstances: controls, few labels, missing layers, other exporters.</summary>
    public required IReadOnlyList<VariantRow> Variants { get; init; }
}

/// <summary>Classes that were not learned, told from those that were.</summary>
/// <param name="Classes">Which; all of them in the row over all groups.</param>
/// <param name="Auroc">That one of their incidents looks newer, at its known onset, than one of a learned class.</param>
/// <param name="Unknown">Number of their incidents.</param>
/// <param name="Known">Number of the others.</param>
public sealed record LeftOutRow(string Classes, double Auroc, int Unknown, int Known);

/// <summary>Figures at the known interval under other circumstances.</summary>
/// <param name="Kind">What is varied: <c>control</c>, <c>few-shot</c>, <c>without layer</c>, <c>exporters</c>.</param>
/// <param name="Name">How.</param>
/// <param name="MacroF1">Of the known classes.</param>
/// <param name="NodeTop1">Share of culprits' places found first.</param>
/// <param name="EventF1">Of the alarms, where they were run.</param>
/// <param name="Incidents">Number of incidents behind it.</param>
public sealed record VariantRow(string Kind, string Name, double MacroF1, double NodeTop1, double? EventF1, int Incidents);

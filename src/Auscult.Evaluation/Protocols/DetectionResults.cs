using Auscult.Evaluation.Metrics;

namespace Auscult.Evaluation.Protocols;

/// <summary>Alarms during the benign phases of one class: each is a false alarm.</summary>
/// <param name="Class">Class of the phases, such as <c>checkpoint</c>.</param>
/// <param name="Phases">Number of judged phases.</param>
/// <param name="Alarmed">How many of them hold at least one row above the threshold.</param>
public sealed record BenignAlarms(string Class, int Phases, int Alarmed);

/// <summary>One detector under one protocol.</summary>
public sealed record DetectionRow
{
    /// <summary>Name of the detector.</summary>
    public required string Detector { get; init; }

    /// <summary>Whether it can run live; otherwise it sees rows after the one it judges (transductive).</summary>
    public required bool IsCausal { get; init; }

    /// <summary>Seconds to fit and to score.</summary>
    public required double Seconds { get; init; }

    /// <summary>Threshold from unlabelled rows, in units of the score.</summary>
    public required double Threshold { get; init; }

    /// <summary>All figures, headline first.</summary>
    public required IReadOnlyList<MetricValue> Metrics { get; init; }

    /// <summary>Runs of rows above the threshold that touch no fault, per day of rows outside faults.</summary>
    public required double FalseAlarmsPerDay { get; init; }

    /// <summary>False alarms by class of benign phase.</summary>
    public required IReadOnlyList<BenignAlarms> Benign { get; init; }

    /// <summary>The figure of a name; NaN when it is not there.</summary>
    public double this[string name] => Metrics.FirstOrDefault(metric => metric.Name == name)?.Value ?? double.NaN;
}

/// <summary>What one detector gave under one protocol.</summary>
/// <param name="Row">Its figures.</param>
/// <param name="Judged">Scores of the judged rows, in the order of <see cref="DetectionTask.Scored"/>.</param>
/// <param name="Scores">Scores of all rows of every entity that was scored.</param>
public sealed record DetectionOutcome(DetectionRow Row, float[] Judged, IReadOnlyDictionary<int, float[]> Scores);

/// <summary>All detectors under one protocol on one dataset.</summary>
public sealed record DetectionResults
{
    /// <summary>Name of the protocol.</summary>
    public required string Protocol { get; init; }

    /// <summary>What it means, in one line.</summary>
    public required string Description { get; init; }

    /// <summary>Buffer length W of VUS, in rows.</summary>
    public required int BufferLength { get; init; }

    /// <summary>Judged rows.</summary>
    public required int Rows { get; init; }

    /// <summary>Judged rows within faults.</summary>
    public required int FaultRows { get; init; }

    /// <summary>Faults with at least one judged row.</summary>
    public required int Faults { get; init; }

    /// <summary>How the threshold was set.</summary>
    public required string ThresholdRule { get; init; }

    /// <summary>One row per detector, in the order they were given.</summary>
    public required IReadOnlyList<DetectionRow> Detectors { get; init; }

    /// <summary>Published VUS-PR under this protocol, best first; not measured here.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Published { get; init; } = [];

    /// <summary>Curves for the report.</summary>
    public IReadOnlyList<SeriesPlot> Plots { get; init; } = [];
}

namespace Auscult.Evaluation.Report.Runs;

/// <summary>A labelled interval.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Class">What it was.</param>
/// <param name="IsBenign">Whether it was no fault.</param>
/// <param name="Place">Where it started.</param>
/// <param name="Start">Seconds after the start of the recording.</param>
/// <param name="End">Seconds after the start of the recording.</param>
public sealed record LabelledBand(string Id, string Class, bool IsBenign, string Place, double Start, double End);

/// <summary>How far one layer was from its past and its peers.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Shifts">Mean of the five largest shifts of a bin's strangest moment, in asinh units.</param>
public sealed record LayerLane(string Layer, IReadOnlyList<double> Shifts);

/// <summary>A recording as it was judged.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Start">Its first moment.</param>
/// <param name="Seconds">How long it is.</param>
/// <param name="LaneSeconds">Right end of each bin of the lanes, seconds after the start.</param>
/// <param name="Lanes">One per layer.</param>
/// <param name="Score">Fused score of every moment, or a sample that keeps its shape.</param>
/// <param name="Threshold">Score from which on a moment is significant.</param>
/// <param name="Labels">Labelled intervals.</param>
public sealed record ReportedRecording(
    string Name, DateTimeOffset Start, double Seconds, IReadOnlyList<double> LaneSeconds, IReadOnlyList<LayerLane> Lanes, Curve Score, double Threshold,
    IReadOnlyList<LabelledBand> Labels)
{
    /// <summary>Whether the score spans decades and is drawn on a logarithmic axis.</summary>
    public bool IsLogarithmic { get; init; }
}

/// <summary>Values over time; NaN values are holes.</summary>
/// <param name="Seconds">Seconds after the start of the recording, ascending.</param>
/// <param name="Values">The values.</param>
public sealed record Curve(IReadOnlyList<double> Seconds, IReadOnlyList<double> Values);

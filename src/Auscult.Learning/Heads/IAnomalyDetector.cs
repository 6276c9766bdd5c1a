using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;

namespace Auscult.Learning.Heads;

/// <summary>
/// Gives every row of a frame a score: the larger, the less it resembles the rows it was fitted on. Whoever made one disposes it: some hold
/// networks.
/// </summary>
public interface IAnomalyDetector : IDisposable
{
    /// <summary>Name in tables and file names: lower-case words joined by hyphens.</summary>
    string Name { get; }

    /// <summary>
    /// True when the score of a row uses that row and earlier ones only (and what was learned from the training rows), so
    /// that it can be computed live; false for centred filters, overlapping windows and whole-series statistics.
    /// </summary>
    bool IsCausal { get; }

    /// <summary>Learns normality from <paramref name="train"/>, and from nothing else of <paramref name="frame"/>.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="train">Rows that may be learned from; they need not be free of anomalies.</param>
    void Fit(Frame frame, IReadOnlyList<RowRange> train);

    /// <summary>Scores every row of one entity.</summary>
    /// <param name="frame">A frame with the signals of the fitted one.</param>
    /// <param name="entity">Index on the entity axis.</param>
    /// <returns>
    /// <c>[row]</c>, finite and not negative like an error, as many as the frame has rows; comparable only within one detector.
    /// </returns>
    float[] Score(Frame frame, int entity);

    /// <summary>Frees what was learned; nothing for most.</summary>
    void IDisposable.Dispose()
    {
    }
}

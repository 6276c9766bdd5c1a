using Auscult.Learning.Heads;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;

namespace Auscult.Evaluation.Baselines;

/// <summary>A causal detector that sees scaled rows of one recording at a time and nothing else of a frame.</summary>
public abstract class RowsDetector : IAnomalyDetector
{
    private RobustScaler? _scaler;

    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public bool IsCausal => true;

    /// <summary>
    /// Whether rows are read as asinh((x - median) / 10 deviations), for distances, and not as (x - median) / deviation. Default false.
    /// </summary>
    private protected virtual bool IsWideScale => false;

    /// <inheritdoc/>
    public void Fit(Frame frame, IReadOnlyList<RowRange> train)
    {
        var scaler = RobustScaler.Fit(frame, train, IsWideScale ? BaselineRows.WideScale : BaselineRows.DeviationScale);
        Learn(RowRange.CutAtSegments(frame.Schema, train), range => Read(frame, range, scaler), frame.Schema.Signals.Count);
        _scaler = scaler;
    }

    /// <inheritdoc/>
    public float[] Score(Frame frame, int entity)
    {
        var scores = new float[frame.Schema.RowCount];
        foreach (var segment in frame.Schema.Segments)
        {
            Score(
                Rows(frame, entity, segment), frame.Schema.Signals.Count, scores.AsSpan(segment.FirstRow, segment.RowCount));
        }
        return scores;
    }

    /// <summary>Learns normality.</summary>
    /// <param name="ranges">Training rows, cut at the borders of recordings.</param>
    /// <param name="read">Gives the scaled rows of a range, <c>[row, signal]</c>, 0 where nothing was seen.</param>
    /// <param name="width">Number of signals.</param>
    private protected abstract void Learn(IReadOnlyList<RowRange> ranges, Func<RowRange, float[]> read, int width);

    /// <summary>Scores the rows of one recording from that row and earlier ones.</summary>
    /// <param name="rows"><c>[row, signal]</c>, scaled, 0 where nothing was seen.</param>
    /// <param name="width">Number of signals.</param>
    /// <param name="scores"><c>[row]</c>, zeros to begin with.</param>
    private protected abstract void Score(float[] rows, int width, Span<float> scores);

    /// <summary>The scaled rows of one recording.</summary>
    private protected float[] Rows(Frame frame, int entity, FrameSegment segment)
    {
        var scaler = _scaler ?? throw new InvalidOperationException("fit the detector before scoring");
        scaler.RequireSignalsOf(frame.Schema);
        return Read(frame, new RowRange(entity, segment.FirstRow, segment.RowCount), scaler);
    }

    private float[] Read(Frame frame, RowRange range, RobustScaler scaler) =>
        IsWideScale ? BaselineRows.Read(frame, range, scaler) : BaselineRows.ReadLinear(frame, range, scaler);
}

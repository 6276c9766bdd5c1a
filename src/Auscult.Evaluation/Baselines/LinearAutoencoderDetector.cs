using System.Numerics.Tensors;
using Auscult.Learning.Heads;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;

namespace Auscult.Evaluation.Baselines;

/// <summary>
/// A linear auto-encoder: principal components of flattened windows of ten rows; a row's score is its mean squared residual, over
/// the window that ends at it (causal) or over every window that holds it (centred).
/// </summary>
public sealed class LinearAutoencoderDetector(bool centred) : IAnomalyDetector, ISignalEvidence
{
    private const int WindowRows = 10;
    private const int MaxComponents = 20;
    private const int MaxTrainWindows = 20_000;
    private RobustScaler? _scaler;
    private float[] _mean = [];
    private IReadOnlyList<float[]> _components = [];

    /// <inheritdoc/>
    public string Name => centred ? "linear-autoencoder-centred" : "linear-autoencoder";

    /// <inheritdoc/>
    public bool IsCausal => !centred;

    /// <inheritdoc/>
    public void Fit(Frame frame, IReadOnlyList<RowRange> train)
    {
        var scaler = RobustScaler.Fit(frame, train, BaselineRows.DeviationScale);
        var signals = frame.Schema.Signals.Count;
        var ranges = RowRange.CutAtSegments(frame.Schema, train);
        var windows = FlatWindows.Gather(ranges, range => BaselineRows.ReadLinear(frame, range, scaler), signals, WindowRows, MaxTrainWindows);
        _mean = SecondMoments.Centre(windows, signals * WindowRows);
        var kept = Math.Clamp(signals / 4, 1, MaxComponents);
        _components = PrincipalComponents.Leading(windows, signals * WindowRows, kept).Directions;
        _scaler = scaler;
    }

    /// <inheritdoc/>
    public float[] Score(Frame frame, int entity)
    {
        var width = frame.Schema.Signals.Count;
        var residuals = Contributions(frame, entity);
        var scores = new float[frame.Schema.RowCount];
        for (var row = 0; row < scores.Length; row++)
            scores[row] = TensorPrimitives.Sum(residuals.AsSpan(row * width, width)) / width;
        return scores;
    }

    /// <inheritdoc/>
    public float[] Contributions(Frame frame, int entity)
    {
        var scaler = _scaler ?? throw new InvalidOperationException("fit the detector before scoring");
        var width = frame.Schema.Signals.Count;
        var contributions = new float[frame.Schema.RowCount * width];
        foreach (var segment in frame.Schema.Segments)
        {
            var rows = BaselineRows.ReadLinear(frame, new RowRange(entity, segment.FirstRow, segment.RowCount), scaler);
            Residuals(rows, width, contributions.AsSpan(segment.FirstRow * width, rows.Length));
        }
        return contributions;
    }

    private void Residuals(float[] rows, int width, Span<float> contributions)
    {
        // Rows before the first one repeat it, so that every row ends a window; the same after the last one for centred windows.
        var (before, after) = (WindowRows - 1, centred ? WindowRows - 1 : 0);
        var count = rows.Length / width;
        var padded = FlatWindows.Padded(rows, width, before, after);
        Span<float> residual = new float[WindowRows * width];
        for (var window = 0; window < count + after; window++)
        {
            TensorPrimitives.Subtract(padded.AsSpan(window * width, residual.Length), _mean, residual);
            foreach (var component in _components)
                TensorPrimitives.MultiplyAdd(component, -TensorPrimitives.Dot<float>(component, residual), residual, residual);
            TensorPrimitives.Multiply(residual, residual, residual);
            for (var part = 0; part < WindowRows; part++)
            {
                var row = centred ? window + part - before : window;
                if (row < 0 || row >= count)
                    continue;
                var target = contributions.Slice(row * width, width);
                TensorPrimitives.MultiplyAdd(residual.Slice(part * width, width), 1f / WindowRows, target, target);
            }
        }
    }
}

using System.Numerics.Tensors;
using Auscult.Foundation;
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
        _scaler = RobustScaler.Fit(frame, train, BaselineRows.DeviationScale);
        var width = frame.Schema.Signals.Count * WindowRows;
        var windows = Windows(frame, RowRange.CutAtSegments(frame.Schema, train), _scaler, width);
        var count = windows.Length / width;
        _mean = new float[width];
        for (var start = 0; start < windows.Length; start += width)
            TensorPrimitives.MultiplyAdd(windows.AsSpan(start, width), 1f / count, _mean, _mean);
        for (var start = 0; start < windows.Length; start += width)
            TensorPrimitives.Subtract(windows.AsSpan(start, width), _mean, windows.AsSpan(start, width));
        var kept = Math.Clamp(frame.Schema.Signals.Count / 4, 1, MaxComponents);
        _components = PrincipalComponents.Leading(windows, width, kept).Directions;
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
        var padded = new float[(before + count + after) * width];
        for (var row = 0; row < before + count + after; row++)
            rows.AsSpan(Math.Clamp(row - before, 0, count - 1) * width, width).CopyTo(padded.AsSpan(row * width));

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

    private static float[] Windows(Frame frame, IReadOnlyList<RowRange> train, RobustScaler scaler, int width)
    {
        var total = train.Sum(range => (long)Math.Max(0, range.RowCount - WindowRows + 1));
        if (total == 0)
            throw new InputException($"no run of training rows holds a window of {WindowRows} rows", remedy: "use longer recordings");
        var stride = (int)Math.Max(1, total / MaxTrainWindows);
        var windows = new List<float[]>();
        var signals = width / WindowRows;
        foreach (var range in train)
        {
            var rows = BaselineRows.ReadLinear(frame, range, scaler);
            for (var row = 0; row + WindowRows <= range.RowCount; row += stride)
                windows.Add(rows.AsSpan(row * signals, width).ToArray());
        }
        var values = new float[windows.Count * width];
        for (var i = 0; i < windows.Count; i++)
            windows[i].CopyTo(values, i * width);
        return values;
    }
}

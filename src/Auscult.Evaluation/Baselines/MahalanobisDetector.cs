using System.Numerics.Tensors;
using Auscult.Telemetry.Windowing;

namespace Auscult.Evaluation.Baselines;

/// <summary>
/// Squared Mahalanobis distance of a row to the training rows, per signal: deviations in units of the spread that signals have together,
/// with the shrunk covariance of Ledoit and Wolf.
/// </summary>
public sealed class MahalanobisDetector : RowsDetector
{
    private const int MaxRows = 20_000;
    private const double LeastVariance = 1e-4;
    private float[] _mean = [];
    private float[][] _whitening = [];

    /// <inheritdoc/>
    public override string Name => "mahalanobis";

    /// <inheritdoc/>
    private protected override void Learn(IReadOnlyList<RowRange> ranges, Func<RowRange, float[]> read, int width)
    {
        var rows = FlatWindows.Gather(ranges, read, width, windowRows: 1, MaxRows);
        _mean = SecondMoments.Centre(rows, width);
        var covariance = SecondMoments.Shrunk(rows, width);
        // Signals that never moved would give directions without any spread.
        for (var i = 0; i < width; i++)
            covariance[i, i] += LeastVariance;
        var inverse = covariance.Cholesky().Factor.Inverse();
        _whitening = [.. Enumerable.Range(0, width).Select(i => inverse.Row(i).Select(value => (float)value).ToArray())];
    }

    /// <inheritdoc/>
    private protected override void Score(float[] rows, int width, Span<float> scores)
    {
        Span<float> centred = new float[width];
        for (var row = 0; row < scores.Length; row++)
        {
            TensorPrimitives.Subtract(rows.AsSpan(row * width, width), _mean, centred);
            var sum = 0.0;
            foreach (var direction in _whitening)
            {
                var projection = TensorPrimitives.Dot<float>(direction, centred);
                sum += projection * projection;
            }
            scores[row] = (float)(sum / width);
        }
    }
}

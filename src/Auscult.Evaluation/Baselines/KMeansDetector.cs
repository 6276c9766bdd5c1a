using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Windowing;

namespace Auscult.Evaluation.Baselines;

/// <summary>Distance of the window of 20 rows that ends at a row to the nearest of 20 centres of training windows.</summary>
/// <param name="seeds">Chooses where the clustering starts.</param>
public sealed class KMeansDetector(Seeds seeds) : RowsDetector
{
    private const int WantedRows = 20;
    private const int Clusters = 20;
    private const int Starts = 3;
    private const int MaxWindows = 5000;
    private KMeans? _clusters;
    private int _windowRows;

    /// <inheritdoc/>
    public override string Name => "kmeans-windows";

    /// <inheritdoc/>
    private protected override bool IsWideScale => true;

    /// <inheritdoc/>
    private protected override void Learn(IReadOnlyList<RowRange> ranges, Func<RowRange, float[]> read, int width)
    {
        _windowRows = FlatWindows.RowsFor(width, WantedRows);
        var windows = FlatWindows.Gather(ranges, read, width, _windowRows, MaxWindows);
        _clusters = KMeans.Fit(windows, _windowRows * width, Clusters, Starts, seeds.Child("kmeans").Generator());
    }

    /// <inheritdoc/>
    private protected override void Score(float[] rows, int width, Span<float> scores)
    {
        var padded = FlatWindows.Padded(rows, width, _windowRows - 1);
        var distances = new float[scores.Length];
        Parallel.For(0, distances.Length, row =>
            distances[row] = MathF.Sqrt(_clusters!.SquaredDistance(padded.AsSpan(row * width, _windowRows * width))));
        distances.CopyTo(scores);
    }
}

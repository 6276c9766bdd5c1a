using Auscult.Telemetry.Windowing;

namespace Auscult.Evaluation.Baselines;

/// <summary>Mean distance of the window of ten rows that ends at a row to its three nearest training windows.</summary>
public sealed class NearestWindowsDetector : RowsDetector
{
    private const int WantedRows = 10;
    private const int Neighbours = 3;
    private const int MaxReferences = 2000;
    private NearestNeighbours? _references;
    private int _windowRows;

    /// <inheritdoc/>
    public override string Name => "nearest-windows";

    /// <inheritdoc/>
    private protected override bool IsWideScale => true;

    /// <inheritdoc/>
    private protected override void Learn(IReadOnlyList<RowRange> ranges, Func<RowRange, float[]> read, int width)
    {
        _windowRows = FlatWindows.RowsFor(width, WantedRows);
        _references = new NearestNeighbours(
            FlatWindows.Gather(ranges, read, width, _windowRows, MaxReferences), _windowRows * width, Neighbours);
    }

    /// <inheritdoc/>
    private protected override void Score(float[] rows, int width, Span<float> scores)
    {
        var padded = FlatWindows.Padded(rows, width, _windowRows - 1);
        var distances = new float[scores.Length];
        Parallel.For(0, distances.Length, row => distances[row] = _references!.Distance(padded.AsSpan(row * width, _windowRows * width)));
        distances.CopyTo(scores);
    }
}

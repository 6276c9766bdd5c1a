using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Windowing;

namespace Auscult.Evaluation.Baselines;

/// <summary>An isolation forest of 100 trees over rows.</summary>
/// <param name="seeds">Source of samples and splits.</param>
public sealed class IsolationForestDetector(Seeds seeds) : RowsDetector
{
    private const int Trees = 100;
    private const int MaxRows = 20_000;
    private IsolationForest? _forest;

    /// <inheritdoc/>
    public override string Name => "isolation-forest";

    /// <inheritdoc/>
    private protected override void Learn(IReadOnlyList<RowRange> ranges, Func<RowRange, float[]> read, int width) =>
        _forest = IsolationForest.Fit(
            FlatWindows.Gather(ranges, read, width, windowRows: 1, MaxRows), width, Trees, seeds.Child("isolation-forest").Generator());

    /// <inheritdoc/>
    private protected override void Score(float[] rows, int width, Span<float> scores)
    {
        var values = new float[scores.Length];
        Parallel.For(0, values.Length, row => values[row] = (float)_forest!.Score(rows.AsSpan(row * width, width)));
        values.CopyTo(scores);
    }
}

using Auscult.Telemetry.Windowing;

namespace Auscult.Evaluation.Baselines;

/// <summary>
/// TSB-AD's PCA on windows of 20 rows that end at the judged row. Every column of a window is standardised over the training windows,
/// where the published code standardises every window over its own values and so loses the level of the signals.
/// </summary>
public sealed class WindowedPcaDetector : RowsDetector
{
    private const int WantedRows = 20;
    private const int MaxWindows = 5000;
    private const int Chunk = 2048;
    private PcaModel? _model;
    private int _windowRows;

    /// <inheritdoc/>
    public override string Name => "pca-windows";

    /// <inheritdoc/>
    private protected override void Learn(IReadOnlyList<RowRange> ranges, Func<RowRange, float[]> read, int width)
    {
        _windowRows = FlatWindows.RowsFor(width, WantedRows);
        _model = PcaModel.Of(FlatWindows.Gather(ranges, read, width, _windowRows, MaxWindows), _windowRows * width);
    }

    /// <inheritdoc/>
    private protected override void Score(float[] rows, int width, Span<float> scores)
    {
        var padded = FlatWindows.Padded(rows, width, _windowRows - 1);
        var values = new float[scores.Length];
        Parallel.For(0, (values.Length + Chunk - 1) / Chunk, chunk =>
        {
            var (first, count) = (chunk * Chunk, Math.Min(Chunk, values.Length - (chunk * Chunk)));
            var windows = new float[count * _windowRows * width];
            for (var i = 0; i < count; i++)
                padded.AsSpan((first + i) * width, _windowRows * width).CopyTo(windows.AsSpan(i * _windowRows * width));
            _model!.Score(windows).CopyTo(values, first);
        });
        values.CopyTo(scores);
    }
}

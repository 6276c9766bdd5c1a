using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;

namespace Auscult.Learning.Training;

/// <summary>Windows of a frame: memory-mapped, in memory, or read over the network.</summary>
public sealed class FrameWindowSource : IWindowSource
{
    private readonly TrainingWindows _windows;
    private readonly WindowBatcher _batcher;

    /// <param name="frame">Source of the values; must outlive this object.</param>
    /// <param name="rows">
    /// Rows that may be shown. A window may span a gap between them that lies in one recording; the rows of the gap are then absent from
    /// it.
    /// </param>
    /// <param name="window">Length and stride.</param>
    /// <param name="scaler">Fitted on training rows.</param>
    public FrameWindowSource(Frame frame, IReadOnlyList<RowRange> rows, WindowConfig window, RobustScaler scaler)
    {
        _windows = TrainingWindows.Of(frame.Schema, rows, window.Length, window.Stride);
        _batcher = new WindowBatcher(frame, _windows.Index, scaler);
    }

    /// <summary>Where the windows lie.</summary>
    public WindowIndex Index => _windows.Index;

    /// <inheritdoc/>
    public int Count => _batcher.Count;

    /// <inheritdoc/>
    public int Length => _batcher.Length;

    /// <inheritdoc/>
    public int SignalCount => _batcher.SignalCount;

    /// <inheritdoc/>
    public int EntityOf(int window) => _batcher.EntityOf(window);

    /// <inheritdoc/>
    public void Fill(ReadOnlySpan<int> windows, WindowBatch batch, int firstPlace)
    {
        _batcher.Fill(windows, batch, firstPlace);
        if (_windows.HasGaps)
            _windows.HideGaps(windows, batch, firstPlace);
    }
}

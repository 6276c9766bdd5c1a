using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;

namespace Auscult.Learning.Training;

/// <summary>Where training windows come from. Windows are numbered; a number always means the same window.</summary>
public interface IWindowSource
{
    /// <summary>Number of windows.</summary>
    int Count { get; }

    /// <summary>Rows of one window.</summary>
    int Length { get; }

    /// <summary>Signals of one row.</summary>
    int SignalCount { get; }

    /// <summary>Index of the entity that a window shows.</summary>
    int EntityOf(int window);

    /// <summary>Fills a batch with scaled values and presence; may be called from another thread than the trainer's.</summary>
    /// <param name="windows">Numbers of the windows.</param>
    /// <param name="batch">Room for at least as many.</param>
    void Fill(ReadOnlySpan<int> windows, WindowBatch batch);
}

/// <summary>Windows of a frame: memory-mapped, in memory, or read over the network.</summary>
public sealed class FrameWindowSource : IWindowSource
{
    private readonly Frame _frame;
    private readonly TrainingWindows _windows;
    private readonly WindowBatcher _batcher;

    /// <param name="frame">Source of the values; must outlive this object.</param>
    /// <param name="rows">
    /// Rows that may be shown. A window may span a gap between them that lies in one recording; the rows of the gap are then absent from it.
    /// </param>
    /// <param name="window">Length, stride and workers.</param>
    /// <param name="scaler">Fitted on training rows.</param>
    public FrameWindowSource(Frame frame, IReadOnlyList<RowRange> rows, WindowConfig window, RobustScaler scaler)
    {
        _frame = frame;
        _windows = TrainingWindows.Of(frame.Schema, rows, window.Length, window.Stride);
        _batcher = new WindowBatcher(frame, _windows.Index, scaler, window.NumWorkers);
    }

    /// <inheritdoc/>
    public int Count => _windows.Index.Count;

    /// <inheritdoc/>
    public int Length => _windows.Index.Length;

    /// <inheritdoc/>
    public int SignalCount => _frame.Schema.Signals.Count;

    /// <inheritdoc/>
    public int EntityOf(int window) => _windows.Index[window].Entity;

    /// <inheritdoc/>
    public void Fill(ReadOnlySpan<int> windows, WindowBatch batch)
    {
        _batcher.Fill(windows, batch);
        if (_windows.HasGaps)
            _windows.HideGaps(batch);
    }
}

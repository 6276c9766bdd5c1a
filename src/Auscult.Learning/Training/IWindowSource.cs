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

/// <summary>Windows of a frame on this machine, memory-mapped or in memory.</summary>
/// <param name="frame">Source of the values; must outlive this object.</param>
/// <param name="index">The windows.</param>
/// <param name="scaler">Fitted on training rows.</param>
/// <param name="numWorkers">Threads that fill a batch; 0 takes one per processor.</param>
public sealed class FrameWindowSource(Frame frame, WindowIndex index, RobustScaler scaler, int numWorkers = 1) : IWindowSource
{
    private readonly WindowBatcher _batcher = new(frame, index, scaler, numWorkers);

    /// <inheritdoc/>
    public int Count => index.Count;

    /// <inheritdoc/>
    public int Length => index.Length;

    /// <inheritdoc/>
    public int SignalCount => frame.Schema.Signals.Count;

    /// <inheritdoc/>
    public int EntityOf(int window) => index[window].Entity;

    /// <inheritdoc/>
    public void Fill(ReadOnlySpan<int> windows, WindowBatch batch) => _batcher.Fill(windows, batch);
}

using Auscult.Foundation;
using Auscult.Telemetry.Fusion;

namespace Auscult.Telemetry.Windowing;

/// <summary>
/// Copies windows of a frame into batches: scales, replaces what was not seen by 0, and writes the presence mask and the time since seen.
/// </summary>
public sealed class WindowBatcher : IWindowSource
{
    private readonly Frame _frame;
    private readonly WindowIndex _index;
    private readonly RobustScaler? _scaler;
    private readonly int _numWorkers;

    /// <param name="frame">Source of the values; must outlive the batcher.</param>
    /// <param name="index">Windows of that frame.</param>
    /// <param name="scaler">Applied to every value; null leaves values as they are.</param>
    /// <param name="numWorkers">Threads of <see cref="Stream"/>; 0 takes one per processor.</param>
    /// <exception cref="InputException">The scaler was fitted on other signals.</exception>
    public WindowBatcher(Frame frame, WindowIndex index, RobustScaler? scaler = null, int numWorkers = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(numWorkers);
        scaler?.RequireSignalsOf(frame.Schema);
        (_frame, _index, _scaler, _numWorkers) = (frame, index, scaler, numWorkers);
    }

    /// <inheritdoc/>
    public int Count => _index.Count;

    /// <inheritdoc/>
    public int Length => _index.Length;

    /// <inheritdoc/>
    public int SignalCount => _frame.Schema.Signals.Count;

    /// <inheritdoc/>
    public int EntityOf(int window) => _index[window].Entity;

    /// <summary>A batch of the right shape for this batcher.</summary>
    public WindowBatch CreateBatch(int capacity, bool timeSinceSeen = false) => new(capacity, Length, SignalCount, timeSinceSeen);

    /// <inheritdoc/>
    public void Fill(ReadOnlySpan<int> windows, WindowBatch batch, int firstPlace)
    {
        if (batch.Length != Length || batch.SignalCount != SignalCount)
        {
            throw new ArgumentException(
                $"the batch holds windows of {batch.Length} x {batch.SignalCount}, the frame gives {Length} x {SignalCount}", nameof(batch));
        }
        var size = batch.WindowSize;
        for (var i = 0; i < windows.Length; i++)
        {
            var cells = (firstPlace + i) * size;
            var values = batch.Values.Span.Slice(cells, size);
            var presence = batch.Presence.Span.Slice(cells, size);
            var age = batch.TimeSinceSeen.IsEmpty ? [] : batch.TimeSinceSeen.Span.Slice(cells, size);
            if (windows[i] == WindowIndex.NoWindow)
            {
                WindowCells.Clear(SignalCount, values, presence, age);
                continue;
            }
            var window = _index[windows[i]];
            WindowCells.Fill(_frame.Rows(window.Entity, window.FirstRow, Length), _scaler, SignalCount, values, presence, age);
        }
    }

    /// <summary>
    /// Batches of the windows in <paramref name="order"/>, prepared ahead by worker threads. A batch is valid until the next one is asked for.
    /// </summary>
    /// <param name="order">Positions in the index, as a sampler gives them.</param>
    /// <param name="batchSize">Windows of a batch; the last one may hold fewer.</param>
    /// <param name="timeSinceSeen">Whether batches carry <see cref="WindowBatch.TimeSinceSeen"/>.</param>
    /// <param name="prefetch">Batches prepared ahead; 0 prepares each when it is asked for.</param>
    /// <param name="dropLast">Leaves out a last batch that is not full.</param>
    public IEnumerable<WindowBatch> Stream(
        IReadOnlyList<int> order, int batchSize, bool timeSinceSeen = false, int prefetch = 1, bool dropLast = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(prefetch);
        var config = new WindowLoaderConfig
        {
            BatchSize = batchSize, NumWorkers = _numWorkers, PrefetchBatches = prefetch, DropLast = dropLast, NumEpochs = 1,
        };
        return Iterate(order, config, timeSinceSeen);
    }

    private IEnumerable<WindowBatch> Iterate(IReadOnlyList<int> order, WindowLoaderConfig config, bool timeSinceSeen)
    {
        using var loader = new WindowLoader<WindowBatch>(
            this, new FixedSampler(order), config, capacity => CreateBatch(capacity, timeSinceSeen));
        while (loader.Next() is { } batch)
            yield return batch;
    }
}

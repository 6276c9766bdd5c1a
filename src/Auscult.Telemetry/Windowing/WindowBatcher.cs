using Auscult.Foundation;
using Auscult.Telemetry.Fusion;

namespace Auscult.Telemetry.Windowing;

/// <summary>
/// Copies windows of a frame into batches: scales, replaces what was not seen by 0, and writes the presence mask. Each window is
/// written by one worker into its own place, so a batch is the same for any number of workers.
/// </summary>
public sealed class WindowBatcher
{
    private readonly Frame _frame;
    private readonly WindowIndex _index;
    private readonly RobustScaler? _scaler;
    private readonly ParallelOptions _workers;

    /// <param name="frame">Source of the values; must outlive the batcher.</param>
    /// <param name="index">Windows of that frame.</param>
    /// <param name="scaler">Applied to every value; null leaves values as they are.</param>
    /// <param name="numWorkers">Threads; 0 takes one per processor.</param>
    /// <exception cref="InputException">The scaler was fitted on other signals.</exception>
    public WindowBatcher(Frame frame, WindowIndex index, RobustScaler? scaler = null, int numWorkers = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(numWorkers);
        scaler?.RequireSignalsOf(frame.Schema);
        (_frame, _index, _scaler) = (frame, index, scaler);
        _workers = new ParallelOptions { MaxDegreeOfParallelism = numWorkers == 0 ? Environment.ProcessorCount : numWorkers };
    }

    /// <summary>A batch of the right shape for this batcher.</summary>
    public WindowBatch CreateBatch(int capacity, bool timeSinceSeen = false) =>
        new(capacity, _index.Length, _frame.Schema.Signals.Count, timeSinceSeen);

    /// <summary>Fills <paramref name="batch"/> with the windows at the given positions of the index.</summary>
    /// <exception cref="ArgumentException">The batch has another shape or too little room.</exception>
    public void Fill(ReadOnlySpan<int> windows, WindowBatch batch)
    {
        if (batch.Length != _index.Length || batch.SignalCount != _frame.Schema.Signals.Count)
        {
            throw new ArgumentException(
                $"the batch holds windows of {batch.Length} x {batch.SignalCount}, the frame gives {_index.Length} x {_frame.Schema.Signals.Count}",
                nameof(batch));
        }
        batch.Begin(windows);
        if (_workers.MaxDegreeOfParallelism == 1 || windows.Length < 2)
        {
            for (var slot = 0; slot < windows.Length; slot++)
                FillOne(batch, slot);
        }
        else
        {
            Parallel.For(0, windows.Length, _workers, slot => FillOne(batch, slot));
        }
    }

    /// <summary>
    /// Batches of the windows in <paramref name="order"/>, prepared ahead in the background. A batch is valid until the next one is
    /// asked for.
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
        return Iterate(order, batchSize, timeSinceSeen, prefetch, dropLast);
    }

    private IEnumerable<WindowBatch> Iterate(
        IReadOnlyList<int> order, int batchSize, bool timeSinceSeen, int prefetch, bool dropLast)
    {
        var positions = order as int[] ?? [.. order];
        var count = dropLast ? positions.Length / batchSize : (positions.Length + batchSize - 1) / batchSize;
        var ring = Enumerable.Range(0, prefetch + 1).Select(_ => CreateBatch(batchSize, timeSinceSeen)).ToArray();
        var pending = new Queue<Task<WindowBatch>>();
        var started = 0;
        try
        {
            for (var done = 0; done < count; done++)
            {
                while (started < count && started <= done + prefetch)
                    pending.Enqueue(Start(started++));
                yield return pending.Dequeue().GetAwaiter().GetResult();
            }
        }
        finally
        {
            Task.WhenAll(pending).GetAwaiter().GetResult();
        }

        Task<WindowBatch> Start(int number)
        {
            var batch = ring[number % ring.Length];
            var first = number * batchSize;
            var size = Math.Min(batchSize, positions.Length - first);
            return Task.Run(() =>
            {
                Fill(positions.AsSpan(first, size), batch);
                return batch;
            });
        }
    }

    private void FillOne(WindowBatch batch, int slot)
    {
        var window = _index[batch.Windows[slot]];
        var source = _frame.Rows(window.Entity, window.FirstRow, _index.Length);
        var values = batch.Values.Span.Slice(slot * batch.WindowSize, batch.WindowSize);
        var presence = batch.Presence.Span.Slice(slot * batch.WindowSize, batch.WindowSize);
        if (_scaler is null)
            source.CopyTo(values);
        else
            _scaler.Transform(source, values);
        PresenceMask.Extract(values, presence);
        if (!batch.TimeSinceSeen.IsEmpty)
        {
            PresenceMask.TimeSinceSeen(
                presence, batch.SignalCount, batch.TimeSinceSeen.Span.Slice(slot * batch.WindowSize, batch.WindowSize));
        }
    }
}

using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Windowing;

namespace Auscult.Learning.Training;

/// <summary>The batch of one optimiser step.</summary>
/// <param name="Step">Zero-based number of the step.</param>
/// <param name="Windows">Values and presence; valid until the next batch is asked for.</param>
/// <param name="Wait">Time the trainer stood still for it.</param>
public sealed record FeedBatch(long Step, WindowBatch Windows, TimeSpan Wait);

/// <summary>
/// Gives every step its batch and prepares the next ones in the background. Each epoch is a new permutation of all windows; both
/// epoch and position follow from the number of the step, so a feed that starts at step n continues exactly.
/// </summary>
public sealed class WindowFeed : IDisposable
{
    private readonly IWindowSource _source;
    private readonly ShuffledSampler _sampler;
    private readonly TimeProvider _clock;
    private readonly WindowBatch[] _ring;
    private readonly Queue<Task<WindowBatch>> _pending = new();
    private readonly int _batchSize;
    private int[] _order = [];
    private long _orderEpoch = -1;
    private long _next;
    private long _started;

    /// <param name="source">The windows.</param>
    /// <param name="batchSize">Windows per step; cut to the number of windows there are.</param>
    /// <param name="prefetch">Batches prepared ahead.</param>
    /// <param name="seeds">Source of the permutations.</param>
    /// <param name="firstStep">Number of the first step to serve.</param>
    /// <param name="clock">Measures waits.</param>
    /// <exception cref="InputException">There are no windows.</exception>
    public WindowFeed(IWindowSource source, int batchSize, int prefetch, Seeds seeds, long firstStep, TimeProvider clock)
    {
        if (source.Count == 0)
            throw new InputException($"no training window of {source.Length} rows", remedy: "use more data or a smaller window.length");
        (_source, _clock) = (source, clock);
        _batchSize = Math.Min(batchSize, source.Count);
        _sampler = new ShuffledSampler(source.Count, seeds);
        _next = _started = firstStep;
        _ring = [.. Enumerable.Range(0, Math.Max(prefetch, 0) + 2).Select(
            _ => new WindowBatch(_batchSize, source.Length, source.SignalCount))];
    }

    /// <summary>Steps of one epoch; windows that do not fill a last batch are left to the next permutation.</summary>
    public long StepsPerEpoch => _source.Count / _batchSize;

    /// <summary>Windows per step.</summary>
    public int BatchSize => _batchSize;

    /// <summary>The batch of the next step.</summary>
    public FeedBatch Next()
    {
        while (_started < _next + _ring.Length - 1)
            Start(_started++);
        var began = _clock.GetTimestamp();
        var batch = _pending.Dequeue().GetAwaiter().GetResult();
        return new FeedBatch(_next++, batch, _clock.GetElapsedTime(began));
    }

    private void Start(long step)
    {
        var epoch = step / StepsPerEpoch;
        if (epoch != _orderEpoch)
            (_order, _orderEpoch) = (_sampler.Order(checked((int)epoch)), epoch);
        var windows = _order.AsMemory((int)(step % StepsPerEpoch) * _batchSize, _batchSize);
        var batch = _ring[step % _ring.Length];
        _pending.Enqueue(Task.Run(() =>
        {
            _source.Fill(windows.Span, batch);
            return batch;
        }));
    }

    /// <summary>Waits for the batches under way.</summary>
    public void Dispose() => Task.WhenAll(_pending).ContinueWith(_ => { }, TaskScheduler.Default).GetAwaiter().GetResult();
}

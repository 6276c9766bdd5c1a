using System.Runtime.ExceptionServices;

namespace Auscult.Telemetry.Windowing;

/// <summary>
/// The buffers of a <see cref="WindowLoader{TBatch}"/> and the numbers that say which is where: batches before <see cref="Taken"/> were handed
/// out, those before the next one to begin are being filled. Every call is made under the loader's lock.
/// </summary>
internal sealed class LoaderRing<TBatch> : IDisposable
    where TBatch : WindowBatch
{
    private readonly IWindowSampler _sampler;
    private readonly LoaderEntry<TBatch>[] _entries;
    private readonly int[] _order;
    private readonly int _batchPlaces;
    private readonly int _firstPlace;
    private readonly int _capacity;
    private readonly int _partSize;
    private long _orderEpoch = -1;
    private long _begun;
    private long _released;
    private long _end;
    private int _claimed;

    public LoaderRing(IWindowSampler sampler, WindowLoaderConfig config, Func<int, TBatch> createBatch, long firstBatch, int parts)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(config.BatchSize, 1, nameof(config));
        ArgumentOutOfRangeException.ThrowIfNegative(config.PrefetchBatches, nameof(config));
        ArgumentOutOfRangeException.ThrowIfNegative(firstBatch);
        _sampler = sampler;
        if (config.Share is not null && !config.DropLast)
            throw new ArgumentException("only whole batches can be shared", nameof(config));
        var share = config.Share ?? new BatchShare(0, config.BatchSize);
        _batchPlaces = checked(config.BatchSize * sampler.ElementSize);
        _firstPlace = share.First * sampler.ElementSize;
        _capacity = share.Count * sampler.ElementSize;
        _order = new int[checked(sampler.Count * sampler.ElementSize)];
        BatchesPerEpoch = (sampler.Count + (config.DropLast ? 0 : config.BatchSize - 1)) / config.BatchSize;
        if (BatchesPerEpoch == 0 && config.NumEpochs is null)
            throw new ArgumentException($"{sampler.Count} elements give no batch of {config.BatchSize}", nameof(config));
        _end = config.NumEpochs is { } epochs ? BatchesPerEpoch * epochs : long.MaxValue;
        _begun = _released = Taken = firstBatch;
        _partSize = Math.Max(1, (_capacity + parts - 1) / parts);
        _entries = [.. Enumerable.Range(0, config.PrefetchBatches + 1).Select(_ => new LoaderEntry<TBatch>(createBatch(_capacity)))];
    }

    public long BatchesPerEpoch { get; }

    /// <summary>Number of the batch to hand out next.</summary>
    public long Taken { get; private set; }

    public bool IsAtEnd => Taken >= _end;

    public bool IsNextReady => Taken < _begun && Of(Taken).Missing == 0;

    /// <summary>Gives the buffer handed out last back to the ring; whether there was one.</summary>
    public bool ReleaseTaken()
    {
        var any = _released < Taken;
        _released = Taken;
        return any;
    }

    /// <summary>Hands out the next batch, or throws what its filling threw.</summary>
    public TBatch Take()
    {
        var entry = Of(Taken);
        entry.Failure?.Error.Throw();
        Taken++;
        return entry.Batch;
    }

    /// <summary>Finds places that nobody fills yet; false when the ring is full or at its end.</summary>
    public bool TryClaim(out LoaderPart<TBatch> part)
    {
        part = default;
        // Places are claimed batch by batch; the last one begun is the only one with free places.
        if (_claimed == 0 && !TryBegin())
            return false;
        var entry = Of(_begun - 1);
        var first = entry.Batch.Count - _claimed;
        var count = Math.Min(_partSize, _claimed);
        _claimed -= count;
        part = new LoaderPart<TBatch>(entry, _begun - 1, first, count);
        return true;
    }

    /// <summary>Notes that places were filled or failed; whether that completed their batch.</summary>
    public bool Done(LoaderPart<TBatch> part, ExceptionDispatchInfo? failure)
    {
        if (failure is not null)
        {
            if (part.Entry.Failure is not { } earlier || part.First < earlier.Place)
                part.Entry.Failure = (part.First, failure);
            // Nothing after it is worth the work.
            _end = Math.Min(_end, part.Number + 1);
        }
        part.Entry.Missing -= part.Count;
        return part.Entry.Missing == 0;
    }

    /// <summary>Makes the batch that was to begin next fail: its order could not be drawn.</summary>
    public void FailNext(ExceptionDispatchInfo failure)
    {
        var entry = Of(_begun);
        (entry.Missing, entry.Failure) = (0, (0, failure));
        _end = Math.Min(_end, ++_begun);
    }

    public void Dispose()
    {
        foreach (var entry in _entries)
            (entry.Batch as IDisposable)?.Dispose();
    }

    private LoaderEntry<TBatch> Of(long number) => _entries[number % _entries.Length];

    private bool TryBegin()
    {
        if (_begun >= _end || _begun >= _released + _entries.Length)
            return false;
        var epoch = _begun / BatchesPerEpoch;
        if (epoch != _orderEpoch)
        {
            _sampler.Order(epoch, _order);
            _orderEpoch = epoch;
        }
        var first = (int)(_begun % BatchesPerEpoch) * _batchPlaces + _firstPlace;
        var entry = Of(_begun);
        entry.Batch.Begin(_order.AsSpan(first, Math.Min(_capacity, _order.Length - first)));
        entry.Missing = _claimed = entry.Batch.Count;
        entry.Failure = null;
        _begun++;
        return true;
    }
}

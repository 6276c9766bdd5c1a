using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Auscult.Telemetry.Windowing;

/// <summary>
/// Assembles batches ahead of their use: dedicated threads fill a fixed ring of buffers, nothing is allocated per batch. Which window stands
/// where follows from the sampler and the number of the batch alone, so the batches are the same for any number of workers, and
/// a loader that starts at batch n continues exactly where another one stopped.
/// </summary>
/// <typeparam name="TBatch">Kind of buffer.</typeparam>
public sealed class WindowLoader<TBatch> : IDisposable
    where TBatch : WindowBatch
{
    // Several parts per worker, so that a worker that was held up does not hold up the batch.
    private const int PartsPerWorker = 4;
    private readonly object _gate = new();
    private readonly IWindowSource _source;
    private readonly LoaderRing<TBatch> _ring;
    private readonly Thread[] _workers;
    private readonly CancellationToken _stop;
    private readonly CancellationTokenRegistration _registration;
    private bool _disposed;

    /// <summary>Starts the workers.</summary>
    /// <param name="source">Fills places of a batch.</param>
    /// <param name="sampler">Gives the order of every epoch.</param>
    /// <param name="config">Sizes.</param>
    /// <param name="createBatch">Makes one buffer of the ring for the given number of windows; disposed with the loader where it can be.</param>
    /// <param name="firstBatch">Number of the first batch, counted over all epochs.</param>
    /// <param name="stop">Ends waiting.</param>
    /// <exception cref="ArgumentException">An epoch gives no batch, yet epochs never end.</exception>
    public WindowLoader(
        IWindowSource source, IWindowSampler sampler, WindowLoaderConfig config, Func<int, TBatch> createBatch, long firstBatch = 0,
        CancellationToken stop = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(config.NumWorkers);
        var workers = config.NumWorkers > 0 ? config.NumWorkers : Environment.ProcessorCount;
        _ring = new LoaderRing<TBatch>(sampler, config, createBatch, firstBatch, workers * PartsPerWorker);
        (_source, _stop) = (source, stop);
        _registration = stop.UnsafeRegister(static loader => ((WindowLoader<TBatch>)loader!).WakeAll(), this);
        _workers = new Thread[workers];
        for (var i = 0; i < workers; i++)
        {
            _workers[i] = new Thread(Work) { IsBackground = true, Name = $"window loader {i}" };
            _workers[i].Start();
        }
    }

    /// <summary>Batches of one epoch.</summary>
    public long BatchesPerEpoch => _ring.BatchesPerEpoch;

    /// <summary>Number of the next batch, over all epochs: all that must be kept to continue.</summary>
    public long Position
    {
        get
        {
            lock (_gate)
                return _ring.Taken;
        }
    }

    /// <summary>The next batch, or null after the last; it is valid until the next call.</summary>
    /// <exception cref="OperationCanceledException">The token of the constructor was cancelled.</exception>
    /// <remarks>An exception that a worker met while filling this batch is thrown here, again at each further call.</remarks>
    public TBatch? Next()
    {
        lock (_gate)
        {
            if (_ring.ReleaseTaken())
                Monitor.PulseAll(_gate);
            while (true)
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                _stop.ThrowIfCancellationRequested();
                if (_ring.IsAtEnd)
                    return null;
                if (_ring.IsNextReady)
                    return _ring.Take();
                Monitor.Wait(_gate);
            }
        }
    }

    /// <summary>Ends the workers after the part each is filling, and frees the buffers.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            _disposed = true;
            Monitor.PulseAll(_gate);
        }
        _registration.Dispose();
        foreach (var worker in _workers)
            worker.Join();
        _ring.Dispose();
    }

    private void WakeAll()
    {
        lock (_gate)
            Monitor.PulseAll(_gate);
    }

    private void Work()
    {
        while (Claim() is { Count: > 0 } part)
        {
            ExceptionDispatchInfo? failure = null;
            try
            {
                var batch = part.Entry.Batch;
                _source.Fill(batch.Windows.Slice(part.First, part.Count), batch, part.First);
            }
#pragma warning disable CA1031 // Whatever it is, the thread that asks for the batch gets it.
            catch (Exception error)
#pragma warning restore CA1031
            {
                failure = ExceptionDispatchInfo.Capture(error);
            }
            lock (_gate)
            {
                if (_ring.Done(part, failure))
                    Monitor.PulseAll(_gate);
            }
        }
    }

    /// <summary>Waits for something to fill; an empty part when the worker is to end.</summary>
    private LoaderPart<TBatch> Claim()
    {
        lock (_gate)
        {
            while (!_disposed && !_stop.IsCancellationRequested)
            {
                try
                {
                    if (_ring.TryClaim(out var part))
                        return part;
                }
#pragma warning disable CA1031 // As in Work.
                catch (Exception error)
#pragma warning restore CA1031
                {
                    _ring.FailNext(ExceptionDispatchInfo.Capture(error));
                    Monitor.PulseAll(_gate);
                }
                Monitor.Wait(_gate);
            }
            return default;
        }
    }
}

/// <summary>A buffer of the ring and how far it is.</summary>
internal sealed class LoaderEntry<TBatch>(TBatch batch)
{
    public TBatch Batch { get; } = batch;

    /// <summary>Places not filled yet.</summary>
    public int Missing { get; set; }

    /// <summary>First place whose filling failed, with the failure.</summary>
    public (int Place, ExceptionDispatchInfo Error)? Failure { get; set; }
}

/// <summary>Places of one buffer that one worker fills.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LoaderPart<TBatch>(LoaderEntry<TBatch> Entry, long Number, int First, int Count);

using System.Collections.Concurrent;
using System.Diagnostics;
using static TorchSharp.torch;

namespace Auscult.Bench.Torch;

/// <summary>
/// Gives batches in turn and counts how long they were waited for. With prefetching a thread copies each batch out of host memory, into
/// page-locked memory when the device is a GPU, from where it is copied while the device works.
/// </summary>
internal sealed class BatchFeed : IDisposable
{
    private readonly Tensor _data;
    private readonly Workload _work;
    private readonly BlockingCollection<Tensor>? _ready;
    private readonly CancellationTokenSource _end = new();
    private readonly Thread? _thread;
    private int _step;

    public BatchFeed(Workload work, string folder)
    {
        _work = work;
        var data = Workload.Read(folder, "data.f32", work.Batches, work.Batch, work.Tokens, work.Patch);
        _data = work.Prefetch == 0 ? data.to(work.TorchDevice) : data;
        if (work.Prefetch == 0)
            return;
        _ready = new BlockingCollection<Tensor>(work.Prefetch);
        _thread = new Thread(Fill) { IsBackground = true, Name = "batches" };
        _thread.Start();
    }

    /// <summary>Time spent in waiting since it was last set to zero.</summary>
    public TimeSpan Waited { get; set; }

    /// <summary>The next batch on the device.</summary>
    public Tensor Next()
    {
        if (_ready is null)
            return _data[_step++ % _work.Batches];
        var began = Stopwatch.GetTimestamp();
        using var batch = _ready.Take();
        Waited += Stopwatch.GetElapsedTime(began);
        return batch.to(_work.TorchDevice, copy: true, non_blocking: true);
    }

    public void Dispose()
    {
        _end.Cancel();
        _thread?.Join();
        _ready?.Dispose();
        _end.Dispose();
        _data.Dispose();
    }

    private void Fill()
    {
        try
        {
            for (var step = 0; ; step++)
            {
                using var scope = NewDisposeScope();
                var batch = _data[step % _work.Batches];
                // Libtorch hands page-locked memory out again only after the copies from it are done.
                var copy = _work.Device == "cuda" ? batch.pin_memory() : batch.clone();
                _ready!.Add(copy.DetachFromDisposeScope(), _end.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The feed is no longer needed.
        }
    }
}

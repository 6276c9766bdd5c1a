using System.Collections.Concurrent;

namespace Auscult.Notebook.Scripting;

/// <summary>
/// Keeps what follows an <c>await</c> of a cell on the cell's own thread, where it can be interrupted and where libtorch's thread-local state is.
/// Continuations of earlier cells that come while no cell runs go to the thread pool.
/// </summary>
internal sealed class CellSynchronization : SynchronizationContext
{
    private readonly Lock _gate = new();
    private BlockingCollection<(SendOrPostCallback Call, object? State)>? _queue;

    /// <summary>Runs <paramref name="work"/> and everything it awaits on this thread.</summary>
    public T Run<T>(Func<Task<T>> work)
    {
        var queue = new BlockingCollection<(SendOrPostCallback Call, object? State)>();
        var before = Current;
        lock (_gate)
            _queue = queue;
        SetSynchronizationContext(this);
        try
        {
            var task = work();
            _ = task.ContinueWith(
                _ => queue.Add((static _ => { }, null)), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            while (!task.IsCompleted)
            {
                var (call, state) = queue.Take();
                call(state);
            }
            return task.GetAwaiter().GetResult();
        }
        finally
        {
            SetSynchronizationContext(before);
            lock (_gate)
                _queue = null;
            while (queue.TryTake(out var left))
                ThreadPool.QueueUserWorkItem(_ => left.Call(left.State));
        }
    }

    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_gate)
        {
            if (_queue is { } queue)
                queue.Add((d, state));
            else
                ThreadPool.QueueUserWorkItem(_ => d(state));
        }
    }

    /// <inheritdoc/>
    public override SynchronizationContext CreateCopy() => this;
}

using System.Collections.Concurrent;

namespace Auscult.Notebook.Scripting;

/// <summary>A thread that does what it is given, one piece after the other.</summary>
internal sealed class CellThread : IDisposable
{
    // Recursive code of users should meet its end in an exception of theirs, not in the thread's small stack.
    private const int StackBytes = 64 << 20;
    private readonly BlockingCollection<Action> _queue = [];
    private readonly Thread _thread;

    public CellThread()
    {
        _thread = new Thread(Work, StackBytes) { IsBackground = true, Name = "cells" };
        _thread.Start();
    }

    /// <summary>Does <paramref name="work"/>, which must not throw, and waits for its end.</summary>
    public void Run(Action<Thread> work)
    {
        using var isDone = new ManualResetEventSlim();
        _queue.Add(() =>
        {
            work(_thread);
            isDone.Set();
        });
        isDone.Wait();
    }

    /// <summary>The thread ends when it has nothing more to do.</summary>
    public void Dispose() => _queue.CompleteAdding();

    private void Work()
    {
        foreach (var work in _queue.GetConsumingEnumerable())
            work();
    }
}

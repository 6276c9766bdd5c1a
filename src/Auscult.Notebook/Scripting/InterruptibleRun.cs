using System.Runtime;
using System.Runtime.ExceptionServices;

namespace Auscult.Notebook.Scripting;

/// <summary>
/// Runs one piece of work at a time on a thread of its own, so that another can interrupt it: first by a cancellation token; after
/// <paramref name="grace"/>, or at the second request, by ending managed waits (<see cref="Thread.Interrupt"/>) and managed code
/// (<see cref="ControlledExecution"/>). Native code is left to finish its call.
/// </summary>
/// <param name="grace">How long work may take to end on its own terms.</param>
internal sealed class InterruptibleRun(TimeSpan grace)
{
    private static readonly TimeSpan BetweenInterrupts = TimeSpan.FromMilliseconds(200);
    private readonly Lock _gate = new();
    private CellThread? _thread;
    private Work? _current;

    private sealed record Work(Thread Thread)
    {
        public CancellationTokenSource Cooperative { get; } = new();

        public CancellationTokenSource Abort { get; } = new();

        public CancellationTokenSource GraceIsOver { get; } = new();

        public bool IsInterrupted { get; set; }
    }

    /// <summary>Cancelled once the running work is interrupted.</summary>
    public CancellationToken Cancellation => Volatile.Read(ref _current)?.Cooperative.Token ?? CancellationToken.None;

    /// <summary>Runs <paramref name="work"/> on the thread of the cells and waits for it.</summary>
    /// <returns>Whether it was interrupted, be it that it ended by itself after the request.</returns>
    public bool Run(Action work)
    {
        _thread ??= new CellThread();
        Work? running = null;
        ExceptionDispatchInfo? failure = null;
        _thread.Run(thread =>
        {
            running = new Work(thread);
            Volatile.Write(ref _current, running);
            try
            {
#pragma warning disable SYSLIB0046 // The use that it was made for: code that a user typed and wants to stop.
                ControlledExecution.Run(work, running.Abort.Token);
#pragma warning restore SYSLIB0046
            }
            catch (Exception e) when (running.IsInterrupted && e is OperationCanceledException or ThreadInterruptedException)
            {
                // As the user wished.
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
            End();
        });
        if (running!.Abort.IsCancellationRequested)
        {
            // .NET ends managed code only once on the same thread.
            _thread.Dispose();
            _thread = null;
        }
        failure?.Throw();
        return running.IsInterrupted;
    }

    /// <summary>Asks the running work to end.</summary>
    /// <returns>False when nothing runs.</returns>
    public bool Interrupt()
    {
        lock (_gate)
        {
            if (_current is not { } running)
                return false;
            if (running.IsInterrupted)
            {
                running.GraceIsOver.Cancel();
                return true;
            }
            running.IsInterrupted = true;
            _ = running.Cooperative.CancelAsync();
            _ = Task.Run(() => StopAsync(running));
            return true;
        }
    }

    private async Task StopAsync(Work running)
    {
        try
        {
            await Task.Delay(grace, running.GraceIsOver.Token);
        }
        catch (OperationCanceledException)
        {
            // The user asked again.
        }
        // A wait inside a catch or finally block is over only after its own interruption; the abort follows when the block is left.
        for (var first = true; WakeUp(running); first = false)
        {
            if (first)
                _ = Task.Run(running.Abort.Cancel);
            await Task.Delay(BetweenInterrupts);
        }
    }

    private bool WakeUp(Work running)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(_current, running))
                return false;
            running.Thread.Interrupt();
            return true;
        }
    }

    private void End()
    {
        for (var isOver = false; !isOver;)
        {
            try
            {
                lock (_gate)
                    _current = null;
                // An interruption that came too late must not end the next wait of this thread.
                Thread.Sleep(1);
                isOver = true;
            }
            catch (ThreadInterruptedException)
            {
                // Again, until none is left.
            }
        }
    }
}

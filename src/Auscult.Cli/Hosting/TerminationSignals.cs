using System.Runtime.InteropServices;

namespace Auscult.Cli.Hosting;

/// <summary>
/// Turns the first SIGINT or SIGTERM into a cancellation, so that a verb can save its work; the second one ends the process at once.
/// </summary>
internal sealed class TerminationSignals : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly TextWriter _error;
    private readonly PosixSignalRegistration[] _registrations;
    private Action? _onInterrupt;
    private int _exitCode;

    /// <param name="error">Where to say that the signal was heard.</param>
    public TerminationSignals(TextWriter error)
    {
        _error = error;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Handle(context, Hosting.ExitCode.Interrupted)),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Handle(context, Hosting.ExitCode.Terminated)),
        ];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>130 after SIGINT, 143 after SIGTERM, 0 before either.</summary>
    public int ExitCode => Volatile.Read(ref _exitCode);

    /// <summary>From now on every SIGINT calls <paramref name="onInterrupt"/> and ends nothing; SIGTERM stays what it is.</summary>
    public void TakeInterrupts(Action onInterrupt) => Volatile.Write(ref _onInterrupt, onInterrupt);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _source.Dispose();
    }

    private void Handle(PosixSignalContext context, int exitCode)
    {
        if (exitCode == Hosting.ExitCode.Interrupted && Volatile.Read(ref _onInterrupt) is { } onInterrupt)
        {
            context.Cancel = true;
            onInterrupt();
            return;
        }
        if (Interlocked.CompareExchange(ref _exitCode, exitCode, 0) != 0)
            Environment.Exit(exitCode);
        context.Cancel = true;
        _error.WriteLine("auscult: stopping after the current step (signal again to stop at once)");
        _source.Cancel();
    }
}

using System.Runtime.InteropServices;
using Auscult.Foundation;

namespace Auscult.Cli.Hosting;

/// <summary>
/// Turns the first SIGINT, SIGTERM, SIGUSR1 or SIGUSR2 into a cancellation, so that a verb can save its work. A second Ctrl-C ends the process at once. A second
/// one of the others does nothing: schedulers send them to every process of a job, and forwarders send them again; SIGKILL is theirs.
/// </summary>
internal sealed class TerminationSignals : IDisposable
{
    // .NET has no names for these; the numbers are those of the machine's kernel.
    private static readonly (PosixSignal First, PosixSignal Second) UserSignals =
        ((PosixSignal)ProcessSignal.Requeue, (PosixSignal)(OperatingSystem.IsMacOS() ? 31 : 12));

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
            .. OperatingSystem.IsWindows() ? Array.Empty<PosixSignalRegistration>() :
            [
                PosixSignalRegistration.Create(UserSignals.First, context => Handle(context, Hosting.ExitCode.Requeue)),
                PosixSignalRegistration.Create(UserSignals.Second, context => Handle(context, Hosting.ExitCode.Requeue)),
            ],
        ];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>130 after SIGINT, 143 after SIGTERM, 75 after SIGUSR1 or SIGUSR2, 0 before any.</summary>
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
        context.Cancel = true;
        if (exitCode == Hosting.ExitCode.Interrupted && Volatile.Read(ref _onInterrupt) is { } onInterrupt)
        {
            onInterrupt();
            return;
        }
        if (Interlocked.CompareExchange(ref _exitCode, exitCode, 0) is not 0 and var first)
        {
            if (exitCode == Hosting.ExitCode.Interrupted)
                Environment.Exit(first);
            return;
        }
        _error.WriteLine(exitCode == Hosting.ExitCode.Requeue
            ? "auscult: saving after the current step, to be started again"
            : "auscult: stopping after the current step (Ctrl-C stops at once)");
        _source.Cancel();
    }
}

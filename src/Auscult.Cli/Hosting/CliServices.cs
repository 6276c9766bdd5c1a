using Spectre.Console;

namespace Auscult.Cli.Hosting;

/// <summary>What a verb gets from the process it runs in; tests replace any part.</summary>
internal sealed record CliServices
{
    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Standard output: data only.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Standard error: progress, warnings and errors, one line each.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>A console over standard output for tables; plain when it is not a terminal or <c>NO_COLOR</c> is set.</summary>
    public required IAnsiConsole Tables { get; init; }

    /// <summary>Progress on standard error.</summary>
    public required ProgressReporter Progress { get; init; }

    /// <summary>Looks up an environment variable.</summary>
    public required Func<string, string?> Environment { get; init; }

    /// <summary>
    /// Cancelled by the first SIGINT or SIGTERM. A verb finishes its step, saves what it has, and either throws
    /// <see cref="OperationCanceledException"/> or returns <see cref="InterruptedExitCode"/>.
    /// </summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Gives every further SIGINT to the verb, which must not end by it (a notebook's kernel).</summary>
    public Action<Action> TakeInterrupts { get; init; } = _ => { };

    /// <summary>130 or 143, by the signal that cancelled.</summary>
    public Func<int> InterruptedExitCode { get; init; } = () => ExitCode.Interrupted;

    /// <summary>The services of a real process.</summary>
    public static CliServices OfProcess(TerminationSignals signals)
    {
        Func<string, string?> environment = System.Environment.GetEnvironmentVariable;
        return new CliServices
        {
            Output = Console.Out,
            Error = Console.Error,
            Tables = Consoles.Create(Console.Out, isTerminal: !Console.IsOutputRedirected, environment),
            Progress = new ProgressReporter(Consoles.Create(Console.Error, isTerminal: !Console.IsErrorRedirected, environment), Console.Error),
            Environment = environment,
            Cancellation = signals.Token,
            TakeInterrupts = signals.TakeInterrupts,
            InterruptedExitCode = () => signals.ExitCode,
        };
    }
}

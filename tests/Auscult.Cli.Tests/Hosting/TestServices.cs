using Auscult.Cli.Hosting;

namespace Auscult.Cli.Tests.Hosting;

/// <summary>Services whose outputs are text and whose environment is a dictionary.</summary>
internal sealed class TestServices
{
    public StringWriter Output { get; } = new() { NewLine = "\n" };

    public StringWriter Error { get; } = new() { NewLine = "\n" };

    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    public CliServices Create(CancellationToken cancellation = default) => new()
    {
        Output = Output,
        Error = Error,
        Tables = Consoles.Create(Output, isTerminal: false, Environment.GetValueOrDefault),
        Progress = new ProgressReporter(Consoles.Create(Error, isTerminal: false, Environment.GetValueOrDefault), Error),
        Environment = Environment.GetValueOrDefault,
        Cancellation = cancellation,
    };
}

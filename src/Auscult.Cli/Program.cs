using System.CommandLine;
using Auscult.Cli.Hosting;
using Auscult.Cli.Verbs;

namespace Auscult.Cli;

/// <summary>The command line: <c>auscult VERB ...</c>.</summary>
internal static class Program
{
    public static int Main(string[] args)
    {
        using var signals = new TerminationSignals(Console.Error);
        var services = CliServices.OfProcess(signals);
        return CommandLine.Run(CreateRoot(services), args, services);
    }

    /// <summary>The root command with every verb, one line each.</summary>
    public static RootCommand CreateRoot(CliServices services) =>
        new("Listens to a training cluster: fuses its telemetry, learns one embedding, says what is wrong.")
        {
            DoctorCommand.Create(services),
            ConfigCommand.Create(services),
            RecordCommand.Create(services),
            ImportCommand.Create(services),
            InspectCommand.Create(services),
            MetricsCommand.Create(services),
        };
}

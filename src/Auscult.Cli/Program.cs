using System.CommandLine;
using System.CommandLine.Help;
using Auscult.Cli.Hosting;
using Auscult.Cli.Verbs;
using Auscult.Cli.Verbs.Diagnosis;
using Auscult.Cli.Verbs.Jobs;
using Auscult.Cli.Verbs.Launch;
using Auscult.Cli.Verbs.Prediction;
using Auscult.Cli.Verbs.Sweeps;
using Auscult.Cli.Verbs.Tracking;
using Auscult.Cli.Verbs.Reports;
using Auscult.Cli.Verbs.Retraining;

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
    public static RootCommand CreateRoot(CliServices services)
    {
        var root = new RootCommand("Listens to a training cluster: fuses its telemetry, learns one embedding, says what is wrong.")
        {
            DoctorCommand.Create(services),
            ConfigCommand.Create(services),
            RecordCommand.Create(services),
            ImportCommand.Create(services),
            SimulateCommand.Create(services),
            InspectCommand.Create(services),
            MetricsCommand.Create(services),
            CompletionsCommand.Create(services),
            TrainCommand.Create(services),
            LaunchCommand.Create(services),
            EvaluateCommand.Create(services),
            EvaluateSitesCommand.Create(services),
            LeaderboardCommand.Create(services),
            EvaluatePredictionCommand.Create(services),
            PredictCommand.Create(services),
            DetectCommand.Create(services),
            DiagnoseCommand.Create(services),
            ReportCommand.Create(services),
            RetrainCommand.Create(services),
            ShadowCommand.Create(services),
            RealismCommand.Create(services),
            IncidentsCommand.Create(services),
            TrackCommand.Create(services),
            SweepCommand.Create(services),
            SubmitCommand.Create(services),
            NotebookCommand.Create(services),
        };
        // The parser's Windows spellings would take a path such as /h for a plea for help.
        var help = root.Options.OfType<HelpOption>().Single();
        help.Aliases.Clear();
        help.Aliases.Add("-h");
        return root;
    }
}

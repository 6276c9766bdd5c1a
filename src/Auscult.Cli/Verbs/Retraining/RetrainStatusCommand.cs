using System.CommandLine;
using System.Globalization;
using Auscult.Cli.Hosting;
using Auscult.Retraining;
using Auscult.Retraining.Running;
using Auscult.Retraining.State;

namespace Auscult.Cli.Verbs.Retraining;

/// <summary><c>auscult retrain status</c>: who serves, and the latest lines of the lineage.</summary>
internal static class RetrainStatusCommand
{
    public static Command Create(CliServices services)
    {
        var command = new Command("status", "Show which version serves, which there are, and what the latest calls did.");
        var last = new Option<int>("--last") { Description = "Lines of the lineage (default: 10).", HelpName = "N", DefaultValueFactory = _ => 10 };
        command.Options.Add(last);
        var config = new ConfigArguments(command, services);
        var json = new JsonOutput(command, services);
        command.SetAction(result =>
        {
            var folder = new RetrainFolder(config.Compose(result).Bind<RetrainConfig>(RetrainOptions.Section).Folder);
            var status = new RetrainStatus(
                folder.Path, folder.Registry.Champion, folder.Registry.Numbers, folder.Attempt.ReadPlan()?.Number,
                [.. folder.Lineage.Read().TakeLast(result.GetValue(last))]);
            if (!json.TakesOutput(result))
                Describe(status, services.Output);
            json.Write(result, status);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Describe(RetrainStatus status, TextWriter output)
    {
        output.WriteLine(status.Champion is { } champion ? $"champion: version {champion}" : "champion: none");
        output.WriteLine($"versions: {(status.Versions.Count == 0 ? "none" : string.Join(", ", status.Versions))}");
        if (status.Unfinished is { } unfinished)
            output.WriteLine($"attempt {unfinished} is unfinished");
        foreach (var entry in status.Lineage)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{entry.Time:yyyy-MM-dd HH:mm}  {RetrainTable.EventName(entry),-11}  {entry.Reason}"));
        }
    }
}

/// <summary>What <c>status</c> shows, as written by <c>--json</c>.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Champion">Version that serves.</param>
/// <param name="Versions">All versions.</param>
/// <param name="Unfinished">Number of an attempt that a crash interrupted, or that is under way.</param>
/// <param name="Lineage">Latest lines.</param>
internal sealed record RetrainStatus(
    string Folder, int? Champion, IReadOnlyList<int> Versions, int? Unfinished, IReadOnlyList<LineageEntry> Lineage);

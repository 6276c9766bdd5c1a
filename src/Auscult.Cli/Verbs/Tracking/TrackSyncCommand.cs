using System.CommandLine;
using Auscult.Cli.Hosting;
using Auscult.Foundation;
using Auscult.Tracking;
using Auscult.Tracking.Rest;
using Auscult.Tracking.Sync;

namespace Auscult.Cli.Verbs.Tracking;

/// <summary><c>auscult track sync</c>: replays a file store to a server and sends what waits in spools.</summary>
internal static class TrackSyncCommand
{
    public static Command Create(CliServices services)
    {
        var standard = new TrackerConfig();
        var store = new Option<string?>("--store")
        {
            Description = $"The file store (default: {standard.Root}, where there is one).",
            HelpName = "DIR"
        };
        var spool = new Option<string?>("--spool") { Description = $"The folder of spools (default: {standard.Spool}, where there is one).", HelpName = "DIR" };
        var server = TrackCommand.ServerOption();
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would be sent, and ask nobody." };
        var command = new Command("sync", "Send a file store and spools to an MLflow server: resumable, everything once.") { store, spool,
            server, dryRun };
        var json = new JsonOutput(command, services);
        command.SetAction(result =>
        {
            var (root, spools) = Sources(result.GetValue(store), result.GetValue(spool), standard);
            var connection = ServerConnection.From(result.GetValue(server), services.Environment);
            if (root is not null)
                StoreSync.Check(root);
            return TrackCommand.Ask(services, result.GetValue(dryRun) ? null : connection, async () =>
            {
                var report = await SyncAsync(connection, root, spools, result.GetValue(dryRun), services);
                if (!json.TakesOutput(result))
                    Describe(report, services.Output);
                json.Write(result, report);
                foreach (var problem in report.Problems)
                    services.Error.WriteLine($"auscult: {problem}");
                return report.Problems.Count == 0 ? ExitCode.Ok : ExitCode.Failure;
            });
        });
        return command;
    }

    // What is named is sent; without a name, whatever is there.
    private static (string? Store, string? Spool) Sources(string? store, string? spool, TrackerConfig standard)
    {
        if (store is null && spool is null)
        {
            store = Directory.Exists(standard.Root) ? standard.Root : null;
            spool = Directory.Exists(standard.Spool) ? standard.Spool : null;
        }
        if (spool is not null && !Directory.Exists(spool))
            throw new InputException("there is no such folder of spools", spool, remedy: "see tracker.spool");
        return store is null && spool is null
            ? throw new InputException($"there is neither {standard.Root} nor {standard.Spool} here",
                remedy: "name one with --store or --spool")
            : (store, spool);
    }

    private static async Task<SyncReport> SyncAsync(ServerConnection connection, string? store, string? spool, bool dryRun,
        CliServices services)
    {
        var report = new SyncReport { Server = connection.ToString(), DryRun = dryRun };
        if (spool is not null)
        {
            report.SpooledRuns = await services.Progress.Run("spools", 1, progress =>
                new StoreSync(connection, services.Clock, (done, total, what) => progress(total > 0 ? done / total : 1, what))
                .SpoolAsync(spool, dryRun, line => services.Error.WriteLine($"auscult: {line}"), services.Cancellation));
        }
        if (store is null)
            return report;
        var sent = await services.Progress.Run("runs", 1, progress =>
            new StoreSync(connection, services.Clock, (done, total, what) => progress(total > 0 ? done / total : 1, what))
            .StoreAsync(store, dryRun, services.Cancellation));
        sent.SpooledRuns = report.SpooledRuns;
        return sent;
    }

    private static void Describe(SyncReport report, TextWriter output) => output.WriteLine(
        $"{(report.DryRun ? "would send" : "sent")} to {report.Server}: {report.Runs} runs of {report.Experiments} experiments ({report.UnchangedRuns} unchanged), "
        + $"{report.MetricPoints} measurements, {report.Artifacts} artifacts ({report.ArtifactBytes / 1e6:F1} MB), {report.Models} models, "
        + $"{report.ModelVersions} model versions; {report.SpooledRuns} spooled runs");
}

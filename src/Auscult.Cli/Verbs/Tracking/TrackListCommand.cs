using System.CommandLine;
using Auscult.Cli.Hosting;
using Auscult.Foundation;
using Auscult.Tracking;
using Auscult.Tracking.Messages;
using Auscult.Tracking.Rest;
using Spectre.Console;

namespace Auscult.Cli.Verbs.Tracking;

/// <summary><c>auscult track list</c>: the runs of an experiment at the server, newest first.</summary>
internal static class TrackListCommand
{
    public static Command Create(CliServices services)
    {
        var standard = new TrackerConfig();
        var experiment = new Option<string>("--experiment")
        {
            Description = $"Name of the experiment (default: {standard.Experiment}).",
            HelpName = "NAME", DefaultValueFactory = _ => standard.Experiment
        };
        var filter = new Option<string?>("--filter")
        {
            Description = "MLflow's filter, such as \"params.seed = '1'\".",
            HelpName = "EXPRESSION"
        };
        var server = TrackCommand.ServerOption();
        var command = new Command("list", "List the runs of an experiment at an MLflow server.") { experiment, filter, server };
        var json = new JsonOutput(command, services);
        command.SetAction(result =>
        {
            var connection = ServerConnection.From(result.GetValue(server), services.Environment);
            return TrackCommand.Ask(services, connection, async () =>
            {
                using var client = new MlflowClient(connection, services.Clock);
                var name = result.GetRequiredValue(experiment);
                var id = (await client.Api.GetExperimentByName(name, services.Cancellation)).Experiment.ExperimentId;
                var search = new SearchRuns([id]) { Filter = result.GetValue(filter), OrderBy = ["attributes.start_time DESC"] };
                var runs = await client.SearchRunsAsync(search, services.Cancellation).Select(Row.Of).ToListAsync(services.Cancellation);
                if (!json.TakesOutput(result))
                    Show(runs, services);
                json.Write(result, runs);
                return runs.Count > 0 ? ExitCode.Ok : throw new InputException($"the experiment '{name}' has no such run",
                    remedy: "see --filter");
            });
        });
        return command;
    }

    private static void Show(IReadOnlyList<Row> runs, CliServices services)
    {
        var table = new Table().AddColumns("run", "name", "status", "start", "metrics", "params");
        foreach (var run in runs)
            table.AddRow(run.RunId, Markup.Escape(run.Name), run.Status, $"{run.Start:yyyy-MM-dd HH:mm:ss}", $"{run.Metrics}",
                $"{run.Params}");
        services.Tables.Write(table);
    }

    private sealed record Row(string RunId, string Name, string Status, DateTimeOffset Start, int Metrics, int Params)
    {
        public static Row Of(Run run) => new(
            run.Info.RunId, run.Info.RunName ?? "", run.Info.Status ?? "", DateTimeOffset.FromUnixTimeMilliseconds(run.Info.StartTime ?? 0),
            run.Data?.Metrics?.Count ?? 0, run.Data?.Params?.Count ?? 0);
    }
}

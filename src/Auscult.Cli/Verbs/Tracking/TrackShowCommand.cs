using System.CommandLine;
using Auscult.Cli.Hosting;
using Auscult.Foundation;
using Auscult.Tracking.Messages;
using Auscult.Tracking.Rest;
using Spectre.Console;

namespace Auscult.Cli.Verbs.Tracking;

/// <summary><c>auscult track show RUN</c>: one run at the server, by its id there or by the one that <c>train</c> printed.</summary>
internal static class TrackShowCommand
{
    public static Command Create(CliServices services)
    {
        var id = new Argument<string>("run") { Description = "The run's id, at the server or on this machine.", HelpName = "RUN" };
        var server = TrackCommand.ServerOption();
        var command = new Command("show", "Show one run at an MLflow server.") { id, server };
        var json = new JsonOutput(command, services);
        command.SetAction(result =>
        {
            var connection = ServerConnection.From(result.GetValue(server), services.Environment);
            var name = result.GetRequiredValue(id);
            if (!Guid.TryParseExact(name, "N", out _))
                throw new InputException($"'{name}' is no run's id", remedy: "it has 32 hexadecimal digits; see auscult track list");
            return TrackCommand.Ask(services, connection, async () =>
            {
                using var client = new MlflowClient(connection, services.Clock);
                var run = await FindAsync(client, name, services.Cancellation);
                if (!json.TakesOutput(result))
                    Show(run, services);
                json.Write(result, run);
                return ExitCode.Ok;
            });
        });
        return command;
    }

    private static async Task<Run> FindAsync(MlflowClient client, string id, CancellationToken cancellation)
    {
        try
        {
            return (await client.Api.GetRun(id, cancellation)).Run;
        }
        catch (MlflowException e) when (e.IsMissing)
        {
            var experiments = await client.ExperimentsAsync(cancellation: cancellation).Select(experiment => experiment.ExperimentId)
                .ToListAsync(cancellation);
            return await client.SearchRunsAsync(new SearchRuns(experiments) { Filter = $"tags.`{MlflowClient.SourceTag}` = '{id}'" },
                cancellation).FirstOrDefaultAsync(cancellation)
                ?? throw new InputException($"the server has no run {id}", remedy: "see auscult track list", inner: e);
        }
    }

    private static void Show(Run run, CliServices services)
    {
        services.Output.WriteLine($"run {run.Info.RunId} '{run.Info.RunName}' of experiment {run.Info.ExperimentId}: {run.Info.Status}, artifacts at {run.Info.ArtifactUri}");
        var table = new Table().AddColumns("kind", "name", "value");
        foreach (var metric in (run.Data?.Metrics ?? []).OrderBy(metric => metric.Key, StringComparer.Ordinal))
            table.AddRow("metric", Markup.Escape(metric.Key), $"{metric.Value:G6} at step {metric.Step}");
        foreach (var (key, value) in (run.Data?.Params ?? []).OrderBy(param => param.Key, StringComparer.Ordinal))
            table.AddRow("param", Markup.Escape(key), Markup.Escape(value));
        foreach (var (key, value) in (run.Data?.Tags ?? []).OrderBy(tag => tag.Key, StringComparer.Ordinal))
            table.AddRow("tag", Markup.Escape(key), Markup.Escape(value));
        services.Tables.Write(table);
    }
}

using System.CommandLine;
using Auscult.Cli.Hosting;
using Auscult.Learning.Diagnosis.Model;

namespace Auscult.Cli.Verbs.Diagnosis;

/// <summary><c>auscult detect</c>: the incidents of recordings, each with class, culprit, how sure and how bad.</summary>
internal static class DetectCommand
{
    public static Command Create(CliServices services)
    {
        var command = new Command("detect", "List the incidents of recordings: since when, what, where, how sure, how bad.");
        var target = new Argument<string>("target")
        {
            Description = "Folder of a run of 'auscult train task=diagnosis', or a dataset folder to judge with --run.",
            HelpName = "DATASET|RUN",
        };
        command.Arguments.Add(target);
        var config = new ConfigArguments(command, services);
        var json = new JsonOutput(command, services);
        var (run, cache) = (RunOptions.Run(), RunOptions.Cache());
        var recordings = new Option<string[]>("--recording")
        {
            Description = "Only this recording; may be given several times (default: all that the model has not learned from).",
            HelpName = "NAME",
        };
        command.Options.Add(run);
        command.Options.Add(recordings);
        command.Options.Add(cache);
        command.SetAction(result =>
        {
            var (folder, dataset) = RunModel.Tell(result.GetRequiredValue(target), result.GetValue(run));
            var model = RunModel.Open(folder, dataset, result.GetValue(cache), result, config);
            var names = model.Recordings(result.GetValue(recordings) ?? [], text => services.Error.WriteLine($"auscult: {text}"));
            var found = Detect(model, names, services);
            if (!json.TakesOutput(result))
                DetectionTable.Write(services, found);
            json.Write(result, found);
            return ExitCode.Ok;
        });
        return command;
    }

    private static DetectionResults Detect(RunModel run, IReadOnlyList<string> names, CliServices services) =>
        services.Progress.Run("detecting", names.Count, report =>
        {
            var found = new List<DetectedRecording>();
            foreach (var name in names)
            {
                services.Cancellation.ThrowIfCancellationRequested();
                report(found.Count, name);
                var shifts = run.Open(name);
                using var site = shifts.Site;
                found.Add(new DetectedRecording(
                    name, site.Start, site.TimeOf(site.RowCount), site.Kinds.Sum(kind => kind.Frame.Schema.Entities.Count),
                    [.. run.Model.Detect(shifts).Select(alarm => IncidentSummary.Of(shifts, alarm)).OrderBy(incident => incident.Start)]));
            }
            report(names.Count);
            return new DetectionResults(run.Dataset.Manifest.Name, run.Folder, run.Model.Info.Diagnoser, found);
        });
}

/// <summary>What <c>detect</c> found, as written by <c>--json</c>.</summary>
/// <param name="Dataset">Name of the dataset.</param>
/// <param name="Run">Folder of the model's run.</param>
/// <param name="Diagnoser">Who judged.</param>
/// <param name="Recordings">One after another.</param>
internal sealed record DetectionResults(string Dataset, string Run, string Diagnoser, IReadOnlyList<DetectedRecording> Recordings);

/// <summary>The incidents of one recording.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Start">Its first moment.</param>
/// <param name="End">Its end.</param>
/// <param name="Entities">Entities that were looked at.</param>
/// <param name="Incidents">In order of start.</param>
internal sealed record DetectedRecording(
    string Name, DateTimeOffset Start, DateTimeOffset End, int Entities, IReadOnlyList<IncidentSummary> Incidents);

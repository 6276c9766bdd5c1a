using System.CommandLine;
using System.Globalization;
using Auscult.Cli.Hosting;
using Auscult.Foundation;
using Auscult.Learning.Diagnosis.Prediction;
using Auscult.Telemetry.Storage;

namespace Auscult.Cli.Verbs.Prediction;

/// <summary><c>auscult predict</c>: which entities are about to fail, in what way, and how soon.</summary>
internal static class PredictCommand
{
    private const int DefaultTop = 20;

    public static Command Create(CliServices services)
    {
        var command = new Command("predict", "Say which entities of a recording are about to fail: class, probability by horizon, lead, what speaks for it.");
        var directory = new Argument<string>("dir") { Description = "The dataset folder.", HelpName = "DIR" };
        var model = new Option<string>("--model")
        {
            Description = "The model folder that 'auscult evaluate-prediction --out' wrote.", HelpName = "DIR", Required = true,
        };
        var recording = new Option<string?>("--recording") { Description = "The recording (default: the last one).", HelpName = "NAME" };
        var at = new Option<string?>("--at") { Description = "As of when, UTC unless said otherwise (default: the end of the recording).", HelpName = "TIME" };
        var top = new Option<int>("--top") { Description = "Rows to show; alarms are always shown.", HelpName = "N", DefaultValueFactory = _ => DefaultTop };
        command.Arguments.Add(directory);
        command.Options.Add(model);
        command.Options.Add(recording);
        command.Options.Add(at);
        command.Options.Add(top);
        var json = new JsonOutput(command, services);
        command.SetAction(result =>
        {
            if (result.GetValue(top) < 0)
                throw new InputException($"--top {result.GetValue(top)} is negative");
            var until = TimeOf(result.GetValue(at));
            var predictor = Predictor.Load(result.GetValue(model)!);
            var dataset = Dataset.Open(result.GetValue(directory)!);
            using var site = predictor.Open(dataset, NameOf(dataset, result.GetValue(recording)));
            var prediction = predictor.Predict(site, until);
            var shown = prediction with
            {
                Predictions = [.. prediction.Predictions.Where((one, i) => one.Alarm is not null || i < result.GetValue(top))],
            };
            if (!json.TakesOutput(result))
                PredictTable.Write(services.Tables, site.Recording, shown);
            json.Write(result, shown);
            return ExitCode.Ok;
        });
        return command;
    }

    private static DateTimeOffset? TimeOf(string? text) =>
        text is null ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
        : throw new InputException($"--at '{text}' is no time", remedy: "write it as 2026-01-05T06:00:00Z");

    private static string NameOf(Dataset dataset, string? name)
    {
        var names = dataset.Manifest.Recordings.Select(recording => recording.Name).ToArray();
        if (name is null)
            return names[^1];
        return names.Contains(name, StringComparer.Ordinal) ? name : throw new InputException(
            $"there is no recording '{name}'", dataset.Location, remedy: NearestName.Suggest(name, names));
    }
}

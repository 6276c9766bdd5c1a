using System.CommandLine;
using Auscult.Cli.Hosting;
using Auscult.Evaluation.Prediction;
using Auscult.Learning.Diagnosis.Prediction;
using Auscult.Telemetry.Storage;

namespace Auscult.Cli.Verbs.Prediction;

/// <summary>
/// <c>auscult evaluate-prediction</c>: learns a hazard model from labelled clusters and judges it beside baselines and controls.
/// </summary>
internal static class EvaluatePredictionCommand
{
    public static Command Create(CliServices services)
    {
        var command = new Command(
            "evaluate-prediction", "Learn to foretell faults from labelled clusters; judge alarms by lead beside ceilings, baselines and controls.");
        var data = new Option<string>("--data") { Description = "The dataset folder; it has parts train, validation and test.", HelpName = "DIR", Required = true };
        var part = new Option<string>("--part")
        {
            Description = "The judged part; test is for the last figure.", HelpName = "NAME", DefaultValueFactory = _ => "validation",
        };
        var model = new Option<string?>("--out") { Description = "Save the model into this folder for 'auscult predict'.", HelpName = "DIR" };
        var cache = new Option<string?>("--cache") { Description = "Folder for fused frames (default: under output_dir).", HelpName = "DIR" };
        command.Options.Add(data);
        command.Options.Add(part);
        command.Options.Add(model);
        command.Options.Add(cache);
        var config = new ConfigArguments(command, services);
        var json = new JsonOutput(command, services);
        command.SetAction(result =>
        {
            var resolved = config.Compose(result);
            var settings = resolved.Bind<PredictionConfig>("prediction");
            var dataset = Dataset.Open(result.GetValue(data)!);
            var folder = result.GetValue(cache) ?? Path.Combine(resolved.OutputDirectory, Pipelines.CacheFolder);
            using var evaluation = services.Progress.Run(
                "learning", 1, report => new PredictionEvaluation(dataset, settings, folder, done => report(0, done)));
            if (result.GetValue(model) is { } target)
                evaluation.Model.Save(target);
            var results = services.Progress.Run("judging", 1, report => evaluation.Judge(result.GetValue(part)!, done => report(0, done)));
            if (!json.TakesOutput(result))
                PredictionTables.Write(services.Tables, results);
            json.Write(result, results);
            return ExitCode.Ok;
        });
        return command;
    }
}

using System.CommandLine;
using Auscult.Cli.Hosting;
using Auscult.Evaluation.Diagnosis;
using Auscult.Foundation;
using Auscult.Learning.Diagnosis.Alarms;
using Auscult.Learning.Sites;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Cli.Verbs;

/// <summary><c>auscult evaluate-sites</c>: alarms, causes and culprits of diagnosers on the labelled clusters of a benchmark.</summary>
internal static class EvaluateSitesCommand
{
    public static Command Create(CliServices services)
    {
        var command = new Command(
            "evaluate-sites", "Judge diagnosers on a benchmark of labelled clusters: alarms, delay, culprit, class, unknown, few labels, missing layers.");
        var cache = new Option<string?>("--cache") { Description = "Folder for fused frames (default: under output_dir).", HelpName = "DIR" };
        var output = new Option<string?>("--out") { Description = "Write tables.md, figures.csv and incidents.csv into this folder.", HelpName = "DIR" };
        var config = new ConfigArguments(command, services);
        var json = new JsonOutput(command, services);
        command.Options.Add(cache);
        command.Options.Add(output);
        command.SetAction(result =>
        {
            var resolved = config.Compose(result);
            var settings = resolved.Bind<SiteEvaluationConfig>("evaluate_sites");
            var subjects = SiteSubjects.Of(settings.Diagnosers);
            var dataset = Dataset.Open(settings.Root);
            var folder = result.GetValue(cache) ?? Path.Combine(resolved.OutputDirectory, Pipelines.CacheFolder);
            var total = dataset.Manifest.Splits.Values.Sum(part => part.Count);
            using var splits = services.Progress.Run(
                "opening sites", total, report => SiteSplits.Open(
                    dataset, resolved.Bind<SiteConfig>("site"), folder, done => report(done), settings.Judged));
            var evaluation = new SiteEvaluation(settings, resolved.Bind<AlarmConfig>("alarm"), new Seeds(resolved.Seed));
            var (known, diagnosers, timeAndLength) = evaluation.Run(splits, subjects, services.Error.WriteLine);
            var results = new SiteResults(
                dataset.Manifest.Name, dataset.Fingerprint, [splits.Train.Count, splits.Validation.Count, splits.Test.Count], known, diagnosers, timeAndLength);
            var tables = SiteTables.Markdown(results);
            if (result.GetValue(output) is { } target)
            {
                Directory.CreateDirectory(target);
                AtomicFile.WriteAllText(Path.Combine(target, "tables.md"), tables);
                AtomicFile.WriteAllText(Path.Combine(target, "figures.csv"), SiteTables.FiguresCsv(results));
                AtomicFile.WriteAllText(Path.Combine(target, "incidents.csv"), SiteTables.IncidentsCsv(results));
            }
            if (!json.TakesOutput(result))
                services.Output.Write(tables);
            json.Write(result, results);
            return ExitCode.Ok;
        });
        return command;
    }
}

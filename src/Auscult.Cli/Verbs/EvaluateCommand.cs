using System.CommandLine;
using Auscult.Cli.Hosting;
using Auscult.Cli.Verbs.Reports;
using Auscult.Evaluation.Report;
using Auscult.Evaluation.Results;
using Auscult.Foundation;
using Auscult.Learning.Training;
using Auscult.Telemetry.Loading;
using Auscult.Tracking;

namespace Auscult.Cli.Verbs;

/// <summary>
/// <c>auscult evaluate</c>: judges a trained encoder and the baselines, with tables, JSON, a tracked run and an HTML report.
/// </summary>
internal static class EvaluateCommand
{
    public static Command Create(CliServices services)
    {
        var command = new Command("evaluate", "Judge a trained encoder and its heads beside baselines and controls.");
        var run = new Argument<string?>("run")
        {
            Description = "Folder of a run or of a checkpoint (default: output_dir; without a checkpoint there, baselines only).",
            HelpName = "RUN",
            Arity = ArgumentArity.ZeroOrOne,
        };
        command.Arguments.Add(run);
        var config = new ConfigArguments(command, services);
        var json = new JsonOutput(command, services);
        var report = new Option<string?>("--report") { Description = "Where to write the HTML report (default: RUN/evaluation.html).", HelpName = "FILE" };
        command.Options.Add(report);
        command.SetAction(result =>
        {
            var subject = EvaluatedRun.Find(result.GetValue(run), result, config);
            var page = result.GetValue(report) ?? Path.Combine(subject.Folder, "evaluation.html");
            var results = Evaluate(subject, page, services);
            if (!json.TakesOutput(result))
            {
                EvaluationTables.Write(services.Tables, results);
                services.Output.WriteLine($"report: {page}");
            }
            json.Write(result, results);
            return ExitCode.Ok;
        });
        return command;
    }

    private static EvaluationResults Evaluate(EvaluatedRun subject, string page, CliServices services)
    {
        var settings = Pipelines.Bind(subject.Config);
        var source = subject.Config.Bind<DataConfig>("data");
        using var data = PreparedData.From(DatasetSources.Load(source), settings, Path.Combine(subject.Folder, Pipelines.CacheFolder));
        using var encoder = subject.LoadEncoder(settings, services);
        using var tracked = Pipelines.StartRun(subject.Config, data, "evaluate", services);
        var suite = new EvaluationSuite(settings, subject.Config.Bind<EvaluationConfig>("evaluate"), services.Clock);
        var evaluated = new EvaluationSubject(data, encoder, EvaluatedRun.PublishedFor(source));
        var total = suite.StepsOf(evaluated);
        var results = services.Progress.Run("evaluating", total, progress =>
        {
            var done = 0;
            var measured = suite.Run(evaluated, name => progress(done++, name), services.Cancellation);
            progress(total);
            return measured;
        }) with
        { RunId = tracked.Id, Checkpoint = subject.Checkpoint ?? "" };

        AtomicFile.WriteAllText(page, HtmlReport.Render(results));
        AtomicFile.WriteAllText(Path.Combine(subject.Folder, ReportedRuns.EvaluationFile), results.ToJson());
        foreach (var (name, value) in results.Metrics())
            tracked.LogMetric(name, value);
        tracked.LogArtifact(page, "report");
        tracked.Finish(RunStatus.Finished);
        return results;
    }
}

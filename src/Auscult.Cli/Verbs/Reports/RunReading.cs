using System.CommandLine;
using Auscult.Cli.Hosting;
using Auscult.Cli.Verbs.Diagnosis;
using Auscult.Evaluation.Report.Runs;
using Auscult.Foundation;
using Auscult.Learning.Diagnosis.Model;

namespace Auscult.Cli.Verbs.Reports;

/// <summary>Reads the runs that a report is about: a trained diagnosis is used on its recordings, other runs have results that were written down.</summary>
internal static class RunReading
{
    /// <summary>How runs are read, and the options of it.</summary>
    public static (Func<ParseResult, IReadOnlyList<string>, IReadOnlyList<ReportedRun>> Read, IReadOnlyList<Option> Options) Of(CliServices services)
    {
        var recordings = new Option<string[]>("--recording")
        {
            Description = "Judge only this recording; may be given several times (default: those that neither the model nor its thresholds come from).", HelpName = "NAME",
        };
        var dataset = new Option<string?>("--dataset") { Description = "Dataset folder to judge (default: the run's own data).", HelpName = "DIR" };
        var baselines = new Option<string[]>("--baseline")
        {
            Description = "Diagnoser to fit beside the run; may be given several times; 'none' for none (default: random and majority).", HelpName = "NAME",
        };
        var explain = new Option<int>("--explain") { Description = "Alarms of each recording that are explained, most severe first.", HelpName = "COUNT", DefaultValueFactory = _ => 20 };
        var cache = RunOptions.Cache();
        var configs = new Option<string?>("--config-dir")
        {
            Description = "Folder with auscult.yaml and the groups (default: $AUSCULT_CONFIGS, else the one that comes with auscult).", HelpName = "DIR",
        };
        return ((result, runs) =>
        {
            if (result.GetValue(explain) < 0)
                throw new InputException("--explain: must not be negative");
            var names = Names(runs);
            return [.. runs.Select((run, r) => Read(run, names[r]))];

            ReportedRun Read(string run, string name)
            {
                if (!Directory.Exists(run))
                    return ResultsReader.Read(run) with { Name = name };
                if (!DiagnosisModel.IsIn(run))
                    return ReportedRuns.Evaluated(run, name);
                var model = RunModel.Open(run, result.GetValue(dataset), result.GetValue(cache), result.GetValue(configs), services);
                var chosen = ReportedRuns.Recordings(model, result.GetValue(recordings) ?? [], services);
                var beside = result.GetValue(baselines) is { Length: > 0 } named ? named.Where(one => one != "none").ToArray() : ["random", "majority"];
                Evaluation.Diagnosis.SiteSubjects.Of(beside);
                using var diagnoser = model.Model.Diagnoser;
                var reader = new DiagnosisRunReader(model.Model, model.Dataset, model.Open)
                {
                    Baselines = beside, Explained = result.GetValue(explain), Facts = ReportedRuns.Facts(model),
                };
                var total = reader.StepsOf(chosen);
                return services.Progress.Run($"judging with {name}", total, report =>
                {
                    var done = 0;
                    var read = reader.Read(name, chosen, recording => report(done++, recording), services.Cancellation);
                    report(total);
                    return read;
                });
            }
        }, [recordings, dataset, baselines, explain, cache, configs]);
    }

    /// <summary>The last parts of the paths; whole paths where these are alike.</summary>
    private static string[] Names(IReadOnlyList<string> runs)
    {
        string[] names = [.. runs.Select(run => Directory.Exists(run) ? Path.GetFileName(Path.GetFullPath(run).TrimEnd('/')) : Path.GetFileNameWithoutExtension(run))];
        return names.Distinct(StringComparer.Ordinal).Count() == names.Length ? names : [.. runs];
    }
}

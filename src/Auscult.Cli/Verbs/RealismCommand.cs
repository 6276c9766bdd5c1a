using System.CommandLine;
using Auscult.Cli.Hosting;
using Auscult.Evaluation.Realism;
using Auscult.Evaluation.Report;
using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Cli.Verbs;

/// <summary><c>auscult realism</c>: sets simulated telemetry beside published real telemetry.</summary>
internal static class RealismCommand
{
    private const int DefaultRuns = 3;

    public static Command Create(CliServices services)
    {
        var folders = new Argument<string[]>("simulated")
        {
            Description = "Folders of simulated datasets, each compared in every aspect it has the signals for (default: simulate the presets realism-*).",
            HelpName = "DIR",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var page = new Option<string>("--out")
        {
            Description = "Where to write the HTML page.",
            HelpName = "FILE.html",
            DefaultValueFactory = _ => Path.Combine("runs", "realism.html"),
        };
        var runs = new Option<int>("--runs")
        {
            Description = "Simulations of each preset, with seeds 1, 2, ...",
            HelpName = "N",
            DefaultValueFactory = _ => DefaultRuns,
        };
        var command = new Command("realism", "Set simulated telemetry beside published real telemetry: figures, distributions, a classifier's verdict.")
        {
            folders, page, runs,
        };
        var json = new JsonOutput(command, services);
        command.SetAction(result =>
        {
            if (result.GetValue(runs) < 1)
                throw new InputException($"--runs {result.GetValue(runs)} is too few", remedy: "give 1 or more");
            var results = Measure(result.GetValue(folders) ?? [], result.GetValue(runs), services);
            AtomicFile.WriteAllText(result.GetValue(page)!, RealismReport.Render(results));
            if (!json.TakesOutput(result))
            {
                RealismTables.Write(services.Tables, results);
                services.Output.WriteLine($"page: {result.GetValue(page)}");
            }
            json.Write(result, results);
            return ExitCode.Ok;
        });
        return command;
    }

    private static RealismResults Measure(string[] folders, int runs, CliServices services)
    {
        var started = services.Clock.GetTimestamp();
        var sets = new RealismSets(services);
        // A wrong folder is told before anything long begins.
        Dataset[] given = Array.ConvertAll(folders, Dataset.Open);
        string[] sources = [.. RealismPair.All.Select(pair => pair.Source).Distinct(StringComparer.Ordinal)];
        string[] presets = [.. RealismPair.All.SelectMany(pair => pair.Presets).Distinct(StringComparer.Ordinal)];
        var total = sources.Length + (given.Length > 0 ? given.Length : presets.Length * runs);
        return services.Progress.Run("realism", total, progress =>
        {
            var (done, measured) = (0, new RealismMeasurements());
            foreach (var source in sources)
            {
                progress(done++, $"reading {source}");
                sets.AddReal(measured, source);
            }
            foreach (var (folder, dataset) in folders.Zip(given))
            {
                progress(done++, $"measuring {folder}");
                measured.AddSimulated(folder, preset: null, dataset);
            }
            foreach (var (preset, run) in given.Length > 0 ? [] : presets.SelectMany(preset => Enumerable.Range(1, runs).Select(run => (preset, run))))
            {
                progress(done++, $"simulating {preset}, seed {run}");
                sets.AddSimulated(measured, preset, run);
            }
            progress(total);
            return measured.Results(services.Clock.GetUtcNow(), ProductVersion.Text, new Seeds(1))
                with
            { Seconds = services.Clock.GetElapsedTime(started).TotalSeconds };
        });
    }
}

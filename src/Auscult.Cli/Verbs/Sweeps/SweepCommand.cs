using System.CommandLine;
using Auscult.Cli.Configuration;
using Auscult.Cli.Hosting;
using Auscult.Foundation;
using Auscult.Sweeps.Search;
using Auscult.Sweeps.Space;
using Auscult.Sweeps.State;
using Auscult.Tracking;

namespace Auscult.Cli.Verbs.Sweeps;

/// <summary><c>auscult sweep</c>: searches for settings by many trainings; docs/guide/sweeps.md.</summary>
internal static class SweepCommand
{
    public static Command Create(CliServices services)
    {
        var command = new Command("sweep", "Search for the best settings by many trainings: grid, random or TPE, with early stopping.");
        var sweep = new Argument<string>("sweep")
        {
            Description = "A sweep file (W&B's or Optuna's keys), or a name of configs/sweep.",
            HelpName = "SWEEP",
        };
        var workers = new Option<int>("--workers")
        {
            Description = "Trials at a time; the cores are shared out (default: 1).",
            HelpName = "N",
            DefaultValueFactory = _ => 1,
        };
        var output = new Option<string?>("--out")
        {
            Description = "The sweep's folder; one that was begun is gone on with (default: runs/sweeps/NAME).",
            HelpName = "DIR",
        };
        var slurm = new Option<bool>("--slurm") { Description = "Submit an array of N workers to Slurm instead." };
        var sbatch = new Option<string[]>("--sbatch")
        {
            Description = "An option of sbatch for --slurm, such as --partition=gpu (repeatable).",
            HelpName = "OPTION",
            AllowMultipleArgumentsPerToken = false,
        };
        var dryRun = new Option<bool>("--dry-run")
        {
            Description = "Check everything; print the first trial's command, or Slurm's script, and start nothing.",
        };
        var report = new Option<string?>("--report")
        {
            Description = "Where to write the HTML page (default: DIR/sweep.html).",
            HelpName = "FILE",
        };
        command.Arguments.Add(sweep);
        foreach (var option in new Option[] { workers, output, slurm, sbatch, dryRun, report })
            command.Options.Add(option);
        var config = new ConfigArguments(command, services);
        var json = new JsonOutput(command, services);
        command.SetAction(result =>
        {
            var count = result.GetValue(workers);
            if (count < 1)
                throw new InputException($"--workers {count}: at least one worker is needed");
            var folder = ConfigFolder.Find(result.GetValue(config.Directory), services.Environment);
            var file = SweepFile.Read(result.GetRequiredValue(sweep), folder, services);
            IReadOnlyList<string> own = result.GetValue(config.Overrides) ?? [];
            var job = new SweepJob(
                file, [.. file.Config.Overrides, .. own], result.GetValue(config.Directory),
                new SweepFolder(result.GetValue(output) ?? Path.Combine("runs", "sweeps", file.Name), services.Clock));
            var composer = new ConfigComposer(folder, services.Environment);
            SweepParameters.Check(file, further => composer.Compose([.. job.Overrides, .. further]));
            var array = result.GetValue(slurm)
                ? new SweepArray(job, result.GetRequiredValue(sweep), own, count, result.GetValue(sbatch) ?? [])
                : null;
            if (result.GetValue(dryRun))
            {
                services.Output.Write(array?.Script ?? FirstTrial(job));
                return ExitCode.Ok;
            }
            if (array is not null)
            {
                services.Output.WriteLine(array.Submit().Answer);
                return ExitCode.Ok;
            }
            var page = result.GetValue(report) ?? Path.Combine(job.Folder.Name, "sweep.html");
            var results = new SweepRunner(job, composer.Compose(job.Overrides).Bind<TrackerConfig>("tracker"), services).Run(count, page);
            if (!json.TakesOutput(result))
            {
                SweepTable.Write(services.Tables, results);
                services.Output.WriteLine($"page: {page}");
            }
            json.Write(result, results);
            return services.Cancellation.IsCancellationRequested
                ? services.InterruptedExitCode()
                : results.Best is null ? ExitCode.Failure : ExitCode.Ok;
        });
        return command;
    }

    private static string FirstTrial(SweepJob job)
    {
        var space = SearchSpace.Of(job.File.Config);
        var first = new Trial { Number = 0, Values = space.Texts(Searchers.Of(job.File.Config, space).Suggest(0, [])!) };
        return string.Concat(job.PlanOf(first, parentRunId: null).Commands.Select(command => string.Join(' ', command) + "\n"));
    }
}

using System.Diagnostics;
using System.Globalization;
using Auscult.Foundation;
using Auscult.Sweeps.Running;
using Auscult.Sweeps.Specification;
using Auscult.Sweeps.State;

namespace Auscult.Sweeps.Tests;

/// <summary>The log of a sweep outlives its processes, and trials are run once.</summary>
public sealed class SweepStateTests : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("auscult-sweep-").FullName;

    private static SweepConfig Config { get; } = new()
    {
        Method = SweepMethod.Tpe,
        RunCap = 12,
        Tpe = new TpeConfig { StartupTrials = 4 },
        Parameters = new Dictionary<string, ParameterConfig>(StringComparer.Ordinal) { ["x"] = new() { Min = -1.5, Max = 2 }, ["k"] = new() { Values = ["a", "b"] } },
    };

    public void Dispose() => Directory.Delete(_path, recursive: true);

    [Fact]
    public void A_sweep_that_goes_on_after_every_stop_equals_one_that_never_stopped()
    {
        var whole = Opened("whole");
        Agent(whole, Config, new Objective()).Work(CancellationToken.None);
        var objective = new Objective();
        for (var session = 0; session < 40; session++)
        {
            using var interrupt = new CancellationTokenSource();
            objective.StopAfter(session % 3, interrupt);
            Agent(Opened("parts"), Config, objective).Work(interrupt.Token);
        }
        var (expected, got) = (whole.Read(board => board.Trials), Opened("parts").Read(board => board.Trials));
        got.Select(trial => (trial.State, trial.Value, trial.Values["x"])).ShouldBe(expected.Select(trial => (trial.State, trial.Value, trial.Values["x"])));
        got.Count.ShouldBe(12);
        got.ShouldContain(trial => trial.Attempts > 1);
        objective.Ended.Order().ShouldBe(Enumerable.Range(0, 12));
    }

    [Fact]
    public void A_half_line_of_a_killed_process_is_left_out_and_its_trial_taken_again()
    {
        var folder = Opened("sweep");
        var first = Agent(folder, Config, new Objective()).Take()!;
        File.AppendAllText(Path.Combine(_path, "sweep", "trials.jsonl"), "{\"event\":\"ended\",\"tri");
        // The owner is this process, which lives: a second worker takes the next trial.
        Agent(Opened("sweep"), Config, new Objective()).Take()!.Number.ShouldBe(1);
        var log = Path.Combine(_path, "sweep", "trials.jsonl");
        File.WriteAllText(log, File.ReadAllText(log).Replace($"\"process\":{Environment.ProcessId}", "\"process\":999999999", StringComparison.Ordinal));
        var again = Agent(Opened("sweep"), Config, new Objective()).Take()!;
        again.ShouldSatisfyAllConditions(trial => trial.Number.ShouldBe(0), trial => trial.Attempts.ShouldBe(2), trial => trial.Values["x"].ShouldBe(first.Values["x"]));
    }

    [Fact]
    public void Workers_at_one_folder_run_every_trial_once()
    {
        Opened("shared");
        var objectives = Enumerable.Range(0, 4).Select(_ => new Objective()).ToArray();
        Parallel.ForEach(objectives, new ParallelOptions { MaxDegreeOfParallelism = 4 }, objective => Agent(Opened("shared"), Config, objective).Work(CancellationToken.None));
        objectives.SelectMany(objective => objective.Ended).Order().ShouldBe(Enumerable.Range(0, 12));
    }

    [Fact]
    public void Another_sweep_does_not_mix_with_one_that_was_begun()
    {
        Opened("sweep");
        Should.Throw<InputException>(() => new SweepFolder(Path.Combine(_path, "sweep"), TimeProvider.System).Open("other", "", () => null))
            .Message.ShouldContain("another sweep was begun in this folder");
        File.AppendAllText(Path.Combine(_path, "sweep", "trials.jsonl"), "no event\n");
        Should.Throw<InputException>(() => Opened("sweep")).Message.ShouldContain("trials.jsonl:2: not an event of a sweep");
    }

    [Fact]
    public void Trials_end_at_the_target_and_pruned_ones_keep_their_last_value()
    {
        var folder = Opened("target");
        Agent(folder, Config with { RunCap = 500, Metric = new MetricConfig { Target = 0.05 } }, new Objective()).Work(CancellationToken.None);
        folder.Read(board => board.Trials.Count(trial => trial.Value <= 0.05)).ShouldBe(1);
        folder = Opened("pruned");
        Agent(folder, Config with { RunCap = 30, EarlyTerminate = new EarlyTerminateConfig { Type = EarlyTerminateType.Asha } }, new Objective()).Work(CancellationToken.None);
        var trials = folder.Read(board => board.Trials);
        trials.Count(trial => trial.State == TrialState.Pruned).ShouldBeGreaterThan(5);
        trials.Where(trial => trial.State == TrialState.Pruned).ShouldAllBe(trial => trial.Value == trial.Reports[trial.Reports.Count - 1].Value && trial.Reports.Count < 4);
    }

    [Fact]
    public void Three_failures_at_the_start_end_a_sweep_and_later_ones_do_not()
    {
        var folder = Opened("hopeless");
        Agent(folder, Config, new Broken(from: 0)).Work(CancellationToken.None);
        folder.Read(board => board.Trials.Count).ShouldBe(3);
        folder = Opened("lossy");
        Agent(folder, Config, new Broken(from: 1)).Work(CancellationToken.None);
        folder.Read(board => board.Trials.Count(trial => trial is { State: TrialState.Failed, Problem: "it broke" })).ShouldBe(11);
    }

    [Fact]
    public void A_program_gives_its_metric_through_a_file_and_ends_when_asked()
    {
        var folder = Opened("process");
        var trap = "trap 'echo asked; exit 143' TERM; ";
        var write = "printf '{\"name\":\"loss\",\"value\":%s,\"step\":%s}\\n' ";
        string[] Script(string body) => ["/bin/sh", "-c", body, "sh"];
        TrialPlan Plan(Trial trial) => new()
        {
            Folder = folder.TrialFolder(trial.Number),
            Mark = $"mark-{_path}-{trial.Number}",
            Commands =
            [
                [.. Script(trap + $"{write} 3 1 >> '{folder.TrialFolder(trial.Number)}/metrics.jsonl'; {(trial.Number == 1 ? "sleep 30 & wait" : "exit 0")}"), $"mark-{_path}-{trial.Number}"],
                Script(trial.Number == 2 ? "echo it broke >&2; exit 3" : $"{write} 2 5 >> '{folder.TrialFolder(trial.Number)}/metrics.jsonl'"),
            ],
        };
        var runs = new TrialProcess(Plan, "loss", new Dictionary<string, string>(StringComparer.Ordinal), (_, _) => "run");
        Trial Numbered(int number) => new() { Number = number, Values = Config.Parameters.Keys.ToDictionary(key => key) };

        var reports = new List<TrialReport>();
        bool Keep(TrialReport report)
        {
            reports.Add(report);
            return false;
        }

        runs.Run(Numbered(0), Keep, CancellationToken.None).ShouldBe(new TrialEnd(0, RunId: "run"));
        reports.ShouldBe([new TrialReport(1, 3), new TrialReport(5, 2)]);
        var watch = Stopwatch.StartNew();
        runs.Run(Numbered(1), _ => true, CancellationToken.None).ExitCode.ShouldBe(143);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
        File.ReadAllText(Path.Combine(folder.TrialFolder(1), "log.txt")).ShouldContain("asked");
        runs.Run(Numbered(2), Keep, CancellationToken.None).ShouldBe(new TrialEnd(3, "exit code 3: it broke", "run"));
    }

    private SweepFolder Opened(string name)
    {
        var folder = new SweepFolder(Path.Combine(_path, name), TimeProvider.System);
        folder.Open("digest", "", () => null);
        return folder;
    }

    private static SweepAgent Agent(SweepFolder folder, SweepConfig config, ITrialExecutor executor) => new(folder, config, executor, TimeProvider.System, _ => { });

    /// <summary>Fails from some trial on.</summary>
    private sealed class Broken(int from) : ITrialExecutor
    {
        public TrialEnd Run(Trial trial, Func<TrialReport, bool> report, CancellationToken stop)
        {
            if (trial.Number >= from)
                return new TrialEnd(1, "it broke");
            report(new TrialReport(0, 1));
            return new TrialEnd(0);
        }
    }

    /// <summary>A curve of four values that ends at a bowl's height; asks for a stop at its second value where it was told to.</summary>
    private sealed class Objective : ITrialExecutor
    {
        private int _left = int.MaxValue;
        private CancellationTokenSource? _interrupt;

        public List<int> Ended { get; } = [];

        public void StopAfter(int trials, CancellationTokenSource interrupt) => (_left, _interrupt) = (trials, interrupt);

        public TrialEnd Run(Trial trial, Func<TrialReport, bool> report, CancellationToken stop)
        {
            var x = double.Parse(trial.Values["x"], CultureInfo.InvariantCulture);
            var height = (x * x) + (trial.Values["k"] == "a" ? 0 : 0.5);
            for (var step = 1; step <= 4; step++)
            {
                if (report(new TrialReport(step, height + 1 - (step / 4.0))))
                    return new TrialEnd(143);
                if (step == 2 && _left-- == 0)
                    _interrupt!.Cancel();
                if (stop.IsCancellationRequested)
                    return new TrialEnd(143);
            }
            Ended.Add(trial.Number);
            return new TrialEnd(0);
        }
    }
}

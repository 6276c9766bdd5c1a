using Auscult.Cli.Hosting;
using Auscult.Cli.Tests.Hosting;
using Auscult.Cli.Verbs.Sweeps;
using Auscult.Sweeps;
using Auscult.Sweeps.Importance;
using Auscult.Sweeps.Specification;
using Auscult.Sweeps.State;

namespace Auscult.Cli.Tests.Verbs;

/// <summary><c>auscult sweep</c>: its files, its mistakes, its script for Slurm and its page.</summary>
public sealed class SweepCommandTests : IDisposable
{
    private static readonly string Configs = Path.Combine(Repository.Root, "configs");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_of_wandb_is_read_as_it_is()
    {
        var services = new TestServices();
        var sweep = Read(
            """
            program: train.py
            method: bayes
            name: mine
            metric: { name: validation/loss, goal: maximize }
            parameters:
              train:
                parameters:
                  learning_rate: { distribution: log_uniform_values, min: 0.0001, max: 0.1 }
                  weight_decay: { distribution: log_uniform, min: -9.2, max: -2.3 }
              encoder.num_layer_blocks: { min: 1, max: 4 }
              encoder.embed_dim: { values: [32, 64], probabilities: [0.25, 0.75] }
              train.batch_size: { distribution: q_uniform, min: 16, max: 64, q: 16 }
              seed: { value: 7 }
            early_terminate: { type: hyperband, s: 2, eta: 3, max_iter: 27 }
            run_cap: 9
            """, services);
        sweep.Name.ShouldBe("mine");
        sweep.Config.Metric.Goal.ShouldBe(MetricGoal.Maximize);
        sweep.Config.Parameters.Select(p => (p.Key, p.Value.Kind)).ShouldBe(
        [
            ("train.learning_rate", ParameterDistribution.LogUniformValues), ("train.weight_decay", ParameterDistribution.LogUniform),
            ("encoder.num_layer_blocks", ParameterDistribution.IntUniform), ("encoder.embed_dim", ParameterDistribution.Categorical),
            ("train.batch_size", ParameterDistribution.QUniform), ("seed", ParameterDistribution.Constant),
        ]);
        services.Error.ToString().ShouldContain("sweep.yaml:1: 'program' has no meaning here");
    }

    [Fact]
    public void Optunas_words_mean_the_same()
    {
        var sweep = Read(
            """
            sampler: tpe
            direction: minimize
            n_trials: 12
            search_space:
              train.learning_rate: { type: float, low: 0.0001, high: 0.1, log: true }
              train.batch_size: { type: int, low: 16, high: 64, step: 16 }
              encoder.embed_dim: { type: categorical, choices: [32, 64] }
            pruner: { type: successive_halving, min_resource: 2, reduction_factor: 4 }
            """);
        sweep.Config.RunCap.ShouldBe(12);
        sweep.Config.Parameters.Values.Select(p => p.Kind).ShouldBe(
            [ParameterDistribution.LogUniformValues, ParameterDistribution.QUniform, ParameterDistribution.Categorical]);
        sweep.Config.EarlyTerminate.ShouldBe(new EarlyTerminateConfig { Type = EarlyTerminateType.Asha, MinIter = 2, Eta = 4 });
    }

    [Theory]
    [InlineData("method: rnadom\nrun_cap: 1\nparameters: {seed: {value: 1}}", "sweep.yaml:1: 'sweep.method' has no choice 'rnadom'; did you mean 'random'?")]
    [InlineData("method: grid\nparametres: {seed: {value: 1}}", "sweep.yaml:2: unknown key 'sweep.parametres'; did you mean 'parameters'?")]
    [InlineData("method: grid\nparameters:\n  seed: {vlaues: [1]}", "sweep.yaml:3: unknown key 'sweep.parameters.seed.vlaues'; did you mean 'values'?")]
    [InlineData("method: random\nparameters: {seed: {value: 1}}", "no end of its own: give run_cap")]
    [InlineData("method: grid\nparameters:\n  seed: {min: 3, max: 1}", "sweep.yaml:3: 'sweep.parameters.seed': 'min' must not be above 'max'")]
    [InlineData("method: grid\nparameters:\n  seed: {min: 3, low: 1}", "sweep.yaml:3: 'low' and 'min' are the same")]
    [InlineData("method: grid\nearly_terminate: {type: hyperband, max_iter: 9}\nparameters: {seed: {value: 1}}", "sweep.yaml:2: 'sweep.early_terminate': 'max_iter' and 's' go together")]
    [InlineData("method: grid\nparameters:\n  seed: {value: 1}\n  train.learning_rat: {values: [1, 2]}", "sweep.yaml:4: override 'train.learning_rat=1': there is no key 'train.learning_rat'; did you mean 'train.learning_rate'?")]
    [InlineData("method: grid\nparameters:\n  seed: {value: 1}\n  train.batch_size: {values: [8, many]}", "sweep.yaml:4: override 'train.batch_size=many': 'train.batch_size' must be a whole number")]
    [InlineData("method: grid\nparameters:\n  train.learning_rate: {min: 0.1, max: 0.2}", "a grid cannot hold the continuous parameter 'train.learning_rate'")]
    public void A_mistake_is_one_line_and_exit_code_2(string yaml, string expected)
    {
        File.WriteAllText(Path.Combine(_folder.Path, "sweep.yaml"), yaml);
        var (exitCode, _, error) = Run("sweep", Path.Combine(_folder.Path, "sweep.yaml"), "--config-dir", Configs, "--dry-run", "--out", Path.Combine(_folder.Path, "out"));
        error.ShouldContain(expected);
        error.TrimEnd().ShouldNotContain('\n');
        exitCode.ShouldBe(2);
        Directory.Exists(Path.Combine(_folder.Path, "out")).ShouldBeFalse();
    }

    [Fact]
    public void Every_sweep_of_the_repository_can_be_started()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(Configs, SweepFile.Group), "*.yaml"))
        {
            var (exitCode, output, error) = Run("sweep", Path.GetFileNameWithoutExtension(file), "--config-dir", Configs, "--dry-run");
            error.ShouldBeEmpty();
            exitCode.ShouldBe(0);
            output.ShouldContain(" train --config-dir ");
        }
        Run("sweep", "tinny", "--config-dir", Configs).Error.ShouldContain("there is no sweep called 'tinny'; did you mean 'tiny'?");
    }

    [Fact]
    public void Slurm_gets_an_array_of_workers_at_one_folder()
    {
        var (exitCode, script, _) = Run(
            "sweep", "tiny", "--config-dir", Configs, "--slurm", "--workers", "4", "--sbatch", "--partition=gpu", "--sbatch", "--time=2:00:00", "--dry-run",
            "--out", "a folder", "train.max_steps=5");
        exitCode.ShouldBe(0);
        script.ShouldStartWith("#!/bin/bash\n#SBATCH --job-name=sweep-tiny\n");
        script.ShouldContain("#SBATCH --array=0-3\n");
        script.ShouldContain("#SBATCH --partition=gpu\n#SBATCH --time=2:00:00\n");
        script.ShouldContain("export OMP_NUM_THREADS=${OMP_NUM_THREADS:-${SLURM_CPUS_PER_TASK:-1}}\n");
        script.ShouldContain($" sweep tiny --config-dir {Configs} --out '{Path.GetFullPath("a folder")}' --workers 1 train.max_steps=5 &\n");
        Directory.Exists("a folder").ShouldBeFalse();
    }

    [Fact]
    public void The_page_draws_every_part_and_needs_nothing_from_elsewhere()
    {
        var page = SweepPage.Render(Results, "What <matters>");
        page.ShouldContain("What &lt;matters&gt;");
        foreach (var part in new[] { "History", "Importance of each parameter", "loss by lr", "all parameters of all trials", "failed: exit code 1: it broke", "loss by step" })
            page.ShouldContain(part);
        page.ShouldNotContain("http");
        page.ShouldNotContain("<script");
        page.ShouldNotContain("NaN");
        System.Xml.Linq.XDocument.Parse(page[page.IndexOf("<body", StringComparison.Ordinal)..page.IndexOf("</html>", StringComparison.Ordinal)]);
        SweepPage.Render(Results with { Trials = [], Best = null, Importance = [] }, description: null).ShouldContain("no trial ended well");
    }

    [Fact]
    public void The_table_has_the_best_first_with_importance_in_its_heads()
    {
        var test = new TestServices();
        SweepTable.Write(test.Create().Tables, Results);
        var lines = test.Output.ToString().Split('\n');
        lines[0].ShouldBe("mine: tpe, 4 trials, 2 complete, 1 pruned, 1 failed; smallest loss 0.25 (trial 1)");
        lines.First(line => line.Contains("complete", StringComparison.Ordinal) && !line.StartsWith("mine", StringComparison.Ordinal)).ShouldContain("0.25");
        test.Output.ToString().ShouldContain("75 %");
    }

    private static SweepResults Results { get; } = new()
    {
        Name = "mine",
        Method = SweepMethod.Tpe,
        Metric = new MetricConfig { Name = "loss" },
        Folder = "runs/sweeps/mine",
        Best = 1,
        Importance = [new ParameterImportance("lr", 0.75, 0.1), new ParameterImportance("kind", 0.25, 0.1)],
        Trials =
        [
            Trial(0, TrialState.Complete, 0.5, "0.001", "a"), Trial(1, TrialState.Complete, 0.25, "0.01", "b"),
            Trial(2, TrialState.Pruned, 3, "0.1", "a"), Trial(3, TrialState.Failed, null, "1", "b") with { Problem = "exit code 1: it broke", Reports = [] },
        ],
    };

    private static Trial Trial(int number, TrialState state, double? value, string lr, string kind) => new()
    {
        Number = number, State = state, Value = value, Seconds = 2,
        Values = new Dictionary<string, string>(StringComparer.Ordinal) { ["lr"] = lr, ["kind"] = kind },
        Reports = value is { } last ? [new TrialReport(1, last + 1), new TrialReport(2, last)] : [],
    };

    private SweepFile Read(string yaml, TestServices? services = null)
    {
        File.WriteAllText(Path.Combine(_folder.Path, "sweep.yaml"), yaml);
        return SweepFile.Read(Path.Combine(_folder.Path, "sweep.yaml"), Configs, (services ?? new TestServices()).Create());
    }

    private static (int ExitCode, string Output, string Error) Run(params string[] arguments)
    {
        var test = new TestServices();
        var services = test.Create();
        return (CommandLine.Run(Program.CreateRoot(services), arguments, services), test.Output.ToString(), test.Error.ToString());
    }
}

using System.Text.Json;
using Auscult.Cli.Hosting;
using Auscult.Cli.Tests.Hosting;
using Auscult.Telemetry.Tests.ObjectStorage;

namespace Auscult.Cli.Tests.Verbs;

/// <summary><c>auscult train</c> from its configuration to its checkpoint.</summary>
public sealed class TrainCommandTests : IDisposable
{
    private static readonly string Configs = Path.Combine(Repository.Root, "configs");

    private static readonly string[] Fast =
        ["train.max_steps=1", "train.batch_size=4", "train.evaluation_windows=4", "head.root_cause.num_steps=2", "head.root_cause.max_windows=1",
            "diagnosis.shift.num_steps=2", "diagnosis.calibration_folds=2", "diagnosis.train_part=validation"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [Experiment("tiny", "data/tiny")]
    [Experiment("bench-tiny", "artifacts/bench-tiny")]
    [Experiment("diagnosis-tiny", "artifacts/bench-tiny")]
    [Experiment("diagnosis-small", "artifacts/bench-small")]
    [Experiment("diagnosis-disturbances", "data/tiny")]
    [Experiment("smd", "../shared/datasets/SMD")]
    [Experiment("dbsherlock", "../shared/datasets/DBSherlock")]
    [Experiment("cisco", "../shared/datasets/CiscoTelemetry")]
    public void Every_experiment_runs_one_step(string experiment, string root)
    {
        var (exitCode, _, error) = Run([$"experiment={experiment}", $"data.root={root}", .. Fast]);

        exitCode.ShouldBe(0, error);
        var kept = experiment.StartsWith("diagnosis-", StringComparison.Ordinal) ? "model.json" : "weights.safetensors";
        Directory.GetFiles(_folder.Path, kept, SearchOption.AllDirectories).ShouldNotBeEmpty();
    }

    [Fact]
    public void Every_experiment_file_is_tested() =>
        // The month of retraining is no training: make retrain-month runs it.
        Directory.GetFiles(Path.Combine(Configs, "experiment"), "*.yaml").Select(Path.GetFileNameWithoutExtension)
            .Where(name => name != "retrain-month").Order().ShouldBe(
            typeof(TrainCommandTests).GetMethod(nameof(Every_experiment_runs_one_step))!
                .GetCustomAttributes(typeof(ExperimentAttribute), inherit: false).Cast<ExperimentAttribute>().Select(e => e.Name).Order());

    [Fact]
    public void Figures_telemetry_and_the_tracked_run_are_written()
    {
        var (exitCode, output, error) = Run(
            [.. Csv(row => (Math.Sin(row / 5.0), Math.Cos(row / 5.0))), "tracker=file", $"tracker.root={At("mlruns")}",
                "--json", At("train.json"), "--telemetry", At("train.jsonl")]);

        exitCode.ShouldBe(0, error);
        output.ShouldContain("1 steps");
        using var json = JsonDocument.Parse(File.ReadAllText(At("train.json")));
        json.RootElement.GetProperty("steps").GetInt64().ShouldBe(1);
        json.RootElement.GetProperty("parameters").GetInt64().ShouldBeGreaterThan(1000);
        File.ReadAllLines(At("train.jsonl")).ShouldContain(line => line.Contains("\"loss\":", StringComparison.Ordinal)
            && line.Contains("\"loader_wait_ratio\":", StringComparison.Ordinal));
        json.RootElement.GetProperty("loader_wait_ratio").GetDouble().ShouldBeInRange(0, 1);
        Directory.GetFiles(At("mlruns"), "resolved.yaml", SearchOption.AllDirectories).ShouldHaveSingleItem();
        Directory.GetFiles(At("mlruns"), "loss", SearchOption.AllDirectories).ShouldNotBeEmpty();
        Directory.GetFiles(At("mlruns"), "loader_wait_ratio", SearchOption.AllDirectories).ShouldNotBeEmpty();
        Directory.GetFiles(At("mlruns"), "step_seconds", SearchOption.AllDirectories).ShouldNotBeEmpty();
    }

    [Fact]
    public void A_finished_run_is_continued_by_resume_and_put_aside_without()
    {
        var arguments = Csv(row => (Math.Sin(row / 5.0), Math.Cos(row / 5.0)));
        Run(arguments).ExitCode.ShouldBe(0);

        Run([.. arguments, "train.max_steps=3", "--resume"]).Output.ShouldContain("3 steps");
        Run(arguments).Error.ShouldContain("checkpoints.previous");
    }

    [Fact]
    public void Training_over_http_is_the_same_to_the_bit_as_from_the_local_frame()
    {
        string[] arguments = [.. Csv(row => (Math.Sin(row / 5.0), Math.Cos(row / 5.0))), "train.max_steps=4"];
        Run(arguments).ExitCode.ShouldBe(0);
        var weights = File.ReadAllBytes(At("run/checkpoints/step-00000004/weights.safetensors"));
        using var store = new FileServer(File.ReadAllBytes(Directory.GetFiles(At("run/frames"), "*.frame").ShouldHaveSingleItem()));

        var (exitCode, _, error) = Run([.. arguments, $"train.shard_url={store.Address}"]);

        exitCode.ShouldBe(0, error);
        store.Requests.ShouldBeGreaterThan(4);
        File.ReadAllBytes(At("run/checkpoints/step-00000004/weights.safetensors")).ShouldBe(weights);
    }

    [Fact]
    public void A_stop_saves_a_checkpoint_and_exits_130()
    {
        var (exitCode, output, _) = Run([.. Csv(row => (row % 7, row % 5)), "train.max_steps=1000000"], cancelled: true);

        exitCode.ShouldBe(130);
        output.ShouldContain("--resume");
        Directory.GetFiles(_folder.Path, "state.json", SearchOption.AllDirectories).ShouldHaveSingleItem();
    }

    [Fact]
    public void NaN_everywhere_is_one_line_and_2() => ShouldBeRefused(Run(Csv(_ => (double.NaN, double.NaN))));

    [Fact]
    public void Fewer_rows_than_a_window_is_one_line_and_2() => ShouldBeRefused(Run(Csv(row => (row, row), rows: 40)));

    [Theory]
    [InlineData("train.learning_rat=1", "train.learning_rate")]
    [InlineData("train.lrr=1", "did you mean 'train.learning_rate'?")]
    [InlineData("encoder.layers=3", "did you mean 'encoder.num_layer_blocks'?")]
    [InlineData("encoder.patch_length=7", "patch_length")]
    [InlineData("train.device=tpu", "auto, cpu, cuda")]
    [InlineData("train.batch_size=0", "batch_size")]
    [InlineData("train.objective.patch_mask_ratio=1.5", "patch_mask_ratio")]
    public void A_wrong_setting_is_one_line_and_2(string setting, string named)
    {
        var result = Run([.. Csv(row => (row % 7, row % 5)), setting]);
        ShouldBeRefused(result);
        result.Error.ShouldContain(named);
    }

    private void ShouldBeRefused((int ExitCode, string Output, string Error) result)
    {
        result.ExitCode.ShouldBe(2, result.Error);
        result.Output.ShouldBeEmpty();
        result.Error.TrimEnd('\n').Split('\n').ShouldHaveSingleItem().ShouldStartWith("auscult: ");
        Directory.Exists(At("run/checkpoints")).ShouldBeFalse();
    }

    private string At(string name) => Path.Combine(_folder.Path, name);

    private string[] Csv(Func<int, (double Cpu, double Sent)> values, int rows = 400) => [.. CsvTraining.Data(_folder, values, rows), .. Fast];

    private (int ExitCode, string Output, string Error) Run(string[] arguments, bool cancelled = false)
    {
        var test = new TestServices();
        var services = test.Create(new CancellationToken(cancelled));
        string[] tracker = arguments.Contains("tracker=file") ? [] : ["tracker=none"];
        var exitCode = CommandLine.Run(
            Program.CreateRoot(services), ["train", .. tracker, $"output_dir={At("run")}", .. arguments, "--config-dir", Configs], services);
        return (exitCode, test.Output.ToString(), test.Error.ToString());
    }
}

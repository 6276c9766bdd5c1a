using System.Diagnostics;
using System.Globalization;
using Auscult.Foundation;

namespace Auscult.Cli.Tests.Verbs;

/// <summary><c>auscult launch</c> with real processes.</summary>
public sealed class LaunchCommandTests : IDisposable
{
    private const int Kill = 9;
    private readonly TemporaryFolder _folder = new();
    private readonly string[] _training;

    public LaunchCommandTests() => _training =
    [
        "train", "--config-dir", Path.Combine(Repository.Root, "configs"), "tracker=file",
        .. CsvTraining.Data(_folder, row => (Math.Sin(row / 5.0), Math.Cos(row / 5.0))),
        "train.batch_size=4", "train.evaluation_steps=0", "train.evaluation_windows=4", "train.checkpoint_steps=5",
        "head.root_cause.num_steps=2", "head.root_cause.max_windows=1",
    ];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Ranks_write_one_run()
    {
        var (exitCode, output, error) = Launch(2, "whole", 3);

        exitCode.ShouldBe(0, error);
        output.Split('\n').Count(line => line.Contains(" 3 steps in ", StringComparison.Ordinal)).ShouldBe(1);
        File.Exists(Weights("whole", 3)).ShouldBeTrue();
        Directory.GetFiles(At("mlruns"), "loss", SearchOption.AllDirectories).Length.ShouldBeInRange(1, 2);
        Directory.GetDirectories(At("mlruns"), "metrics", SearchOption.AllDirectories).ShouldHaveSingleItem();
    }

    [Fact]
    public void A_killed_rank_ends_the_job_within_seconds_and_a_restart_goes_on_to_the_same_weights()
    {
        const int steps = 150;
        Launch(2, "whole", steps).ExitCode.ShouldBe(0);

        using (var launcher = BuiltProgram.Start(_folder, Arguments(2, "killed", steps)))
        {
            WaitForCheckpoint("killed", launcher);
            var rank = RankOf(launcher, 1);
            var clock = Stopwatch.StartNew();
            ProcessSignal.Send(rank, Kill);
            var (exitCode, _, error) = BuiltProgram.End(launcher);
            clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
            exitCode.ShouldBe(1);
            error.ShouldContain($"rank 1 on {Environment.MachineName} (process {rank}) was killed by signal 9; ending the others");
            error.ShouldNotContain("   at ");
        }
        Directory.Exists(At($"killed/checkpoints/step-{steps:D8}")).ShouldBeFalse("the rank was killed before the end");

        Launch(2, "killed", steps, "--resume").ExitCode.ShouldBe(0);

        File.ReadAllBytes(Weights("killed", steps)).ShouldBe(File.ReadAllBytes(Weights("whole", steps)));
    }

    [Fact]
    public void Ranks_are_started_again_when_that_is_asked_for()
    {
        using var launcher = BuiltProgram.Start(_folder, ["launch", "-n", "2", "--restarts", "1", .. Arguments(2, "again", 100)[3..]]);
        WaitForCheckpoint("again", launcher);
        ProcessSignal.Send(RankOf(launcher, 0), Kill);

        var (exitCode, _, error) = BuiltProgram.End(launcher);

        exitCode.ShouldBe(0, error);
        error.ShouldContain("starting the ranks again, 1 of 1");
        File.Exists(Weights("again", 100)).ShouldBeTrue();
    }

    [Theory]
    [InlineData(15, 143)]
    [InlineData(10, 75)]
    public void A_signal_stops_all_ranks_after_the_same_step_with_a_checkpoint(int signal, int expected)
    {
        using var launcher = BuiltProgram.Start(_folder, Arguments(2, "stopped", 1_000_000));
        WaitForCheckpoint("stopped", launcher);
        ProcessSignal.Send(launcher.Id, signal);

        var (exitCode, output, error) = BuiltProgram.End(launcher);

        exitCode.ShouldBe(expected, error);
        output.ShouldContain("interrupted; continue with --resume");
    }

    [Theory]
    [InlineData("at least one process", "launch", "-n", "0", "--", "train")]
    [InlineData("only train has ranks", "launch", "-n", "2", "--", "evaluate", "x")]
    [InlineData("--ranks", "launch", "--", "train")]
    public void Wrong_usage_is_one_line_and_2(string expected, params string[] arguments)
    {
        var (exitCode, output, error) = BuiltProgram.Run(_folder, arguments);

        (exitCode, output, error.TrimEnd('\n').Split('\n').Length).ShouldBe((2, "", 1), error);
        error.ShouldContain(expected);
    }

    [Fact]
    public void A_diagnosis_is_not_trained_by_several_ranks_into_one_folder()
    {
        var (exitCode, _, error) = BuiltProgram.Run(_folder, "launch", "-n", "2", "--", "train", "--config-dir", Path.Combine(Repository.Root, "configs"), "task=diagnosis");

        exitCode.ShouldBe(2, error);
        error.ShouldContain("task=diagnosis trains in one process, not on 2 ranks");
    }

    [Fact]
    public void Bad_input_of_a_training_ends_all_ranks_with_2()
    {
        var (exitCode, _, error) = Launch(3, "small", 3, "train.batch_size=2");

        exitCode.ShouldBe(2, error);
        error.ShouldContain("auscult: a batch of 2 cannot be shared by 3 ranks");
        error.ShouldNotContain("   at ");
    }

    private string At(string name) => Path.Combine(_folder.Path, name);

    private string Weights(string run, int step) => At($"{run}/checkpoints/step-{step:D8}/weights.safetensors");

    private string[] Arguments(int ranks, string run, int steps, params string[] more) =>
    [
        "launch", "-n", ranks.ToString(CultureInfo.InvariantCulture), "--", .. _training, $"output_dir={At(run)}", $"train.max_steps={steps}", .. more,
    ];

    private (int ExitCode, string Output, string Error) Launch(int ranks, string run, int steps, params string[] more) =>
        BuiltProgram.Run(_folder, Arguments(ranks, run, steps, more));

    private void WaitForCheckpoint(string run, Process launcher)
    {
        var clock = Stopwatch.StartNew();
        while (!Directory.Exists(At($"{run}/checkpoints")) || Directory.GetDirectories(At($"{run}/checkpoints"), "step-*").Length == 0)
        {
            launcher.HasExited.ShouldBeFalse();
            clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(60));
            Thread.Sleep(20);
        }
    }

    // The child of the launcher that has the rank's number in its environment.
    private static int RankOf(Process launcher, int rank) => Directory.GetDirectories("/proc").Select(Path.GetFileName)
        .Where(name => int.TryParse(name, CultureInfo.InvariantCulture, out _)).Select(name => int.Parse(name!, CultureInfo.InvariantCulture))
        .Single(id => ParentOf(id) == launcher.Id && Read(id, "environ").Split('\0').Contains($"RANK={rank}", StringComparer.Ordinal));

    private static int ParentOf(int process) =>
        Read(process, "stat") is { Length: > 0 } stat && stat[(stat.LastIndexOf(')') + 2)..].Split(' ') is [_, var parent, ..]
            ? int.Parse(parent, CultureInfo.InvariantCulture) : 0;

    private static string Read(int process, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/{file}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Auscult.Cli.Tests;

namespace Auscult.Cluster.Tests.Slurm;

/// <summary>One training on the two nodes.</summary>
[Collection(SlurmCollection.Name)]
public sealed class RankTests(SlurmCluster slurm) : IDisposable
{
    private static readonly string[] TwoNodes = ["cluster.nodes=2", "+cluster.environment.MASTER_ADDR=127.0.0.1"];
    private static readonly string[] Pair = ["train", .. Training.Stoppable, "train.max_steps=80", "train.checkpoint_steps=10"];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SlurmFact]
    public void Two_ranks_give_the_losses_of_one()
    {
        string[] training = ["train", .. Training.Quick, "train.max_steps=20"];
        slurm.Auscult(_folder.Path, [.. training, "output_dir=one", "tracker.metrics_file=one.jsonl"]).ExitCode.ShouldBe(0);
        var job = SlurmCluster.JobOf(slurm.Auscult(
            _folder.Path, ["submit", "slurm", .. TwoNodes, "--", .. training, "output_dir=two", "tracker.metrics_file=two.jsonl"]).Text);

        var end = slurm.WaitFor(job).ShouldHaveSingleItem();

        (end["JobState"], end["NodeList"]).ShouldBe(("COMPLETED", "n[1-2]"), slurm.Describe(job));
        var (one, two) = (Losses("one.jsonl"), Losses("two.jsonl"));
        // Rank 0 alone writes: each step is there once.
        two.Select(loss => loss.Step).ShouldBe(one.Select(loss => loss.Step));
        one.Count.ShouldBeGreaterThan(5);
        foreach (var (a, b) in one.Zip(two))
            b.Value.ShouldBe(a.Value, 1e-4 * Math.Abs(a.Value), string.Create(CultureInfo.InvariantCulture, $"step {a.Step}"));
        File.Exists(Path.Combine(_folder.Path, "two", "checkpoints", "step-00000020", "weights.safetensors")).ShouldBeTrue();
    }

    [SlurmFact]
    public void Two_ranks_told_to_save_go_on_where_they_were()
    {
        var job = SubmitStoppable();

        slurm.Run("scancel", "--signal=USR1", job);
        var end = slurm.WaitFor(job).ShouldHaveSingleItem();

        (end["JobState"], end["ExitCode"], end["Restarts"]).ShouldBe(("COMPLETED", "0:0", "1"), slurm.Describe(job));
        Weights(_folder.Path).ShouldBe(Uninterrupted(slurm));
    }

    [SlurmFact]
    public void A_rank_that_dies_ends_the_others_and_the_next_start_goes_on()
    {
        var job = SubmitStoppable();

        slurm.Daemons.KillRank(job, 1);
        var watch = Stopwatch.StartNew();
        var end = slurm.WaitFor(job).ShouldHaveSingleItem();

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(45));
        (end["JobState"], end["Restarts"]).ShouldBe(("FAILED", "0"));
        File.ReadAllText(end["StdOut"]).ShouldContain($"rank 1 on {Environment.MachineName}");
        slurm.Run("scontrol", "requeue", job);
        end = slurm.WaitFor(job).ShouldHaveSingleItem();
        (end["JobState"], end["Restarts"]).ShouldBe(("COMPLETED", "1"), slurm.Describe(job));
        Weights(_folder.Path).ShouldBe(Uninterrupted(slurm));
    }

    private string SubmitStoppable()
    {
        var job = SlurmCluster.JobOf(slurm.Auscult(_folder.Path, ["submit", "slurm", .. TwoNodes, "--", .. Pair]).Text);
        Wait.Until(() => Training.HasSaved(_folder.Path), TimeSpan.FromSeconds(60), () => slurm.Describe(job));
        return job;
    }

    private static byte[] Uninterrupted(SlurmCluster slurm) => slurm.Once("two ranks", () =>
    {
        using var folder = new TemporaryFolder();
        slurm.Auscult(folder.Path, ["launch", "-n", "2", "--", .. Pair]).ExitCode.ShouldBe(0);
        return Weights(folder.Path);
    });

    private static byte[] Weights(string folder) => File.ReadAllBytes(Path.Combine(folder, "run", "checkpoints", "step-00000080", "weights.safetensors"));

    private List<(long Step, double Value)> Losses(string file) =>
    [
        .. File.ReadLines(Path.Combine(_folder.Path, file)).Select(line => JsonDocument.Parse(line).RootElement)
            .Where(line => line.GetProperty("name").GetString() == "train/loss")
            .Select(line => (line.GetProperty("step").GetInt64(), line.GetProperty("value").GetDouble())),
    ];
}

using Auscult.Cli.Tests;

namespace Auscult.Cluster.Tests.Slurm;

/// <summary>Jobs that are stopped in their middle: they go back to the queue, and end as if nothing had been.</summary>
[Collection(SlurmCollection.Name)]
public sealed class RequeueTests(SlurmCluster slurm) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SlurmTheory]
    [InlineData("scancel", "--signal=USR1", "--full")]
    [InlineData("scontrol", "requeue")]
    public void A_preempted_training_ends_with_the_weights_of_an_uninterrupted_one(string program, params string[] arguments)
    {
        var job = Submit();
        Wait.Until(() => Training.HasSaved(_folder.Path), TimeSpan.FromSeconds(60), () => slurm.Describe(job));

        slurm.Run(program, [.. arguments, job]);
        var end = slurm.WaitFor(job).ShouldHaveSingleItem();

        (end["JobState"], end["ExitCode"], end["Restarts"]).ShouldBe(("COMPLETED", "0:0", "1"));
        // The log holds both starts: the second did not write over the first.
        var log = File.ReadAllText(end["StdOut"]);
        log.ShouldContain("after the current step");
        log.ShouldContain($"{Training.Steps} steps");
        Training.Weights(_folder.Path).ShouldBe(Uninterrupted(slurm));
    }

    [SlurmFact]
    public void A_lost_node_gives_its_job_to_another()
    {
        var job = Submit();
        Wait.Until(() => Training.HasSaved(_folder.Path), TimeSpan.FromSeconds(60), () => slurm.Describe(job));
        var node = slurm.Show(job)[0]["NodeList"];

        slurm.Daemons.KillNode(node);
        slurm.Run("scontrol", "update", $"nodename={node}", "state=down", "reason=lost");
        var end = slurm.WaitFor(job).ShouldHaveSingleItem();
        slurm.Daemons.StartNode(node);

        (end["JobState"], end["Restarts"]).ShouldBe(("COMPLETED", "1"));
        end["NodeList"].ShouldNotBe(node);
        Training.Weights(_folder.Path).ShouldBe(Uninterrupted(slurm));
    }

    [SlurmFact]
    public void A_job_without_requeue_keeps_its_75()
    {
        var job = Submit("cluster.slurm.requeue=false");
        Wait.Until(() => Training.HasSaved(_folder.Path), TimeSpan.FromSeconds(60), () => slurm.Describe(job));

        slurm.Run("scancel", "--signal=USR1", job);

        var end = slurm.WaitFor(job).ShouldHaveSingleItem();
        (end["JobState"], end["ExitCode"], end["Restarts"]).ShouldBe(("FAILED", "75:0", "0"));
    }

    [SlurmFact]
    public void Bad_input_is_not_tried_again()
    {
        var job = SlurmCluster.JobOf(slurm.Auscult(_folder.Path, "submit", "slurm", "--", "train", "data.root=absent").Text);

        var end = slurm.WaitFor(job).ShouldHaveSingleItem();
        (end["JobState"], end["ExitCode"], end["Restarts"]).ShouldBe(("FAILED", "2:0", "0"));
    }

    [SlurmTheory]
    [InlineData("cluster.slurm.partition=nowhere", "invalid partition specified: nowhere")]
    [InlineData("cluster.slurm.options=[--constraint=absent]", "Invalid feature specification")]
    public void What_sbatch_refuses_is_one_line_and_exit_code_2(string setting, string expected)
    {
        var (exitCode, output, error) = slurm.Auscult(_folder.Path, "submit", "slurm", setting, "--", "train");
        (exitCode, output).ShouldBe((2, ""), error);
        error.ShouldContain(expected);
        error.TrimEnd().ShouldNotContain('\n');
    }

    private static byte[] Uninterrupted(SlurmCluster slurm) => slurm.Once("one rank", () =>
    {
        using var folder = new TemporaryFolder();
        slurm.Auscult(folder.Path, ["train", .. Training.Stoppable]).ExitCode.ShouldBe(0);
        return Training.Weights(folder.Path);
    });

    private string Submit(params string[] settings) =>
        SlurmCluster.JobOf(slurm.Auscult(_folder.Path, ["submit", "slurm", .. settings, "--", "train", .. Training.Stoppable]).Text);
}

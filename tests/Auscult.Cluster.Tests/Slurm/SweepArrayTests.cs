using System.Text.Json;
using Auscult.Cli.Tests;

namespace Auscult.Cluster.Tests.Slurm;

/// <summary><c>auscult sweep --slurm</c>: workers of an array share the trials of one folder.</summary>
[Collection(SlurmCollection.Name)]
public sealed class SweepArrayTests(SlurmCluster slurm) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SlurmFact]
    public void An_array_of_two_workers_runs_every_trial_once()
    {
        _folder.Write("mine.yaml",
            """
            method: random
            metric: { name: validation/loss, goal: minimize }
            run_cap: 2
            parameters:
              train.learning_rate: { distribution: log_uniform_values, min: 0.001, max: 0.01 }
            """);
        string[] sweep = ["sweep", "mine.yaml", "--out", "sweep", .. Training.Quick];

        var job = SlurmCluster.JobOf(slurm.Auscult(_folder.Path, [.. sweep, "--slurm", "--workers", "2"]).Text);
        var tasks = slurm.WaitFor(job);

        tasks.Select(task => (task["JobState"], task["ExitCode"])).ShouldBe([("COMPLETED", "0:0"), ("COMPLETED", "0:0")]);
        tasks.Select(task => task["NodeList"]).Order(StringComparer.Ordinal).ShouldBe(["n1", "n2"]);
        // Nothing is left to do: the same command on this machine only tells the results.
        using var results = JsonDocument.Parse(slurm.Auscult(_folder.Path, [.. sweep, "--json", "-"]).Text);
        var trials = results.RootElement.GetProperty("trials").EnumerateArray().ToArray();
        trials.Select(trial => (trial.GetProperty("state").GetString()!.ToLowerInvariant(), trial.GetProperty("attempts").GetInt32()))
            .ShouldBe([("complete", 1), ("complete", 1)]);
        foreach (var task in tasks)
            File.ReadAllText(task["StdOut"]).ShouldContain("trial ");
    }
}

using Auscult.Cli.Hosting;
using Auscult.Cluster;
using Auscult.Cluster.Slurm;

namespace Auscult.Cli.Verbs.Sweeps;

/// <summary>
/// A sweep as a job of Slurm: an array of equal tasks, each a worker at the same folder. Whatever ends a task, another one or a later job goes on with its
/// trial; one that was warned of its time limit goes back to the queue.
/// </summary>
/// <param name="job">The sweep.</param>
/// <param name="sweep">The sweep file as the user named it.</param>
/// <param name="overrides">The user's overrides.</param>
/// <param name="workers">Number of tasks.</param>
/// <param name="options">Options of sbatch, such as <c>--partition=gpu</c>.</param>
internal sealed class SweepArray(SweepJob job, string sweep, IReadOnlyList<string> overrides, int workers, IReadOnlyList<string> options)
{
    /// <summary>The batch script.</summary>
    public string Script { get; } = BatchScript.Render(
        new ClusterConfig { Name = $"sweep-{job.File.Name}", Array = workers, Logs = job.Folder.Location, Slurm = new SlurmConfig { Options = options } },
        new JobCommand(ThisProgram.Command,
        [
            "sweep", File.Exists(sweep) ? Path.GetFullPath(sweep) : sweep, .. job.ConfigOption, "--out", job.Folder.Location, "--workers", "1", .. overrides,
        ]),
        Environment.CurrentDirectory);

    /// <summary>Writes the script into the sweep's folder and hands it to Slurm.</summary>
    /// <exception cref="Foundation.InputException">This machine has no sbatch, or it refuses.</exception>
    public SubmittedJob Submit() => Sbatch.Submit(Script, Path.Combine(job.Folder.Location, "sweep.sbatch"), job.Folder.Location);
}

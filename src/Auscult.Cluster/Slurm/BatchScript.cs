using System.Globalization;
using System.Text;

namespace Auscult.Cluster.Slurm;

/// <summary>
/// The batch script of a job: the options of sbatch, then one srun that starts every rank. Slurm's warning goes to the ranks, which save and exit with 75;
/// the script, which unlike a container has Slurm's commands, then puts the job back into the queue.
/// </summary>
public static class BatchScript
{
    /// <summary>The script.</summary>
    /// <param name="config">What the job needs.</param>
    /// <param name="command">What it runs.</param>
    /// <param name="folder">The current folder, absolute.</param>
    public static string Render(ClusterConfig config, JobCommand command, string folder)
    {
        var script = new StringBuilder("#!/bin/bash\n");
        foreach (var option in Options(config, command, folder))
            script.Append("#SBATCH ").Append(option).Append('\n');
        script.Append(Prologue(config)).Append('\n');
        foreach (var (name, value) in config.Environment)
            script.Append("export ").Append(name).Append('=').Append(ShellText.Word(value)).Append('\n');
        if (config.Array is not null)
            script.Append("export ").Append(Restart.ArrayIndex).Append("=$SLURM_ARRAY_TASK_ID\n");
        // Without it the ranks take a port that follows from the number of the job.
        if (config.MasterPort is { } port)
            script.Append(Invariant($"export MASTER_PORT={port}\n"));
        script.Append("cd ").Append(ShellText.Word(Path.GetFullPath(config.WorkingDirectory ?? ".", folder))).Append("\n\n");
        script.Append(Start(config, command, folder)).Append('\n');
        return script.Append(End(config)).ToString().ReplaceLineEndings("\n");
    }

    private static IEnumerable<string> Options(ClusterConfig config, JobCommand command, string folder)
    {
        var slurm = config.Slurm;
        yield return $"--job-name={config.Name ?? command.Verb}";
        yield return Invariant($"--nodes={config.Nodes}");
        yield return Invariant($"--ntasks-per-node={config.TasksPerNode}");
        if (config.CpusPerTask is { } cpus)
            yield return Invariant($"--cpus-per-task={cpus}");
        if (config.GpusPerTask > 0)
            yield return Invariant($"--gpus-per-node={config.GpusPerTask * config.TasksPerNode}");
        if (config.MemoryGib is { } memory)
            yield return Invariant($"--mem={memory * config.TasksPerNode}G");
        if (config.TimeMinutes is { } time)
            yield return Invariant($"--time={time}");
        foreach (var (name, value) in new[] { ("partition", slurm.Partition), ("account", slurm.Account), ("qos", slurm.Qos) })
        {
            if (value is not null)
                yield return $"--{name}={value}";
        }
        if (config.Array is { } array)
            yield return Invariant($"--array=0-{array - 1}") + (config.ArrayParallelism is { } limit ? Invariant($"%{limit}") : "");
        yield return "--output=" + ShellText.Value(Path.Combine(Path.GetFullPath(config.Logs, folder), config.Array is null ? "%x-%j.txt" : "%x-%A_%a.txt"));
        yield return "--open-mode=append";
        yield return slurm.Requeue ? "--requeue" : "--no-requeue";
        yield return Invariant($"--signal={Signal(config)}@{config.GraceSeconds}");
        foreach (var option in slurm.Options)
            yield return option;
    }

    private static string Prologue(ClusterConfig config) =>
        $$$"""

        # What libtorch reads when it is loaded.
        export OMP_WAIT_POLICY=${OMP_WAIT_POLICY:-passive}
        export OMP_NUM_THREADS=${OMP_NUM_THREADS:-${SLURM_CPUS_PER_TASK:-1}}
        export MALLOC_MMAP_THRESHOLD_=${MALLOC_MMAP_THRESHOLD_:-33554432}
        export MALLOC_TRIM_THRESHOLD_=${MALLOC_TRIM_THRESHOLD_:-1073741824}
        # A signal to this script is not one to its step: pass it on, and wait again. Slurm sends SIGTERM to both.
        work= signalled=1
        trap 'signalled=1; kill -{{{Signal(config)}}} $work' {{{Signal(config)}}}
        trap 'signalled=1' TERM
        """;

    // A rank that ended leaves the others the time that they need to save.
    private static string Start(ClusterConfig config, JobCommand command, string folder)
    {
        var words = new List<string> { "srun", "--kill-on-bad-exit=0", Invariant($"--wait={config.GraceSeconds}") };
        if (config.CpusPerTask is { } cpus)
            words.Add(Invariant($"--cpus-per-task={cpus}"));
        if (config.Slurm.Image is { } image)
        {
            words.AddRange(["apptainer", "exec", "--pwd", Path.GetFullPath(config.WorkingDirectory ?? ".", folder), "--bind"]);
            words.Add(string.Join(',', config.Slurm.Binds.Prepend(Path.GetFullPath(config.WorkingDirectory ?? ".", folder))));
            if (config.GpusPerTask > 0)
                words.Add("--nv");
            words.AddRange([Path.GetFullPath(image, folder), "auscult"]);
        }
        else
        {
            words.AddRange(command.Program);
        }
        words.AddRange(command.Words);
        return string.Join(' ', words.Select(ShellText.Word)) + " &";
    }

    private static string End(ClusterConfig config)
    {
        const string wait =
            """
            work=$!
            while ((signalled)); do
              signalled=0
              wait "$work"
              status=$?
            done

            """;
        const string exit = "exit \"$status\"\n";
        var job = config.Array is null ? "$SLURM_JOB_ID" : "${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID";
        return !config.Slurm.Requeue ? wait + exit : wait +
            $"""
            # 75: saved, start me again. 138 and 140: the warning came before the program could hear it.
            if ((status == 75 || status == 138 || status == 140)); then
              scontrol requeue "{job}"
            fi

            """ + exit;
    }

    private static string Signal(ClusterConfig config) => config.Slurm.Signal.ToString().ToUpperInvariant();

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

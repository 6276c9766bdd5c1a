using System.Diagnostics;
using Auscult.Cli.Hosting;
using Auscult.Foundation;

namespace Auscult.Cli.Verbs.Sweeps;

/// <summary>The batch script of a sweep: an array of equal tasks, each a worker at the same folder.</summary>
internal static class SlurmScript
{
    private const string Submitter = "sbatch";

    /// <summary>The script.</summary>
    /// <param name="job">The sweep.</param>
    /// <param name="sweep">The sweep file as the user named it.</param>
    /// <param name="overrides">The user's overrides.</param>
    /// <param name="workers">Number of tasks.</param>
    /// <param name="options">Options of sbatch, such as <c>--partition=gpu</c>.</param>
    public static string Render(SweepJob job, string sweep, IReadOnlyList<string> overrides, int workers, IReadOnlyList<string> options)
    {
        IReadOnlyList<string> command =
            [
                .. ThisProgram.Command, "sweep", File.Exists(sweep) ? Path.GetFullPath(sweep) : sweep, .. job.ConfigOption,
                "--out", job.Folder.Location, "--workers", "1", .. overrides,
            ];
        return $$$"""
            #!/bin/bash
            #SBATCH --job-name=sweep-{{{job.File.Name}}}
            #SBATCH --array=0-{{{workers - 1}}}
            #SBATCH --output={{{job.Folder.Location}}}/slurm-%A_%a.txt
            #SBATCH --open-mode=append
            #SBATCH --requeue
            #SBATCH --signal=B:TERM@120
            {{{string.Concat(options.Select(option => $"#SBATCH {option}\n"))}}}
            # Every task takes trials from the same folder until none is left; whatever ends a task, another one or a later job goes on with its trial.
            export OMP_WAIT_POLICY="${OMP_WAIT_POLICY:-passive}"
            export OMP_NUM_THREADS="${OMP_NUM_THREADS:-${SLURM_CPUS_PER_TASK:-1}}"
            cd {{{Quoted(Environment.CurrentDirectory)}}}
            exec {{{string.Join(' ', command.Select(Quoted))}}}

            """.ReplaceLineEndings("\n");
    }

    /// <summary>Writes the script into the sweep's folder and hands it to Slurm.</summary>
    /// <exception cref="InputException">This machine has no sbatch, or it refuses.</exception>
    public static void Submit(SweepJob job, string script, CliServices services)
    {
        var path = Path.Combine(job.Folder.Location, "sweep.sbatch");
        AtomicFile.WriteAllText(path, script);
        try
        {
            using var process = Process.Start(new ProcessStartInfo(Submitter, [path])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var error = process.StandardError.ReadToEndAsync();
            services.Output.Write(process.StandardOutput.ReadToEnd());
            process.WaitForExit();
            if (process.ExitCode != 0)
                throw new InputException($"sbatch refused it: {error.GetAwaiter().GetResult().Trim()}", path,
                    remedy: "give its options with --sbatch");
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new InputException("this machine has no sbatch", path,
                remedy: "submit the script from one that has it, or leave --slurm out", inner: e);
        }
    }

    private static string Quoted(string word) =>
        word.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '_' or '-' or '=' or ':' or ',' or '+') && word.Length > 0
            ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}

using System.ComponentModel;
using System.Diagnostics;
using Auscult.Foundation;

namespace Auscult.Cluster;

/// <summary>A scheduler's own command that takes jobs.</summary>
internal static class Scheduler
{
    /// <summary>Runs it; what it printed.</summary>
    /// <param name="program">Such as <c>sbatch</c>.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="file">The rendered job, for messages.</param>
    /// <exception cref="InputException">This machine lacks the command, or it refuses.</exception>
    public static string Run(string program, IReadOnlyList<string> arguments, string file)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0
                ? output
                : throw new InputException($"{program} refused it: {error.GetAwaiter().GetResult().Trim().ReplaceLineEndings(" ")}", file);
        }
        catch (Win32Exception e)
        {
            throw new InputException(
                $"this machine has no {program}", file, remedy: $"submit the file from one that has it, or look at it with --dry-run", inner: e);
        }
    }
}

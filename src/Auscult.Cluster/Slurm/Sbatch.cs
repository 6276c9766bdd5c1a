using System.Text.RegularExpressions;
using Auscult.Foundation;

namespace Auscult.Cluster.Slurm;

/// <summary>Hands batch scripts to Slurm.</summary>
public static partial class Sbatch
{
    /// <summary>Writes the script and submits it.</summary>
    /// <param name="script">The script (<see cref="BatchScript"/>).</param>
    /// <param name="file">Where to keep it.</param>
    /// <param name="logs">Folder of log files, which Slurm does not create.</param>
    /// <exception cref="InputException">This machine has no sbatch, or it refuses.</exception>
    public static SubmittedJob Submit(string script, string file, string logs)
    {
        Directory.CreateDirectory(logs);
        AtomicFile.WriteAllText(file, script);
        var answer = Scheduler.Run("sbatch", [file], file).Trim();
        return new SubmittedJob("slurm", JobPattern().Match(answer).Groups["job"].Value, file, answer);
    }

    [GeneratedRegex(@"Submitted batch job (?<job>\d+)", RegexOptions.ExplicitCapture)]
    private static partial Regex JobPattern();
}

namespace Auscult.Cluster.Tests.Slurm;

/// <summary>A test on real Slurm daemons; skipped where they are not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SlurmFactAttribute : FactAttribute
{
    private static readonly string[] Programs = ["munged", "slurmctld", "slurmd", "sbatch", "srun", "scontrol"];

    public SlurmFactAttribute()
    {
        if (Programs.Where(program => Shell.Find(program) is null).ToArray() is { Length: > 0 } missing)
            Skip = $"needs {string.Join(", ", missing)}: 'eng/setup/slurm.sh' installs them";
    }
}

namespace Auscult.Cluster.Tests.Slurm;

/// <summary>A test on real Slurm daemons; skipped where they are not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SlurmFactAttribute : FactAttribute
{
    private static readonly string[] Programs = ["munged", "slurmctld", "slurmd", "sbatch", "srun", "scontrol"];

    public SlurmFactAttribute() => Skip = Missing;

    /// <summary>What to install; null where everything is there.</summary>
    internal static string? Missing { get; } = Programs.Where(program => Shell.Find(program) is null).ToArray() is { Length: > 0 } missing
        ? $"needs {string.Join(", ", missing)}: 'eng/setup/slurm.sh' installs them" : null;
}

/// <summary>As <see cref="SlurmFactAttribute"/>, once for each row of data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SlurmTheoryAttribute : TheoryAttribute
{
    public SlurmTheoryAttribute() => Skip = SlurmFactAttribute.Missing;
}

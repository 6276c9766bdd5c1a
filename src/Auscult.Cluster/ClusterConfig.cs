using System.ComponentModel.DataAnnotations;
using Auscult.Cluster.Kubernetes;
using Auscult.Cluster.Slurm;

namespace Auscult.Cluster;

/// <summary>The <c>cluster</c> section: what a job needs, and the settings of the two schedulers that can run it.</summary>
public sealed record ClusterConfig : IValidatableObject
{
    /// <summary>Name of the job; null (the default) is the verb that it runs.</summary>
    [RegularExpression(@"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?", ErrorMessage = "{0} must be letters, digits, '-', '_' and '.'")]
    public string? Name { get; init; }

    /// <summary>Machines (Slurm); with <see cref="TasksPerNode"/> the number of ranks. Default 1.</summary>
    [Range(1, 100_000)]
    public int Nodes { get; init; } = 1;

    /// <summary>Ranks on each machine; default 1. More than one rank in all is one distributed training.</summary>
    [Range(1, 1024)]
    public int TasksPerNode { get; init; } = 1;

    /// <summary>Processors of each rank; null (the default) is what the scheduler gives.</summary>
    [Range(1, 4096)]
    public int? CpusPerTask { get; init; }

    /// <summary>GPUs of each rank; default 0.</summary>
    [Range(0, 64)]
    public int GpusPerTask { get; init; }

    /// <summary>Memory of each rank in GiB; null (the default) is what the scheduler gives.</summary>
    [Range(1, 1_000_000)]
    public int? MemoryGib { get; init; }

    /// <summary>Longest time that one start of the job takes, in minutes; null (the default) is the scheduler's own limit.</summary>
    [Range(1, 10_000_000)]
    public int? TimeMinutes { get; init; }

    /// <summary>
    /// Independent runs of the same command; each finds its number, from 0, in <c>AUSCULT_ARRAY_INDEX</c>. Null (the default): one run, without a number.
    /// </summary>
    [Range(1, 100_000)]
    public int? Array { get; init; }

    /// <summary>How many runs of the <see cref="Array"/> are at work at a time; null (the default): as many as there is room for.</summary>
    [Range(1, 100_000)]
    public int? ArrayParallelism { get; init; }

    /// <summary>How long before its end a job is told to save, and how long it may take for that, in seconds; default 120.</summary>
    [Range(1, 65_535)]
    public int GraceSeconds { get; init; } = 120;

    /// <summary>Folder where the command runs; null (the default) is the current one with Slurm, and where runs are kept with Kubernetes.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Folder of what was submitted, and of Slurm's log files; default <c>logs</c>.</summary>
    public string Logs { get; init; } = "logs";

    /// <summary>Further environment variables; default none.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Port of rank 0 where ranks meet; null (the default) follows from the job's number with Slurm, and is 29500 with Kubernetes.</summary>
    [Range(1, 65_535)]
    public int? MasterPort { get; init; }

    /// <summary>Settings of Slurm.</summary>
    public SlurmConfig Slurm { get; init; } = new();

    /// <summary>Settings of Kubernetes.</summary>
    public KubernetesConfig Kubernetes { get; init; } = new();

    /// <summary>Number of ranks.</summary>
    internal int Ranks => Nodes * TasksPerNode;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ArrayParallelism is not null && Array is null)
            yield return new ValidationResult("'array_parallelism' needs 'array'");
        foreach (var (name, value) in Environment)
        {
            if (!name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') || name.Length == 0 || char.IsAsciiDigit(name[0]))
                yield return new ValidationResult($"'environment' has a name that is none: '{name}'");
            if (value.Contains('\n', StringComparison.Ordinal))
                yield return new ValidationResult($"'environment.{name}' must be one line");
        }
    }
}

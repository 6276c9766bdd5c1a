using System.ComponentModel.DataAnnotations;

namespace Auscult.Cluster.Slurm;

/// <summary>The signal by which Slurm tells a job that its time is up.</summary>
public enum WarningSignal
{
    /// <summary>SIGUSR1.</summary>
    Usr1,

    /// <summary>SIGUSR2, where a communication library keeps SIGUSR1 for itself.</summary>
    Usr2,
}

/// <summary>The <c>cluster.slurm</c> section.</summary>
public sealed record SlurmConfig : IValidatableObject
{
    /// <summary>Partition; null (the default) is the cluster's own.</summary>
    public string? Partition { get; init; }

    /// <summary>Account that pays; null (the default) is the user's own.</summary>
    public string? Account { get; init; }

    /// <summary>Quality of service; null (the default): none is asked for.</summary>
    public string? Qos { get; init; }

    /// <summary>The signal that comes <c>grace_seconds</c> before the time limit; default <c>usr1</c>.</summary>
    public WarningSignal Signal { get; init; } = WarningSignal.Usr1;

    /// <summary>Whether a job that was stopped goes back to the queue; default true.</summary>
    public bool Requeue { get; init; } = true;

    /// <summary>Further options of sbatch, such as <c>--constraint=h100</c>; default none.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>Apptainer image in which the command runs (deploy/auscult.def); null (the default): without a container.</summary>
    public string? Image { get; init; }

    /// <summary>Folders that the container sees beside the working directory, as <c>from[:to[:ro]]</c>; default none.</summary>
    public IReadOnlyList<string> Binds { get; init; } = [];

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var option in Options)
        {
            if (!option.StartsWith('-') || option.Contains('\n', StringComparison.Ordinal))
                yield return new ValidationResult($"'options' holds '{option}', which is no option of sbatch");
        }
        foreach (var (name, value) in new[] { ("partition", Partition), ("account", Account), ("qos", Qos) })
        {
            if (value?.Any(c => char.IsWhiteSpace(c) || c is '"' or '\'') == true)
                yield return new ValidationResult($"'{name}' must be one word");
        }
        if (Binds.Count > 0 && Image is null)
            yield return new ValidationResult("'binds' need an 'image'");
    }
}

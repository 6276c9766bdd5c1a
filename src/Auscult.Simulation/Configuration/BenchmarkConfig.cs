using System.ComponentModel.DataAnnotations;
using Auscult.Simulation.Serving.Settings;

namespace Auscult.Simulation.Configuration;

/// <summary>
/// Several clusters in one dataset, one after the other in time: pools of parts by name, and splits that draw their members from these pools.
/// What a split does not name, its members do not have.
/// </summary>
public sealed record BenchmarkConfig : IValidatableObject
{
    /// <summary>Names of splits that the rest of the program knows.</summary>
    private static readonly string[] SplitNames = ["train", "validation", "test"];

    /// <summary>Machine rooms by name.</summary>
    public required IReadOnlyDictionary<string, MachineRoomConfig> Rooms { get; init; }

    /// <summary>Accelerators by name; one takes the place of the room's own.</summary>
    public required IReadOnlyDictionary<string, AcceleratorConfig> Accelerators { get; init; }

    /// <summary>Jobs by name.</summary>
    public required IReadOnlyDictionary<string, JobShapeConfig> Jobs { get; init; }

    /// <summary>Exporters by name.</summary>
    public required IReadOnlyDictionary<string, ExporterConfig> Exporters { get; init; }

    /// <summary>Members by split: <c>train</c>, <c>validation</c>, <c>test</c>.</summary>
    public required IReadOnlyDictionary<string, BenchmarkSplitConfig> Splits { get; init; }

    /// <summary>Longest time between two members, drawn uniformly, so that they see all hours of the day. Default one day.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan MaxGap { get; init; } = TimeSpan.FromDays(1);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (name, split) in Splits)
        {
            if (!SplitNames.Contains(name, StringComparer.Ordinal))
                yield return new ValidationResult($"unknown split '{name}'; there are {string.Join(", ", SplitNames)}");
            foreach (var problem in Missing(name, "rooms", split.Rooms, Rooms.Keys)
                .Concat(Missing(name, "accelerators", split.Accelerators, Accelerators.Keys))
                .Concat(Missing(name, "jobs", split.Jobs, Jobs.Keys))
                .Concat(Missing(name, "exporters", split.Exporters, Exporters.Keys)))
            {
                yield return problem;
            }
        }
    }

    private static IEnumerable<ValidationResult> Missing(string split, string pool, IReadOnlyList<string> names, IEnumerable<string> known)
    {
        if (names.Count == 0)
            yield return new ValidationResult($"splits.{split}.{pool} is empty");
        foreach (var name in names.Except(known, StringComparer.Ordinal))
            yield return new ValidationResult($"splits.{split}.{pool} names '{name}', which {pool} does not have");
    }
}

/// <summary>What runs in a member: one of both.</summary>
public sealed record JobShapeConfig : IValidatableObject
{
    /// <summary>A training.</summary>
    public TrainingJobConfig? Training { get; init; }

    /// <summary>A serving fleet.</summary>
    public ServingConfig? Serving { get; init; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Training is null == Serving is null)
            yield return new ValidationResult("a job needs training or serving, and not both");
    }
}

/// <summary>The members of one split: how many, and what they are drawn from.</summary>
public sealed record BenchmarkSplitConfig : IValidatableObject
{
    /// <summary>Clusters.</summary>
    [Range(1, 10_000)]
    public required int Members { get; init; }

    /// <summary>Simulated time of a member.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public required TimeSpan Recording { get; init; }

    /// <summary>Machine rooms to draw from.</summary>
    public required IReadOnlyList<string> Rooms { get; init; }

    /// <summary>Accelerators to draw from.</summary>
    public required IReadOnlyList<string> Accelerators { get; init; }

    /// <summary>Jobs to draw from.</summary>
    public required IReadOnlyList<string> Jobs { get; init; }

    /// <summary>Exporters to draw from.</summary>
    public required IReadOnlyList<string> Exporters { get; init; }

    /// <summary>Factors on the measurement noise to draw from.</summary>
    public IReadOnlyList<double> Noise { get; init; } = [1];

    /// <summary>Air at the inlets, degrees Celsius, to draw from; empty: the room's own.</summary>
    public IReadOnlyList<double> AmbientCelsius { get; init; } = [];

    /// <summary>Classes of faults, dealt evenly over the members they fit.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>Faults of a member.</summary>
    [Range(0, 100_000)]
    public int FaultsPerMember { get; init; }

    /// <summary>Classes of benign events, dealt the same way. Checkpoints and the like come from the job.</summary>
    public IReadOnlyList<string> BenignClasses { get; init; } = [];

    /// <summary>Dealt benign events of a member.</summary>
    [Range(0, 100_000)]
    public int BenignPerMember { get; init; }

    /// <summary>Shortest fault or benign event. All classes draw their length from the same range, so that the length alone tells nothing. Default 60 s.</summary>
    public TimeSpan MinFault { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest fault; lengths are uniform in the logarithm. Default 180 s.</summary>
    public TimeSpan MaxFault { get; init; } = TimeSpan.FromSeconds(180);

    /// <summary>Time at the start of a member without any. Default 120 s.</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Share of faults that start while the one before still lasts. Default 0.</summary>
    [Range(0.0, 1.0)]
    public double OverlapShare { get; init; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (FaultsPerMember > 0 && Classes.Count == 0)
            yield return new ValidationResult("faults_per_member needs classes");
        if (BenignPerMember > 0 && BenignClasses.Count == 0)
            yield return new ValidationResult("benign_per_member needs benign_classes");
        if (MinFault <= TimeSpan.Zero || MaxFault < MinFault)
            yield return new ValidationResult("max_fault_seconds is below min_fault_seconds, or that is not positive");
        if (Noise.Count == 0 || Noise.Any(level => level is < 0 or > 100))
            yield return new ValidationResult("noise needs levels from 0 to 100");
        if ((Recording - Quiet) / Math.Max(1, Math.Max(FaultsPerMember, BenignPerMember)) <= MaxFault)
            yield return new ValidationResult("recording_seconds has no room for so many events of max_fault_seconds per member");
    }
}

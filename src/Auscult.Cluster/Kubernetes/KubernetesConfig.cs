using System.ComponentModel.DataAnnotations;

namespace Auscult.Cluster.Kubernetes;

/// <summary>What Kubernetes runs.</summary>
public enum WorkloadKind
{
    /// <summary>An Indexed Job: one pod for each rank, or for each run of an array.</summary>
    Job,

    /// <summary>A CronJob: the same command again and again, never two at a time.</summary>
    CronJob,

    /// <summary>A JobSet (jobset.x-k8s.io): the ranks of one training, started again together when one of them is lost.</summary>
    JobSet,
}

/// <summary>The <c>cluster.kubernetes</c> section.</summary>
public sealed record KubernetesConfig : IValidatableObject
{
    /// <summary>Default <c>job</c>.</summary>
    public WorkloadKind Kind { get; init; } = WorkloadKind.Job;

    /// <summary>Namespace; null (the default) is kubectl's own.</summary>
    public string? Namespace { get; init; }

    /// <summary>Image of deploy/Dockerfile; default <c>auscult:latest</c>.</summary>
    [Required]
    public string Image { get; init; } = "auscult:latest";

    /// <summary>When a node fetches the image: <c>Always</c>, <c>IfNotPresent</c> or <c>Never</c>; default <c>IfNotPresent</c>.</summary>
    [AllowedValues("Always", "IfNotPresent", "Never")]
    public string ImagePullPolicy { get; init; } = "IfNotPresent";

    /// <summary>Claim of the volume that holds datasets, mounted read-only; null (the default): none.</summary>
    public string? DatasetClaim { get; init; }

    /// <summary>Where it is mounted; default <c>/data</c>.</summary>
    public string DatasetPath { get; init; } = "/data";

    /// <summary>Claim of the volume that keeps runs; every rank writes to it or reads from it. Null (the default): runs are gone with their pods.</summary>
    public string? RunsClaim { get; init; }

    /// <summary>Where it is mounted, and where the command runs; default <c>/runs</c>.</summary>
    public string RunsPath { get; init; } = "/runs";

    /// <summary>Shared memory of each pod in GiB; default 1.</summary>
    [Range(0, 100_000)]
    public int SharedMemoryGib { get; init; } = 1;

    /// <summary>Name of the resource that counts GPUs; default <c>nvidia.com/gpu</c>.</summary>
    public string GpuResource { get; init; } = "nvidia.com/gpu";

    /// <summary>Labels that a node must have; default none.</summary>
    public IReadOnlyDictionary<string, string> NodeSelector { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Keys of taints that do not keep pods away; default none.</summary>
    public IReadOnlyList<string> Tolerations { get; init; } = [];

    /// <summary>Service account; null (the default) is the namespace's own.</summary>
    public string? ServiceAccount { get; init; }

    /// <summary>
    /// Failures after which the job is given up: of pods, or of the whole set for a JobSet. Exit code 75 and pods that the cluster took away do not count,
    /// exit codes 2 and 3 end the job at once. Default 6.
    /// </summary>
    [Range(0, 10_000)]
    public int MaxFailures { get; init; } = 6;

    /// <summary>How long a finished job stays, in seconds; null (the default): until somebody deletes it.</summary>
    [Range(0, int.MaxValue)]
    public int? KeepSeconds { get; init; }

    /// <summary>When a CronJob starts, as in crontab(5); needed for that kind. Default null.</summary>
    public string? Schedule { get; init; }

    /// <summary>Time zone of <see cref="Schedule"/>, such as <c>Etc/UTC</c>; null (the default) is the controller's.</summary>
    public string? TimeZone { get; init; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Kind == WorkloadKind.CronJob && Schedule is null)
            yield return new ValidationResult("a cron_job needs a 'schedule', such as '0 3 * * 1'");
        if (Schedule is not null && Schedule.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length != 5 && !Schedule.StartsWith('@'))
            yield return new ValidationResult($"'schedule' must have five fields, as in crontab(5); it is '{Schedule}'");
        foreach (var (name, path) in new[] { ("dataset_path", DatasetPath), ("runs_path", RunsPath) })
        {
            if (!path.StartsWith('/'))
                yield return new ValidationResult($"'{name}' must be absolute");
        }
    }
}

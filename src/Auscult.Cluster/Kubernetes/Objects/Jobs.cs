namespace Auscult.Cluster.Kubernetes.Objects;

/// <summary><c>JobSpec</c> of batch/v1.</summary>
internal sealed record JobSpec
{
    public string? CompletionMode { get; init; }

    public int? Completions { get; init; }

    public int? Parallelism { get; init; }

    public int? BackoffLimit { get; init; }

    public int? TtlSecondsAfterFinished { get; init; }

    public string? PodReplacementPolicy { get; init; }

    public PodFailurePolicy? PodFailurePolicy { get; init; }

    public required PodTemplate Template { get; init; }
}

/// <summary><c>PodFailurePolicy</c>: the first rule that fits says what a failed pod means.</summary>
internal sealed record PodFailurePolicy
{
    public required List<PodFailureRule> Rules { get; init; }
}

/// <summary><c>PodFailurePolicyRule</c>: by exit code or by condition.</summary>
internal sealed record PodFailureRule
{
    public required string Action { get; init; }

    public ExitCodes? OnExitCodes { get; init; }

    public List<PodCondition>? OnPodConditions { get; init; }
}

/// <summary><c>PodFailurePolicyOnExitCodesRequirement</c>.</summary>
internal sealed record ExitCodes
{
    public required string ContainerName { get; init; }

    public required string Operator { get; init; }

    public required List<int> Values { get; init; }
}

/// <summary><c>PodFailurePolicyOnPodConditionsPattern</c>.</summary>
internal sealed record PodCondition
{
    public required string Type { get; init; }

    public required string Status { get; init; }
}

/// <summary><c>JobTemplateSpec</c>.</summary>
internal sealed record JobTemplate
{
    public required JobSpec Spec { get; init; }
}

/// <summary><c>CronJobSpec</c> of batch/v1.</summary>
internal sealed record CronJobSpec
{
    public required string Schedule { get; init; }

    public string? TimeZone { get; init; }

    public string? ConcurrencyPolicy { get; init; }

    public int? StartingDeadlineSeconds { get; init; }

    public int? SuccessfulJobsHistoryLimit { get; init; }

    public int? FailedJobsHistoryLimit { get; init; }

    public required JobTemplate JobTemplate { get; init; }
}

/// <summary><c>JobSetSpec</c> of jobset.x-k8s.io/v1alpha2.</summary>
internal sealed record JobSetSpec
{
    public JobSetNetwork? Network { get; init; }

    public JobSetFailurePolicy? FailurePolicy { get; init; }

    public int? TtlSecondsAfterFinished { get; init; }

    public required List<ReplicatedJob> ReplicatedJobs { get; init; }
}

/// <summary><c>Network</c> of a JobSet.</summary>
internal sealed record JobSetNetwork
{
    public bool? EnableDNSHostnames { get; init; }

    public bool? PublishNotReadyAddresses { get; init; }
}

/// <summary><c>FailurePolicy</c> of a JobSet.</summary>
internal sealed record JobSetFailurePolicy
{
    public int? MaxRestarts { get; init; }

    public List<JobSetFailureRule>? Rules { get; init; }
}

/// <summary><c>FailurePolicyRule</c> of a JobSet.</summary>
internal sealed record JobSetFailureRule
{
    public required string Name { get; init; }

    public required string Action { get; init; }

    public List<string>? OnJobFailureReasons { get; init; }
}

/// <summary><c>ReplicatedJob</c> of a JobSet.</summary>
internal sealed record ReplicatedJob
{
    public required string Name { get; init; }

    public int? Replicas { get; init; }

    public required JobTemplate Template { get; init; }
}

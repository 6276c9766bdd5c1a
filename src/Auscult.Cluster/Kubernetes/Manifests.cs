using System.Text.RegularExpressions;
using Auscult.Cluster.Kubernetes.Objects;
using Auscult.Foundation;

namespace Auscult.Cluster.Kubernetes;

/// <summary>
/// A job as Kubernetes reads it. Each rank is a pod of an Indexed Job; the ranks meet at the pod of index 0, which a headless service (a JobSet makes its own)
/// gives a name. 75 and 143, and pods that the cluster takes away, are replaced and count as no failure; 2 (bad input) and 3 (a quality gate
/// not met) end the job.
/// </summary>
public static partial class Manifests
{
    private const int DefaultPort = 29500;
    private const int LongestName = 52;
    private const string RanksOfSet = "ranks";

    /// <summary>The manifests.</summary>
    /// <param name="config">What the job needs.</param>
    /// <param name="command">What it runs.</param>
    /// <exception cref="InputException">The kind of job cannot do what is asked for, or its name is none for Kubernetes.</exception>
    public static string Render(ClusterConfig config, JobCommand command) => ManifestYaml.Write(Of(config, command));

    internal static IReadOnlyList<IManifest> Of(ClusterConfig config, JobCommand command)
    {
        var name = config.Name ?? command.Verb;
        if (!NamePattern().IsMatch(name) || name.Length > LongestName)
            throw new InputException($"'{name}' is no name for Kubernetes", remedy: "cluster.name=... of at most 52 small letters, digits and '-'");
        var metadata = new Metadata { Name = name, Namespace = config.Kubernetes.Namespace, Labels = Pods.Labels(name) };
        switch (config.Kubernetes.Kind)
        {
            case WorkloadKind.CronJob when config.Ranks > 1 || config.Array is not null:
                throw new InputException("a cron_job runs one process at a time", remedy: "leave cluster.nodes, tasks_per_node and array out");
            case WorkloadKind.JobSet when config.Array is not null:
                throw new InputException("the ranks of a job_set are one training", remedy: "leave cluster.array out, or use kind job");
            case WorkloadKind.Job when config.Array is not null && config.Ranks > 1:
                throw new InputException("each run of an array is one process in Kubernetes", remedy: "leave cluster.nodes and tasks_per_node out");
            case WorkloadKind.CronJob:
                return [CronJob(config, command, metadata)];
            case WorkloadKind.JobSet:
                return [JobSet(config, command, metadata)];
            default:
                var job = new Manifest<JobSpec> { ApiVersion = "batch/v1", Kind = "Job", Metadata = metadata, Spec = Job(config, command, $"{name}-0.{name}") };
                return config.Ranks > 1 ? [Meeting(config, metadata), job] : [job];
        }
    }

    private static JobSpec Job(ClusterConfig config, JobCommand command, string master)
    {
        var pods = config.Array ?? config.Ranks;
        return new JobSpec
        {
            CompletionMode = "Indexed",
            Completions = pods,
            Parallelism = config.ArrayParallelism is { } limit ? Math.Min(limit, pods) : pods,
            BackoffLimit = config.Kubernetes.MaxFailures,
            TtlSecondsAfterFinished = config.Kubernetes.Kind == WorkloadKind.Job ? config.Kubernetes.KeepSeconds : null,
            PodReplacementPolicy = "Failed",
            PodFailurePolicy = new PodFailurePolicy
            {
                Rules =
                [
                    new PodFailureRule { Action = "FailJob", OnExitCodes = Codes(2, 3) },
                    new PodFailureRule { Action = "Ignore", OnExitCodes = Codes(75, 143) },
                    new PodFailureRule { Action = "Ignore", OnPodConditions = [new PodCondition { Type = "DisruptionTarget", Status = "True" }] },
                ],
            },
            Template = Pods.Template(config, command, master, config.MasterPort ?? DefaultPort),
        };
    }

    private static Manifest<CronJobSpec> CronJob(ClusterConfig config, JobCommand command, Metadata metadata) => new()
    {
        ApiVersion = "batch/v1",
        Kind = "CronJob",
        Metadata = metadata,
        Spec = new CronJobSpec
        {
            Schedule = config.Kubernetes.Schedule!,
            TimeZone = config.Kubernetes.TimeZone,
            // A start that could not happen for an hour waits for the next one.
            ConcurrencyPolicy = "Forbid",
            StartingDeadlineSeconds = 3600,
            SuccessfulJobsHistoryLimit = 3,
            FailedJobsHistoryLimit = 3,
            JobTemplate = new JobTemplate { Spec = Job(config, command, "") },
        },
    };

    private static Manifest<JobSetSpec> JobSet(ClusterConfig config, JobCommand command, Metadata metadata) => new()
    {
        ApiVersion = "jobset.x-k8s.io/v1alpha2",
        Kind = "JobSet",
        Metadata = metadata,
        Spec = new JobSetSpec
        {
            Network = new JobSetNetwork { EnableDNSHostnames = true, PublishNotReadyAddresses = true },
            TtlSecondsAfterFinished = config.Kubernetes.KeepSeconds,
            FailurePolicy = new JobSetFailurePolicy
            {
                MaxRestarts = config.Kubernetes.MaxFailures,
                Rules = [new JobSetFailureRule { Name = "badInput", Action = "FailJobSet", OnJobFailureReasons = ["PodFailurePolicy"] }],
            },
            ReplicatedJobs =
            [
                new ReplicatedJob
                {
                    Name = RanksOfSet,
                    Replicas = 1,
                    // A failure starts all ranks again, so that the first one ends the job.
                    Template = new JobTemplate { Spec = Job(config, command, $"{metadata.Name}-{RanksOfSet}-0-0.{metadata.Name}") with { BackoffLimit = 0 } },
                },
            ],
        },
    };

    private static Manifest<ServiceSpec> Meeting(ClusterConfig config, Metadata metadata) => new()
    {
        ApiVersion = "v1",
        Kind = "Service",
        Metadata = metadata,
        Spec = new ServiceSpec
        {
            ClusterIP = "None",
            PublishNotReadyAddresses = true,
            Selector = Pods.Labels(metadata.Name!),
            Ports = [new ServicePort { Name = "meeting", Port = config.MasterPort ?? DefaultPort }],
        },
    };

    private static ExitCodes Codes(params List<int> values) => new() { ContainerName = Pods.ContainerName, Operator = "In", Values = values };

    [GeneratedRegex("^[a-z]([a-z0-9-]*[a-z0-9])?$")]
    private static partial Regex NamePattern();
}

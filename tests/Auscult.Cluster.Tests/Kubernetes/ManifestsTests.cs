using Auscult.Cluster.Kubernetes;
using Auscult.Cluster.Kubernetes.Objects;
using Auscult.Foundation;

namespace Auscult.Cluster.Tests.Kubernetes;

/// <summary>Manifests as kubectl gets them.</summary>
public sealed class ManifestsTests
{
    internal static readonly JobCommand Train = new(["unused"], ["train", "experiment=tiny", "data.root=/data/tiny", "seed=${env:AUSCULT_ARRAY_INDEX}", "note=$(x) no"]);

    public static TheoryData<string> Names => [.. Jobs.Keys];

    internal static Dictionary<string, ClusterConfig> Jobs { get; } = new(StringComparer.Ordinal)
    {
        ["single"] = new ClusterConfig(),
        ["ranks"] = Full(WorkloadKind.Job) with { Nodes = 2, TasksPerNode = 4 },
        ["array"] = new ClusterConfig { Array = 16, ArrayParallelism = 4, CpusPerTask = 2, Kubernetes = new KubernetesConfig { RunsClaim = "runs" } },
        ["cron"] = Full(WorkloadKind.CronJob),
        ["jobset"] = Full(WorkloadKind.JobSet) with { Nodes = 8 },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Manifests_read_as_their_snapshot(string name) => Snapshot.Check($"kubernetes-{name}.yaml", Manifests.Render(Jobs[name], Train));

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_read_back_is_what_was_written(string name)
    {
        foreach (var manifest in Manifests.Of(Jobs[name], Train))
        {
            var yaml = ManifestYaml.Write([manifest]);
            IManifest read = manifest.Kind switch
            {
                "Job" => ManifestYaml.Read<JobSpec>(yaml),
                "CronJob" => ManifestYaml.Read<CronJobSpec>(yaml),
                "JobSet" => ManifestYaml.Read<JobSetSpec>(yaml),
                _ => ManifestYaml.Read<ServiceSpec>(yaml),
            };
            ManifestYaml.Write([read]).ShouldBe(yaml);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_the_server_demands_of_a_failure_policy_is_kept(string name)
    {
        foreach (var job in Manifests.Of(Jobs[name], Train).Select(JobOf).OfType<JobSpec>())
        {
            job.Template.Spec.RestartPolicy.ShouldBe("Never");
            job.PodReplacementPolicy.ShouldBe("Failed");
            job.PodFailurePolicy!.Rules.Count.ShouldBeInRange(1, 20);
            foreach (var rule in job.PodFailurePolicy.Rules)
            {
                (rule.OnExitCodes is null).ShouldNotBe(rule.OnPodConditions is null);
                if (rule.OnExitCodes is not { } codes)
                    continue;
                job.Template.Spec.Containers.ShouldContain(container => container.Name == codes.ContainerName);
                codes.Values.ShouldBe(codes.Values.Order().Distinct());
                codes.Values.ShouldNotContain(0);
            }
            // Every mount has its volume, and the other way round.
            (job.Template.Spec.Volumes ?? []).Select(volume => volume.Name).ShouldBe((job.Template.Spec.Containers[0].VolumeMounts ?? []).Select(mount => mount.Name));
        }
    }

    [Fact]
    public void Ranks_meet_where_the_service_leads()
    {
        var manifests = Manifests.Of(Jobs["ranks"], Train);
        var service = manifests.OfType<Manifest<ServiceSpec>>().ShouldHaveSingleItem();
        var job = manifests.OfType<Manifest<JobSpec>>().ShouldHaveSingleItem();
        var pod = job.Spec.Template;
        foreach (var label in service.Spec.Selector)
            pod.Metadata!.Labels![label.Key].ShouldBe(label.Value);
        pod.Spec.Subdomain.ShouldBe(service.Metadata.Name);
        Value(pod, "MASTER_ADDR").ShouldBe($"{job.Metadata.Name}-0.{service.Metadata.Name}");
        Value(pod, "MASTER_PORT").ShouldBe(service.Spec.Ports[0].Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        (Value(pod, "WORLD_SIZE"), job.Spec.Completions, job.Spec.Parallelism).ShouldBe(("8", 8, 8));
    }

    [Theory]
    [InlineData("Train_tiny", WorkloadKind.Job, 1, null, "'Train_tiny' is no name for Kubernetes")]
    [InlineData("train", WorkloadKind.CronJob, 2, null, "a cron_job runs one process at a time")]
    [InlineData("train", WorkloadKind.JobSet, 2, 4, "the ranks of a job_set are one training")]
    [InlineData("train", WorkloadKind.Job, 2, 4, "each run of an array is one process in Kubernetes")]
    public void What_a_kind_cannot_do_is_one_line(string name, WorkloadKind kind, int nodes, int? array, string expected) =>
        Should.Throw<InputException>(() => Manifests.Render(
            new ClusterConfig { Name = name, Nodes = nodes, Array = array, Kubernetes = new KubernetesConfig { Kind = kind } }, Train)).Message.ShouldContain(expected);

    private static string? Value(PodTemplate pod, string variable) => pod.Spec.Containers[0].Env!.Single(entry => entry.Name == variable).Value;

    private static JobSpec? JobOf(IManifest manifest) => manifest switch
    {
        Manifest<JobSpec> job => job.Spec,
        Manifest<CronJobSpec> cron => cron.Spec.JobTemplate.Spec,
        Manifest<JobSetSpec> set => set.Spec.ReplicatedJobs[0].Template.Spec,
        _ => null,
    };

    private static ClusterConfig Full(WorkloadKind kind) => new()
    {
        Name = "pretrain", CpusPerTask = 12, GpusPerTask = 1, MemoryGib = 120, TimeMinutes = 2880, GraceSeconds = 300, MasterPort = 23456,
        Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["NCCL_DEBUG"] = "WARN", ["ANSWER"] = "no", ["NUMBER"] = "007" },
        Kubernetes = new KubernetesConfig
        {
            Kind = kind, Namespace = "lab", Image = "registry.example/auscult:1.2", ImagePullPolicy = "Always", DatasetClaim = "datasets", RunsClaim = "runs",
            SharedMemoryGib = 16, NodeSelector = new Dictionary<string, string>(StringComparer.Ordinal) { ["gpu"] = "h100" }, Tolerations = ["nvidia.com/gpu"],
            ServiceAccount = "trainer", MaxFailures = 3, KeepSeconds = 86400,
            Schedule = kind == WorkloadKind.CronJob ? "0 3 * * 1" : null, TimeZone = kind == WorkloadKind.CronJob ? "Etc/UTC" : null,
        },
    };
}

using System.Globalization;
using Auscult.Cluster.Kubernetes.Objects;

namespace Auscult.Cluster.Kubernetes;

/// <summary>The pod of one rank.</summary>
internal static class Pods
{
    /// <summary>Name of its only container.</summary>
    public const string ContainerName = "auscult";

    private const string Datasets = "datasets";
    private const string Runs = "runs";
    private const string SharedMemory = "shared-memory";

    /// <summary>Labels of everything that belongs to a job.</summary>
    public static Dictionary<string, string> Labels(string name) => new(StringComparer.Ordinal)
    {
        ["app.kubernetes.io/name"] = "auscult",
        ["app.kubernetes.io/instance"] = name,
    };

    /// <summary>The template.</summary>
    /// <param name="config">What the job needs.</param>
    /// <param name="command">What it runs.</param>
    /// <param name="master">Name of the pod of rank 0.</param>
    /// <param name="port">Port on it.</param>
    public static PodTemplate Template(ClusterConfig config, JobCommand command, string master, int port)
    {
        var name = config.Name ?? command.Verb;
        var kubernetes = config.Kubernetes;
        var volumes = Volumes(kubernetes).ToList();
        return new PodTemplate
        {
            Metadata = new Metadata { Labels = Labels(name) },
            Spec = new PodSpec
            {
                RestartPolicy = "Never",
                // A JobSet names its pods itself.
                Subdomain = config.Ranks > 1 && kubernetes.Kind == WorkloadKind.Job ? name : null,
                ServiceAccountName = kubernetes.ServiceAccount,
                ActiveDeadlineSeconds = config.TimeMinutes * 60,
                TerminationGracePeriodSeconds = config.GraceSeconds,
                NodeSelector = new Dictionary<string, string>(kubernetes.NodeSelector, StringComparer.Ordinal),
                Tolerations = [.. kubernetes.Tolerations.Select(key => new Toleration { Key = key, Operator = "Exists" })],
                Containers =
                [
                    new Container
                    {
                        Name = ContainerName,
                        Image = kubernetes.Image,
                        ImagePullPolicy = kubernetes.ImagePullPolicy,
                        // Kubernetes would put the value of a variable for $(NAME).
                        Args = [.. command.Words.Select(word => word.Replace("$(", "$$(", StringComparison.Ordinal))],
                        WorkingDir = config.WorkingDirectory ?? kubernetes.RunsPath,
                        Env = [.. Variables(config, master, port)],
                        Ports = config.Ranks > 1 ? [new ContainerPort { Port = port }] : null,
                        Resources = ResourcesOf(config),
                        VolumeMounts = [.. volumes.Select(volume => volume.Mount)],
                    },
                ],
                Volumes = [.. volumes.Select(volume => volume.Volume)],
            },
        };
    }

    private static IEnumerable<Variable> Variables(ClusterConfig config, string master, int port)
    {
        if (config.CpusPerTask is { } cpus)
            yield return new Variable { Name = "OMP_NUM_THREADS", Value = Text(cpus) };
        // The pod of a CronJob is a new run, that of a job may be a further start of one.
        if (config.Kubernetes.Kind != WorkloadKind.CronJob)
            yield return new Variable { Name = Restart.Variable, Value = Restart.Automatic };
        if (config.Array is not null)
            yield return new Variable { Name = Restart.ArrayIndex, ValueFrom = OfField("metadata.annotations['batch.kubernetes.io/job-completion-index']") };
        if (config.Ranks > 1)
        {
            yield return new Variable { Name = "WORLD_SIZE", Value = Text(config.Ranks) };
            yield return new Variable { Name = "MASTER_ADDR", Value = master };
            yield return new Variable { Name = "MASTER_PORT", Value = Text(port) };
        }
        foreach (var (name, value) in config.Environment)
            yield return new Variable { Name = name, Value = value };
    }

    private static VariableSource OfField(string path) => new() { FieldRef = new FieldReference { FieldPath = path } };

    // Limits equal to requests make the pod the last one that a node in need evicts.
    private static Resources? ResourcesOf(ClusterConfig config)
    {
        var amounts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (config.CpusPerTask is { } cpus)
            amounts["cpu"] = Text(cpus);
        if (config.MemoryGib is { } memory)
            amounts["memory"] = Text(memory) + "Gi";
        if (config.GpusPerTask > 0)
            amounts[config.Kubernetes.GpuResource] = Text(config.GpusPerTask);
        return amounts.Count == 0 ? null : new Resources { Requests = amounts, Limits = amounts };
    }

    private static IEnumerable<(Volume Volume, VolumeMount Mount)> Volumes(KubernetesConfig config)
    {
        if (config.DatasetClaim is { } datasets)
        {
            yield return (
                new Volume { Name = Datasets, PersistentVolumeClaim = new VolumeClaim { ClaimName = datasets, ReadOnly = true } },
                new VolumeMount { Name = Datasets, MountPath = config.DatasetPath, ReadOnly = true });
        }
        if (config.RunsClaim is { } runs)
        {
            yield return (
                new Volume { Name = Runs, PersistentVolumeClaim = new VolumeClaim { ClaimName = runs } },
                new VolumeMount { Name = Runs, MountPath = config.RunsPath });
        }
        if (config.SharedMemoryGib > 0)
        {
            yield return (
                new Volume { Name = SharedMemory, EmptyDir = new EmptyFolder { Medium = "Memory", SizeLimit = Text(config.SharedMemoryGib) + "Gi" } },
                new VolumeMount { Name = SharedMemory, MountPath = "/dev/shm" });
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

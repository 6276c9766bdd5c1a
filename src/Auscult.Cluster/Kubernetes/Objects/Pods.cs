namespace Auscult.Cluster.Kubernetes.Objects;

/// <summary><c>PodTemplateSpec</c>.</summary>
internal sealed record PodTemplate
{
    public Metadata? Metadata { get; init; }

    public required PodSpec Spec { get; init; }
}

/// <summary><c>PodSpec</c>.</summary>
internal sealed record PodSpec
{
    public required string RestartPolicy { get; init; }

    public string? Subdomain { get; init; }

    public string? ServiceAccountName { get; init; }

    public int? ActiveDeadlineSeconds { get; init; }

    public int? TerminationGracePeriodSeconds { get; init; }

    public Dictionary<string, string>? NodeSelector { get; init; }

    public List<Toleration>? Tolerations { get; init; }

    public required List<Container> Containers { get; init; }

    public List<Volume>? Volumes { get; init; }
}

/// <summary><c>Toleration</c>.</summary>
internal sealed record Toleration
{
    public required string Key { get; init; }

    public required string Operator { get; init; }
}

/// <summary><c>Container</c>.</summary>
internal sealed record Container
{
    public required string Name { get; init; }

    public required string Image { get; init; }

    public string? ImagePullPolicy { get; init; }

    public required List<string> Args { get; init; }

    public string? WorkingDir { get; init; }

    public List<Variable>? Env { get; init; }

    public List<ContainerPort>? Ports { get; init; }

    public Resources? Resources { get; init; }

    public List<VolumeMount>? VolumeMounts { get; init; }
}

/// <summary><c>EnvVar</c>: a value, or where it comes from.</summary>
internal sealed record Variable
{
    public required string Name { get; init; }

    public string? Value { get; init; }

    public VariableSource? ValueFrom { get; init; }
}

/// <summary><c>EnvVarSource</c>.</summary>
internal sealed record VariableSource
{
    public required FieldReference FieldRef { get; init; }
}

/// <summary><c>ObjectFieldSelector</c>.</summary>
internal sealed record FieldReference
{
    public required string FieldPath { get; init; }
}

/// <summary><c>ContainerPort</c>.</summary>
internal sealed record ContainerPort
{
    [YamlDotNet.Serialization.YamlMember(Alias = "containerPort", ApplyNamingConventions = false)]
    public required int Port { get; init; }
}

/// <summary><c>ResourceRequirements</c>: amounts as Kubernetes writes them, such as <c>32Gi</c>.</summary>
internal sealed record Resources
{
    public Dictionary<string, string>? Requests { get; init; }

    public Dictionary<string, string>? Limits { get; init; }
}

/// <summary><c>VolumeMount</c>.</summary>
internal sealed record VolumeMount
{
    public required string Name { get; init; }

    public required string MountPath { get; init; }

    public bool? ReadOnly { get; init; }
}

/// <summary><c>Volume</c>: a claim or memory.</summary>
internal sealed record Volume
{
    public required string Name { get; init; }

    public VolumeClaim? PersistentVolumeClaim { get; init; }

    public EmptyFolder? EmptyDir { get; init; }
}

/// <summary><c>PersistentVolumeClaimVolumeSource</c>.</summary>
internal sealed record VolumeClaim
{
    public required string ClaimName { get; init; }

    public bool? ReadOnly { get; init; }
}

/// <summary><c>EmptyDirVolumeSource</c>.</summary>
internal sealed record EmptyFolder
{
    public required string Medium { get; init; }

    public required string SizeLimit { get; init; }
}

namespace Auscult.Cluster.Kubernetes.Objects;

/// <summary>An object of the Kubernetes API; the properties are the API's own, https://kubernetes.io/docs/reference/kubernetes-api.</summary>
/// <typeparam name="TSpec">What the kind specifies.</typeparam>
internal sealed record Manifest<TSpec> : IManifest
{
    public required string ApiVersion { get; init; }

    public required string Kind { get; init; }

    public required Metadata Metadata { get; init; }

    public required TSpec Spec { get; init; }
}

/// <summary>What every object has.</summary>
internal interface IManifest
{
    string Kind { get; }

    Metadata Metadata { get; }
}

/// <summary><c>ObjectMeta</c>.</summary>
internal sealed record Metadata
{
    public string? Name { get; init; }

    public string? Namespace { get; init; }

    public Dictionary<string, string>? Labels { get; init; }
}

/// <summary><c>ServiceSpec</c>.</summary>
internal sealed record ServiceSpec
{
    public required string ClusterIP { get; init; }

    public bool? PublishNotReadyAddresses { get; init; }

    public required Dictionary<string, string> Selector { get; init; }

    public required List<ServicePort> Ports { get; init; }
}

/// <summary><c>ServicePort</c>.</summary>
internal sealed record ServicePort
{
    public required string Name { get; init; }

    public required int Port { get; init; }
}

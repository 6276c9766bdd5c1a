namespace Auscult.Simulation.Serving.Settings;

/// <summary>How a request is given to a replica.</summary>
public enum RoutingPolicy
{
    /// <summary>In turn.</summary>
    RoundRobin,

    /// <summary>To the one with the fewest requests, as last heard.</summary>
    LeastLoaded,

    /// <summary>To the less loaded of two drawn at random (Mitzenmacher 2001).</summary>
    PowerOfTwo,
}

/// <summary>The router in front of the fleet.</summary>
public sealed record RoutingConfig
{
    private const string Section = $"{ServingConfig.Section}.routing";

    /// <summary>The policy. Default power of two.</summary>
    public RoutingPolicy Policy { get; init; } = RoutingPolicy.PowerOfTwo;

    /// <summary>How often the router hears load and health of the replicas; between, it counts what it sent. Default 1 s.</summary>
    public TimeSpan Refresh { get; init; } = TimeSpan.FromSeconds(1);

    internal void Check()
    {
        Settle.Positive(Section, ("refresh_seconds", Refresh.TotalSeconds));
    }
}

namespace Auscult.Simulation.Serving.Settings;

/// <summary>What the fleet does when a rank is lost.</summary>
public enum RecoveryPolicy
{
    /// <summary>All replicas that step together are started again when their GPUs are there.</summary>
    Restart,

    /// <summary>The replica of the lost rank is taken out, the others share its experts and go on.</summary>
    Elastic,
}

/// <summary>Times of detection and recovery.</summary>
public sealed record RecoveryConfig
{
    private const string Section = $"{ServingConfig.Section}.recovery";

    /// <summary>The policy; a replica that steps alone is always started again. Default restart.</summary>
    public RecoveryPolicy Policy { get; init; } = RecoveryPolicy.Restart;

    /// <summary>Time between heartbeats of a rank. Default 1 s.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Time without a heartbeat after which a rank counts as lost; every iteration waits until then. Default 10 s.</summary>
    public TimeSpan Detection { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time to go on without a rank, or to take it back. Default 7 s (taxonomy: SGLang 6 to 7 s, EEP 52 s to 95 % of the
    /// throughput, R).</summary>
    public TimeSpan Elastic { get; init; } = TimeSpan.FromSeconds(7);

    /// <summary>Time to start replicas again. Default 348 s (taxonomy: what EEP compares with, R).</summary>
    public TimeSpan Restart { get; init; } = TimeSpan.FromSeconds(348);

    internal void Check()
    {
        Settle.Positive(Section, ("heartbeat_seconds", Heartbeat.TotalSeconds), ("detection_seconds", Detection.TotalSeconds));
        Settle.NotNegative(Section, ("elastic_seconds", Elastic.TotalSeconds), ("restart_seconds", Restart.TotalSeconds));
    }
}

using Auscult.Foundation;

namespace Auscult.Simulation.Serving.Settings;

/// <summary>A fleet of replicas that answer requests: section <c>simulation.serving</c>.</summary>
public sealed record ServingConfig
{
    /// <summary>Name of the section, for messages.</summary>
    public const string Section = "simulation.serving";

    /// <summary>Replicas: engines with a batch, a queue and a key-value cache of their own. Default 8.</summary>
    public int Replicas { get; init; } = 8;

    /// <summary>GPUs of one replica, among which every layer is split. Default 8.</summary>
    public int TensorParallel { get; init; } = 8;

    /// <summary>
    /// GPUs of one group that holds each expert once; the replicas of a group step together. A multiple of
    /// <see cref="TensorParallel"/>; 1, the default, where the model has no experts.
    /// </summary>
    public int ExpertParallel { get; init; } = 1;

    /// <summary>The model that answers.</summary>
    public ServedModelConfig Model { get; init; } = new();

    /// <summary>How much of what the accelerators can do is reached.</summary>
    public EfficiencyConfig Efficiency { get; init; } = new();

    /// <summary>The requests.</summary>
    public ArrivalConfig Arrivals { get; init; } = new();

    /// <summary>How replicas batch.</summary>
    public BatchingConfig Batching { get; init; } = new();

    /// <summary>How requests find a replica.</summary>
    public RoutingConfig Routing { get; init; } = new();

    /// <summary>How the load of experts moves and is spread.</summary>
    public ExpertConfig Experts { get; init; } = new();

    /// <summary>What follows the loss of a rank.</summary>
    public RecoveryConfig Recovery { get; init; } = new();

    /// <summary>Time between two samples of the replicas' and ranks' own metrics; a multiple of the tick. Default 1 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Refuses what cannot be served.</summary>
    /// <exception cref="InputException">A value is impossible; its key is named.</exception>
    internal void Check()
    {
        Settle.Positive(
            Section, (nameof(Replicas), Replicas), (nameof(TensorParallel), TensorParallel), (nameof(ExpertParallel), ExpertParallel),
            ("interval_seconds", Interval.TotalSeconds));
        Model.Check();
        Efficiency.Check();
        Arrivals.Check(Model);
        Batching.Check();
        Routing.Check();
        Experts.Check();
        Recovery.Check();
    }
}

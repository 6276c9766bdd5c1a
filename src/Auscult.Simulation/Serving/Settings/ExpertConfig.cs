namespace Auscult.Simulation.Serving.Settings;

/// <summary>How tokens spread over experts, and experts over ranks.</summary>
public sealed record ExpertConfig
{
    private const string Section = $"{ServingConfig.Section}.experts";

    /// <summary>Standard deviation of the logarithm of an expert's popularity. Default 0.4 (an estimate).</summary>
    public double Skew { get; init; } = 0.4;

    /// <summary>Correlation time of popularity as the content of requests drifts. Default 1,800 s (an estimate).</summary>
    public TimeSpan Drift { get; init; } = TimeSpan.FromSeconds(1800);

    /// <summary>Time between placements of the experts by their load; 0: they stay where they were put first. Default 300 s.</summary>
    public TimeSpan Rebalance { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>Second copies of the most loaded experts. Default 0.</summary>
    public int Redundant { get; init; }

    internal void Check()
    {
        Settle.NotNegative(Section, (nameof(Skew), Skew), ("rebalance_seconds", Rebalance.TotalSeconds), (nameof(Redundant), Redundant));
        Settle.Positive(Section, ("drift_seconds", Drift.TotalSeconds));
    }
}

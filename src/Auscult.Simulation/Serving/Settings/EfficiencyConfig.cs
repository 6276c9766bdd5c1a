namespace Auscult.Simulation.Serving.Settings;

/// <summary>How much of what the accelerators (<c>simulation.room.accelerator</c>) can do is reached. All defaults are estimates.</summary>
public sealed record EfficiencyConfig
{
    private const string Section = $"{ServingConfig.Section}.efficiency";

    /// <summary>Share of the peak of 16-bit products that large products reach; above 1 for 8-bit ones. Default 0.6.</summary>
    public double Compute { get; init; } = 0.6;

    /// <summary>Share of the memory bandwidth that decoding reaches. Default 0.75.</summary>
    public double Bandwidth { get; init; } = 0.75;

    /// <summary>Share of the memory for weights and cache. Default 0.9.</summary>
    public double Memory { get; init; } = 0.9;

    /// <summary>Time that an all-reduce or an all-to-all takes however small it is. Default 12 microseconds.</summary>
    public double CollectiveMicroseconds { get; init; } = 12;

    /// <summary>Share of the all-to-all that is hidden behind computing. Default 0.5.</summary>
    public double Overlap { get; init; } = 0.5;

    /// <summary>Speed below which decoding slows too: down to it a slowed clock still saturates the memory. Default 0.7.</summary>
    public double SaturationSpeed { get; init; } = 0.7;

    internal void Check()
    {
        Settle.Positive(Section, (nameof(Compute), Compute), (nameof(Bandwidth), Bandwidth), (nameof(Memory), Memory),
            (nameof(SaturationSpeed), SaturationSpeed));
        Settle.Ratio(Section, (nameof(Bandwidth), Bandwidth), (nameof(Memory), Memory), (nameof(Overlap), Overlap),
            (nameof(SaturationSpeed), SaturationSpeed));
        Settle.NotNegative(Section, (nameof(CollectiveMicroseconds), CollectiveMicroseconds));
    }
}

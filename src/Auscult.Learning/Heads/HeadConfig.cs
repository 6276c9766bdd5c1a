namespace Auscult.Learning.Heads;

/// <summary>The heads on the embedding; <c>configs/head/*.yaml</c>.</summary>
public sealed record HeadConfig
{
    /// <summary>The anomaly score.</summary>
    public AnomalyHeadConfig Anomaly { get; init; } = new();

    /// <summary>The root-cause head.</summary>
    public RootCauseConfig RootCause { get; init; } = new();

    /// <summary>How labelled incidents become its examples.</summary>
    public IncidentExampleConfig Examples { get; init; } = new();
}

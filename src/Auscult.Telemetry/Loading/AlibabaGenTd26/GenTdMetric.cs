using Auscult.Telemetry.Domain;

namespace Auscult.Telemetry.Loading.AlibabaGenTd26;

/// <summary>What a file of GenTD26 becomes.</summary>
/// <param name="Name">Name of the signal.</param>
/// <param name="Layer">Its layer.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Scale">What a published value is multiplied by.</param>
/// <param name="Aggregation">How pods roll up.</param>
internal sealed record GenTdMetric(string Name, Layer Layer, string Unit, double Scale, Aggregation Aggregation = Aggregation.Mean)
{
    public Signal SignalOf(EntityKind kind) => new(Name, Layer, SignalKind.Gauge, Unit, kind, Aggregation);
}

using Auscult.Simulation.Planes;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Exporting;

/// <summary>What is measured on one kind of entity, and how often.</summary>
/// <param name="Layer">The modality.</param>
/// <param name="EntityKind">What the rows are about.</param>
/// <param name="Entities">Entity ids; a plane's entity number is the position here.</param>
/// <param name="IntervalSeconds">Time between two samples.</param>
/// <param name="Columns">The signals.</param>
internal sealed record SeriesTableModel(
    Layer Layer, EntityKind EntityKind, IReadOnlyList<string> Entities, double IntervalSeconds, IReadOnlyList<SeriesColumnModel> Columns)
{
    /// <summary>1 while the entity answers, 0 while its rows are missing; null: always.</summary>
    public Plane? Present { get; init; }
}

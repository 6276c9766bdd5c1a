using Auscult.Simulation.Planes;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Exporting;

/// <summary>What is measured on one kind of entity, and how often.</summary>
/// <param name="Layer">The modality.</param>
/// <param name="EntityKind">What the rows are about.</param>
/// <param name="Entities">Entity ids; a plane's entity number is the position here.</param>
/// <param name="IntervalSeconds">Time between two samples; not used with <see cref="Target"/>.</param>
/// <param name="Columns">The signals.</param>
internal sealed record SeriesTableModel(
    Layer Layer, EntityKind EntityKind, IReadOnlyList<string> Entities, double IntervalSeconds, IReadOnlyList<SeriesColumnModel> Columns)
{
    /// <summary>1 while the entity answers, 0 while its rows are missing; null: always.</summary>
    public Plane? Present { get; init; }

    /// <summary>0 while the entity's values freeze at the last ones; null: never.</summary>
    public Plane? Responding { get; init; }

    /// <summary>The exporters that are asked; null: a job writes its own rows, at the starts of ticks.</summary>
    public ScrapeTargets? Target { get; init; }

    /// <summary>The clocks that stamp a job's own rows, one per host; null: the true time.</summary>
    public HostClocks? Clocks { get; init; }

    /// <summary>Entities of one target or host: entity e belongs to number e / this.</summary>
    public int EntitiesPerTarget { get; init; } = 1;

    /// <summary>Whether it is the simulator's hidden state, which is not telemetry.</summary>
    public bool IsTruth { get; init; }

    /// <summary>Whether a sample without an answer still gives a row, for what the collector itself knows.</summary>
    public bool KeepsFailed { get; init; }
}

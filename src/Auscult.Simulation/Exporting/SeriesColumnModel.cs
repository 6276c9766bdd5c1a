using Auscult.Simulation.Noise;

namespace Auscult.Simulation.Exporting;

/// <summary>How one signal of a table is measured: a <see cref="GaugeColumn"/> or a <see cref="CounterColumn"/>.</summary>
/// <param name="name">Name of the signal in the catalogue.</param>
internal abstract class SeriesColumnModel(string name)
{
    /// <summary>Name of the signal in the catalogue.</summary>
    public string Name => name;

    /// <summary>Whether vendors' exporters leave the field off until somebody turns it on.</summary>
    public bool IsOffByDefault { get; init; }

    /// <summary>Whether it reads a sensor that can stick or be blank.</summary>
    public bool IsSensor { get; init; }

    /// <summary>Whether it belongs to the profiling fields, which are blank together while another profiler holds the counters.</summary>
    public bool IsProfiling { get; init; }

    /// <summary>The name an upgrade of the exporter gives the field, which the catalogue does not know; null: it stays.</summary>
    public string? RenamedTo { get; init; }

    /// <summary>Factor on the values after an upgrade that changes the unit.</summary>
    public float UpgradeFactor { get; init; } = 1;

    /// <summary>Makes room for the state of every entity; called once.</summary>
    /// <param name="entities">Entities of the table.</param>
    /// <param name="stepSeconds">Length of a tick.</param>
    /// <param name="settings">How the telemetry is measured.</param>
    public abstract void Prepare(int entities, double stepSeconds, ExporterSettings settings);

    /// <summary>Draws what differs from entity to entity and stays; called once per entity.</summary>
    public abstract void Start(int entity, ref NoiseStream random);
}

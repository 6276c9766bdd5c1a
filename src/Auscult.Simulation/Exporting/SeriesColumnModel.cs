using Auscult.Simulation.Noise;

namespace Auscult.Simulation.Exporting;

/// <summary>How one signal of a table is measured.</summary>
/// <param name="name">Name of the signal in the catalogue.</param>
internal abstract class SeriesColumnModel(string name)
{
    /// <summary>Name of the signal in the catalogue.</summary>
    public string Name => name;

    /// <summary>Makes room for the state of every entity; called once.</summary>
    /// <param name="entities">Entities of the table.</param>
    /// <param name="noise">Factor on every measurement noise.</param>
    public abstract void Prepare(int entities, double noise);

    /// <summary>Draws what differs from entity to entity and stays; called once per entity.</summary>
    public abstract void Start(int entity, ref NoiseStream random);

    /// <summary>Measures one entity in a block.</summary>
    /// <param name="entity">The entity.</param>
    /// <param name="ticks">Ticks of the block.</param>
    /// <param name="stepSeconds">Length of a tick.</param>
    /// <param name="sampled">The ticks at which a sample is taken, in order.</param>
    /// <param name="values">Where the samples go.</param>
    /// <param name="random">The entity's own numbers.</param>
    public abstract void Measure(
        int entity, int ticks, double stepSeconds, ReadOnlySpan<int> sampled, Span<double> values, ref NoiseStream random);
}

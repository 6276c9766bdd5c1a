using Auscult.Simulation.Noise;
using Auscult.Simulation.Planes;

namespace Auscult.Simulation.Exporting;

/// <summary>A field under the name an upgrade of its exporter gives it; <see cref="TableFailings"/> moves the values over.</summary>
/// <param name="name">The new name.</param>
/// <param name="original">Position of the field's column in the table.</param>
internal sealed class RenamedColumn(string name, int original) : GaugeColumn(name, Plane.Empty)
{
    /// <summary>Position of the field's column in the table.</summary>
    public int Original => original;

    /// <inheritdoc/>
    public override void Measure(int entity, in Sampling sampling, Span<float> values, ref NoiseStream random) => values.Fill(float.NaN);
}

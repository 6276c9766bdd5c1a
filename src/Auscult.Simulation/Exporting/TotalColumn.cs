using Auscult.Simulation.Planes;
using Auscult.Telemetry.Catalogue;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Exporting;

/// <summary>
/// A total that a program keeps itself: the plane is the total, not its rate, and goes back when the program starts again.
/// </summary>
/// <param name="name">Name of the signal in the catalogue.</param>
/// <param name="total">The total; a plane counts in single precision.</param>
internal sealed class TotalColumn(string name, Plane total) : CounterColumn(name, Plane.Empty)
{
    /// <summary>The total.</summary>
    public Plane Total => total;

    /// <summary>A program's own report of a signal: a total where the catalogue says counter, a level else.</summary>
    /// <remarks>Step times are whole milliseconds, as modded-nanogpt's logs print them.</remarks>
    public static SeriesColumnModel Of(string name, Plane plane) => SignalCatalogue.Default.Require(name).Signal.Kind == SignalKind.Counter
        ? new TotalColumn(name, plane)
        : new GaugeColumn(name, plane) { Quantum = name == "step_seconds" ? 0.001 : 0 };

    /// <inheritdoc/>
    public override void Measure(int entity, in Sampling sampling, Span<double> values)
    {
        var totals = total[entity];
        for (var i = 0; i < values.Length; i++)
            values[i] = totals[sampling.Ticks[i]] * Scale;
    }
}

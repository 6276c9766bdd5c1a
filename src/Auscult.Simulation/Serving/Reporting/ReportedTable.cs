using Auscult.Simulation.Exporting;
using Auscult.Simulation.Noise;
using Auscult.Simulation.Planes;
using Auscult.Telemetry.Catalogue;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Serving.Reporting;

/// <summary>What a program says of itself in the current block: exact values by signal, entity and tick.</summary>
/// <param name="names">Names of the signals.</param>
/// <param name="entities">Entities.</param>
/// <param name="ticks">Ticks of a block.</param>
internal sealed class ReportedTable(IReadOnlyList<string> names, int entities, int ticks)
{
    private readonly double[][] _values = [.. names.Select(_ => new double[entities * ticks])];

    /// <summary>How the signals are measured: read as they are.</summary>
    public IReadOnlyList<SeriesColumnModel> Columns => [.. names.Select((name, column) => ColumnOf(name, _values[column], ticks))];

    /// <summary>Sets a value; NaN where nothing was seen.</summary>
    public void Set(int column, int entity, int tick, double value) => _values[column][(entity * ticks) + tick] = value;

    private static SeriesColumnModel ColumnOf(string name, double[] values, int ticks) =>
        SignalCatalogue.Default.Require(name).Signal.Kind == SignalKind.Counter
            ? new Counter(name, values, ticks)
            : new Gauge(name, values, ticks);

    private sealed class Gauge(string name, double[] reported, int ticks) : GaugeColumn(name, Plane.Empty)
    {
        public override void Measure(int entity, in Sampling sampling, Span<float> values, ref NoiseStream random)
        {
            for (var i = 0; i < values.Length; i++)
                values[i] = (float)reported[(entity * ticks) + sampling.Ticks[i]];
        }
    }

    private sealed class Counter(string name, double[] reported, int ticks) : CounterColumn(name, Plane.Empty)
    {
        public override void Measure(int entity, in Sampling sampling, Span<double> values)
        {
            for (var i = 0; i < values.Length; i++)
                values[i] = reported[(entity * ticks) + sampling.Ticks[i]];
        }
    }
}

using Auscult.Simulation.Exporting;
using Auscult.Simulation.Noise;

namespace Auscult.Simulation.Serving.Reporting;

/// <summary>What a program says of itself in the current block: exact values by signal, entity and tick.</summary>
/// <param name="names">Names of the signals.</param>
/// <param name="entities">Entities.</param>
/// <param name="ticks">Ticks of a block.</param>
internal sealed class ReportedTable(IReadOnlyList<string> names, int entities, int ticks)
{
    private readonly double[][] _values = [.. names.Select(_ => new double[entities * ticks])];

    /// <summary>How the signals are measured: read as they are.</summary>
    public IReadOnlyList<SeriesColumnModel> Columns => [.. names.Select((name, column) => new Column(name, _values[column], ticks))];

    /// <summary>Sets a value; NaN where nothing was seen.</summary>
    public void Set(int column, int entity, int tick, double value) => _values[column][(entity * ticks) + tick] = value;

    private sealed class Column(string name, double[] values, int ticks) : SeriesColumnModel(name)
    {
        public override void Prepare(int entities, double noise)
        {
        }

        public override void Start(int entity, ref NoiseStream random)
        {
        }

        public override void Measure(
            int entity, int blockTicks, double stepSeconds, ReadOnlySpan<int> sampled, Span<double> samples, ref NoiseStream random)
        {
            for (var i = 0; i < sampled.Length; i++)
                samples[i] = values[(entity * ticks) + sampled[i]];
        }
    }
}

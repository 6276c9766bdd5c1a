using Auscult.Simulation.Configuration;
using Auscult.Simulation.Running;
using Auscult.Telemetry.Storage;

namespace Auscult.Simulation.Tests.Faults;

/// <summary>The samples of a simulation by entity and signal.</summary>
internal sealed class Telemetry
{
    private readonly Dictionary<(string Entity, string Signal), Series> _series = [];

    public Telemetry(SimulationConfig config, long seed = 1)
    {
        Start = config.Start;
        Dataset = Simulator.ToMemory(config, seed);
        foreach (var info in Dataset.Series)
        {
            var table = Dataset.ReadSeries(info.Layer, info.EntityKind);
            var rows = Enumerable.Range(0, table.RowCount).ToLookup(row => table.EntityIndex[row]);
            foreach (var entity in rows)
            {
                int[] own = [.. entity];
                double[] seconds = [.. own.Select(row => (table.TimesMicros[row] / 1e6) - Start.ToUnixTimeSeconds())];
                foreach (var column in table.Columns)
                    _series[(table.Entities[entity.Key], column.Name)] = new Series(seconds, [.. own.Select(row => column.Values[row])]);
            }
        }
    }

    public DateTimeOffset Start { get; }

    public Dataset Dataset { get; }

    public IEnumerable<(string Entity, string Signal)> Keys => _series.Keys;

    public Series Of(string entity, string signal) =>
        _series.TryGetValue((entity, signal), out var series) ? series : Series.Empty;

    public double Second(DateTimeOffset time) => (time - Start).TotalSeconds;
}

/// <summary>One signal of one entity.</summary>
/// <param name="Seconds">When, since the start of the simulation.</param>
/// <param name="Values">What was seen.</param>
internal sealed record Series(double[] Seconds, double[] Values)
{
    public static readonly Series Empty = new([], []);

    /// <summary>The first moment at which two differ; infinite when they are equal.</summary>
    public double FirstDifference(Series other)
    {
        var common = Math.Min(Seconds.Length, other.Seconds.Length);
        for (var i = 0; i < common; i++)
        {
            if (!Seconds[i].Equals(other.Seconds[i]) || !Values[i].Equals(other.Values[i]))
                return Math.Min(Seconds[i], other.Seconds[i]);
        }
        return Seconds.Length == other.Seconds.Length ? double.PositiveInfinity : (Seconds.Length > common ? this : other).Seconds[common];
    }

    /// <summary>The values seen from one moment to before another.</summary>
    public double[] Between(double from, double until) =>
        [.. Seconds.Zip(Values).Where(at => at.First >= from && at.First < until && !double.IsNaN(at.Second)).Select(at => at.Second)];
}

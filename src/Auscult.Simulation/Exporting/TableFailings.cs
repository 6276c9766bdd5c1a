using Auscult.Simulation.Noise;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Exporting;

/// <summary>
/// What goes wrong between the sensor and the file: values that freeze, stick or are blank, fields that an upgrade renames.
/// </summary>
internal sealed class TableFailings
{
    private readonly SeriesTableModel _table;
    private readonly double[][] _last;
    private readonly SensorEpisodes? _stuck;
    private readonly SensorEpisodes? _blank;
    private readonly FieldUpgrade? _upgrade;

    /// <param name="table">What is measured.</param>
    /// <param name="settings">How it is measured.</param>
    /// <param name="seeds">Where the entities' numbers come from.</param>
    public TableFailings(SeriesTableModel table, ExporterSettings settings, Seeds seeds)
    {
        _table = table;
        var holds = table.Responding is not null || table.Target?.Refresh > 0 || settings.StuckPerDay > 0;
        _last = holds ? [.. table.Columns.Select(_ => Missing(table.Entities.Count))] : [];
        if (table.Columns.Any(column => column is RenamedColumn))
            _upgrade = new FieldUpgrade(table, settings, seeds);
        if (!table.Columns.Any(column => column.IsSensor || column.IsProfiling))
            return;
        NoiseStream[] Streams(string name) =>
            [.. table.Entities.Select(id => new NoiseStream(seeds.Child($"{name}/{table.Layer}/{id}").Value))];
        if (settings.StuckPerDay > 0)
            _stuck = new SensorEpisodes(table.Columns, settings.StuckPerDay, settings.StuckTime, 0, Streams("stuck"));
        if (settings.BlanksPerDay > 0 && table.EntityKind == EntityKind.Gpu)
            _blank = new SensorEpisodes(table.Columns, settings.BlanksPerDay, settings.BlankTime, settings.BlankUnconvertedRatio,
                Streams("blank"));
    }

    /// <summary>Works on the samples that were just measured.</summary>
    public void Apply(int entity, in Sampling sampling, SeriesBlock block, int first)
    {
        if (sampling.Ticks.IsEmpty)
            return;
        _stuck?.Next(entity, sampling.Block);
        _blank?.Next(entity, sampling.Block);
        var hasOutcomes = sampling.Outcomes.ContainsAnyExcept(SampleOutcome.Answered);
        for (var column = 0; column < _table.Columns.Count; column++)
        {
            if (_table.Columns[column] is CounterColumn)
            {
                if (hasOutcomes)
                    Hold(block.Doubles(column).Slice(first, sampling.Ticks.Length), entity, column, sampling.Outcomes);
                Remember(entity, column, block.Doubles(column)[first + sampling.Ticks.Length - 1]);
            }
            else
            {
                var values = block.Floats(column).Slice(first, sampling.Ticks.Length);
                _stuck?.Stick(entity, column, sampling, values, _last[column][entity]);
                if (hasOutcomes && _table.Columns[column] is not ScrapeColumn)
                    Hold(values, entity, column, sampling.Outcomes);
                Remember(entity, column, values[^1]);
            }
        }
        _blank?.Blank(entity, sampling, block, first);
        _upgrade?.Apply(entity, sampling, block, first);
    }

    private static double[] Missing(int length)
    {
        var values = new double[length];
        Array.Fill(values, double.NaN);
        return values;
    }

    private void Hold<T>(Span<T> values, int entity, int column, ReadOnlySpan<SampleOutcome> outcomes)
        where T : struct, System.Numerics.IFloatingPointIeee754<T>
    {
        var last = _last.Length > 0 ? T.CreateSaturating(_last[column][entity]) : T.NaN;
        for (var i = 0; i < values.Length; i++)
        {
            if (outcomes[i] == SampleOutcome.Answered)
                last = values[i];
            else
                values[i] = outcomes[i] == SampleOutcome.Stale ? last : T.NaN;
        }
    }

    private void Remember(int entity, int column, double value)
    {
        if (_last.Length > 0 && !double.IsNaN(value))
            _last[column][entity] = value;
    }
}

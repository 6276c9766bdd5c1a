using Auscult.Simulation.Noise;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Exporting;

/// <summary>
/// An upgrade of an exporter, host after host: renamed fields end and begin under the vendor's new name, and some change their unit.
/// </summary>
internal sealed class FieldUpgrade
{
    private readonly SeriesTableModel _table;
    private readonly bool _changesUnits;
    private readonly double[] _second;

    /// <param name="table">What is measured; it has the <see cref="RenamedColumn"/>s.</param>
    /// <param name="settings">When the upgrade comes.</param>
    /// <param name="seeds">Where the hosts' numbers come from.</param>
    public FieldUpgrade(SeriesTableModel table, ExporterSettings settings, Seeds seeds)
    {
        (_table, _changesUnits) = (table, settings.UpgradeChangesUnits);
        var targets = ((table.Entities.Count - 1) / table.EntitiesPerTarget) + 1;
        _second = new double[targets];
        for (var target = 0; target < targets; target++)
        {
            var random = new NoiseStream(seeds.Child($"upgrade/{target}").Value);
            _second[target] = (settings.UpgradeAfter ?? double.PositiveInfinity) + (settings.UpgradeSpread * random.NextUniform());
        }
    }

    /// <summary>Adds the new names to the fields that an upgrade renames.</summary>
    public static IReadOnlyList<SeriesColumnModel> WithNewNames(IReadOnlyList<SeriesColumnModel> columns) =>
        [.. columns, .. columns.Select((column, i) => (column, i)).Where(pair => pair.column is GaugeColumn { RenamedTo: not null })
            .Select(pair => new RenamedColumn(pair.column.RenamedTo!, pair.i))];

    /// <summary>Moves the values of upgraded hosts.</summary>
    public void Apply(int entity, in Sampling sampling, SeriesBlock block, int first)
    {
        var target = entity / _table.EntitiesPerTarget;
        Span<bool> isNew = stackalloc bool[sampling.Ticks.Length];
        var version = _table.Target?.Hosts is { ExporterVersion: { IsNeutral: false } plane } ? plane[target] : default;
        for (var i = 0; i < isNew.Length; i++)
            isNew[i] = sampling.Block.SecondOf(sampling.Ticks[i]) >= _second[target]
                || (!version.IsEmpty && version[sampling.Ticks[i]] > 0);
        if (!isNew.Contains(true))
            return;
        for (var column = 0; column < _table.Columns.Count; column++)
        {
            if (_table.Columns[column] is RenamedColumn renamed)
                Move(block.Floats(renamed.Original).Slice(first, isNew.Length), block.Floats(column).Slice(first, isNew.Length), isNew);
            else if (_changesUnits && _table.Columns[column].UpgradeFactor != 1 && !block.IsCounter(column))
                Rescale(block.Floats(column).Slice(first, isNew.Length), _table.Columns[column].UpgradeFactor, isNew);
        }
    }

    private static void Move(Span<float> from, Span<float> to, ReadOnlySpan<bool> isNew)
    {
        for (var i = 0; i < isNew.Length; i++)
        {
            if (isNew[i])
                (to[i], from[i]) = (from[i], float.NaN);
        }
    }

    private static void Rescale(Span<float> values, float factor, ReadOnlySpan<bool> isNew)
    {
        for (var i = 0; i < isNew.Length; i++)
            values[i] *= isNew[i] ? factor : 1;
    }
}

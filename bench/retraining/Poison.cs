using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Bench.Retraining;

/// <summary>Datasets as a bad week delivers them.</summary>
public static class Poison
{
    private const int Kinds = 3;

    /// <summary>
    /// Classes dealt anew among all faults, roots among those of a recording: every label is one that exists, at the wrong fault.
    /// </summary>
    public static Dataset Labels(Dataset dataset, int seed)
    {
        var random = new Random(seed);
        Incident[] faults = [.. dataset.Incidents.Where(incident => !incident.IsBenign)];
        string[] classes = [.. faults.Select(fault => fault.FaultClass)];
        random.Shuffle(classes);
        var next = 0;
        var dealt = faults.ToDictionary(fault => fault.Id, fault =>
        {
            var others = faults.Where(other => other.Recording == fault.Recording).ToArray();
            var root = others[random.Next(others.Length)];
            return fault with
            {
                FaultClass = classes[next++],
                RootEntity = root.RootEntity,
                Layer = root.Layer,
                RootSignals = [],
                Victims = [],
                VictimDelaySeconds = [],
                CausalChain = [],
            };
        }, StringComparer.Ordinal);
        return Memory(dataset, [.. dataset.Incidents.Select(incident => dealt.GetValueOrDefault(incident.Id, incident))], (_, table) => table);
    }

    /// <summary>An exporter that broke: of three columns one is not a number, one rests at its first value, and one is in another unit (thousandths).</summary>
    public static Dataset Exporter(Dataset dataset) => Memory(dataset, dataset.Incidents, (info, table) => info.Layer != Layer.Hardware ? table : new SeriesTable(
        table.Entities, table.TimesMicros, table.EntityIndex,
        [.. table.Columns.Select((column, c) => new SeriesColumn(column.Name, Broken(column.Values, c % Kinds)))]));

    private static double[] Broken(double[] values, int how)
    {
        var first = values.FirstOrDefault(value => !double.IsNaN(value), double.NaN);
        return Array.ConvertAll(values, value => how switch
        {
            0 => double.NaN,
            1 => double.IsNaN(value) ? value : first,
            _ => value / 1000,
        });
    }

    private static MemoryDataset Memory(Dataset dataset, IReadOnlyList<Incident> incidents, Func<SeriesInfo, SeriesTable, SeriesTable> change) => new(
        dataset.Location, dataset.Manifest, dataset.Topology,
        [.. dataset.Series.Select(info => new MemorySeries(info.Layer, info.EntityKind, change(info, dataset.ReadSeries(info.Layer, info.EntityKind))))],
        incidents, dataset.Events);
}

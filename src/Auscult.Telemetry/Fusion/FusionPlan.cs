using System.IO.Enumeration;
using Auscult.Telemetry.Catalogue;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Fusion;

/// <summary>One column of the frame and where its samples come from.</summary>
/// <param name="Signal">The column as the frame describes it.</param>
/// <param name="Layer">Layer of the table; null for a column that the dataset does not have.</param>
/// <param name="Table">Entity kind of the table.</param>
/// <param name="Source">The dataset's signal.</param>
/// <param name="Resampling">How gauges are resampled.</param>
/// <param name="Child">Only the contained entity of this name, or null for all together.</param>
internal sealed record PlannedColumn(Signal Signal, Layer? Layer, EntityKind Table, Signal Source, Resampling Resampling, string? Child);

/// <summary>Decides which columns a frame has.</summary>
internal sealed class FusionPlan
{
    private readonly FusionConfig _config;

    /// <param name="dataset">Source of the samples.</param>
    /// <param name="config">What is wanted.</param>
    /// <param name="placement">Which entities show which.</param>
    /// <param name="isSeen">Whether a column of a table holds any number.</param>
    public FusionPlan(Dataset dataset, FusionConfig config, EntityPlacement placement, Func<SeriesInfo, string, bool> isSeen)
    {
        _config = config;
        var candidates = new List<PlannedColumn>();
        var neverSeen = new List<string>();
        foreach (var info in dataset.Series.Where(info => !config.OwnSignals || info.EntityKind == config.EntityKind))
        {
            foreach (var column in info.Columns)
            {
                var signal = dataset.SignalOf(info.Layer, info.EntityKind, column);
                if (!isSeen(info, column))
                    neverSeen.Add(column);
                else
                    candidates.AddRange(Candidates(info, signal, dataset.Topology, placement));
            }
        }
        candidates = Distinct(candidates);
        var unlisted = candidates.Where(column => config.Signals.Count > 0 && !config.Signals.Contains(column.Signal.Name, StringComparer.Ordinal));
        var patterned = candidates.Where(column =>
            config.Exclude.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, column.Signal.Name, ignoreCase: false)));
        Excluded = [.. unlisted.Concat(patterned).Select(column => column.Signal.Name).Distinct(StringComparer.Ordinal)];
        candidates.RemoveAll(column => Excluded.Contains(column.Signal.Name, StringComparer.Ordinal));

        NeverSeen = neverSeen;
        Missing = [.. config.Signals.Except(candidates.Select(column => column.Signal.Name), StringComparer.Ordinal)];
        candidates.AddRange(Missing.Select(name => Absent(dataset, name)));
        Columns = [.. candidates.OrderBy(column => column.Signal.Layer).ThenBy(column => column.Signal.Name, StringComparer.Ordinal)];
    }

    /// <summary>Last axis of the frame: by layer, then by name.</summary>
    public IReadOnlyList<PlannedColumn> Columns { get; }

    public IReadOnlyList<string> NeverSeen { get; }

    public IReadOnlyList<string> Excluded { get; }

    public IReadOnlyList<string> Missing { get; }

    private IEnumerable<PlannedColumn> Candidates(SeriesInfo info, Signal source, Topology topology, EntityPlacement placement)
    {
        var fused = FusedSignal.Of(source);
        yield return Column(fused, null);
        if (!_config.KeepChildren)
            yield break;
        var children = topology.Entities.Where(entity => entity.Kind == info.EntityKind)
            .Select(entity => placement.ChildName(entity.Id)).OfType<string>().Distinct(StringComparer.Ordinal);
        foreach (var child in children)
            yield return Column(fused with { Name = $"{fused.Name}@{child}" }, child);

        PlannedColumn Column(Signal signal, string? child) =>
            new(signal, info.Layer, info.EntityKind, source, ResamplingOf(source, fused), child);
    }

    private Resampling ResamplingOf(Signal source, Signal fused)
    {
        if (_config.Resample.TryGetValue(source.Name, out var chosen) || _config.Resample.TryGetValue(fused.Name, out chosen))
            return chosen;
        return source.Aggregation switch
        {
            Aggregation.Min => Resampling.Min,
            Aggregation.Max => Resampling.Max,
            Aggregation.Last => Resampling.Last,
            _ => Resampling.Mean,
        };
    }

    // Two tables may use one name; then each says which table it is from. A table may have a rate beside the counter of the same thing: the
    // counter's rate then says which counter it is from.
    private static List<PlannedColumn> Distinct(List<PlannedColumn> columns) =>
        Named(
            Named(columns, column => $"{column.Layer}_{column.Table}".ToLowerInvariant(), same => same.DistinctBy(column => (column.Layer, column.Table)).Count() > 1),
            column => column.Source.Kind == SignalKind.Counter ? column.Source.Name : null, same => same.Count() > 1);

    private static List<PlannedColumn> Named(
        List<PlannedColumn> columns, Func<PlannedColumn, string?> suffixOf, Func<IEnumerable<PlannedColumn>, bool> isAmbiguous) =>
    [
        .. columns.GroupBy(column => column.Signal.Name, StringComparer.Ordinal).SelectMany(same => !isAmbiguous(same)
            ? same
            : same.Select(column => suffixOf(column) is { } suffix
                ? column with { Signal = column.Signal with { Name = $"{column.Signal.Name}@{suffix}" } }
                : column)),
    ];

    private static PlannedColumn Absent(Dataset dataset, string name)
    {
        var stem = name.Split('@')[0];
        var known = dataset.Manifest.Signals.Concat(SignalCatalogue.Default.Signals).FirstOrDefault(signal => FusedSignal.Of(signal).Name == stem)
            ?? new Signal(name, Layer.Hardware, SignalKind.Gauge, "", EntityKind.Node);
        return new PlannedColumn(FusedSignal.Of(known) with { Name = name }, null, known.EntityKind, known, Resampling.Mean, null);
    }
}

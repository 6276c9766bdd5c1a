using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.Text;

namespace Auscult.Telemetry.Loading.Tables;

/// <summary>Fills in what a mapping leaves open, from names and first rows of the first file.</summary>
internal static class TableDetection
{
    /// <summary>What a relative clock is taken to count from where the mapping does not say it.</summary>
    public static readonly DateTimeOffset Epoch = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly string[] TimeNames =
    [
        "time", "timestamp", "@timestamp", "ts", "datetime", "date_time", "date", "epoch", "timestamp_ms", "timestamp_us", "timestamp_ns", "time_ms", "time_us",
        "time_ns", "unix_time", "unixtime", "event_time", "collected_at", "timestamp_anon",
    ];

    private static readonly (string Name, EntityKind Kind)[] EntityNames =
    [
        ("gpu_uuid", EntityKind.Gpu), ("gpu", EntityKind.Gpu), ("gpu_id", EntityKind.Gpu), ("nic", EntityKind.Nic), ("interface", EntityKind.Nic),
        ("disk", EntityKind.Disk), ("rank", EntityKind.Rank), ("expert", EntityKind.Expert), ("replica", EntityKind.Replica), ("pod", EntityKind.Replica),
        ("container_ip", EntityKind.Replica), ("switch", EntityKind.Switch), ("entity", EntityKind.Node), ("node", EntityKind.Node), ("host", EntityKind.Node),
        ("hostname", EntityKind.Node), ("instance", EntityKind.Node), ("server", EntityKind.Node), ("machine", EntityKind.Node), ("node_id", EntityKind.Node),
    ];

    private static readonly string[] MetricNames = ["metric", "metric_name", "signal", "__name__", "series", "measurement", "name", "variable", "counter"];
    private static readonly string[] ValueNames = ["value", "metric_value", "val", "reading"];

    /// <summary>The mapping with time, entity, layout and signals.</summary>
    /// <param name="mapping">What is known.</param>
    /// <param name="sample">The first rows.</param>
    /// <param name="path">The file, for messages.</param>
    /// <param name="layout">The layout that was stated, or null.</param>
    /// <param name="fileCount">How many files there are.</param>
    /// <exception cref="InputException">There is no time column, or the stated layout does not fit.</exception>
    public static TableMapping Complete(TableMapping mapping, TableSample sample, string path, TableLayout? layout, int fileCount)
    {
        mapping = WithTime(mapping, sample, path);
        mapping = WithLayout(mapping, sample, path, layout);
        mapping = WithEntity(mapping, sample, fileCount);
        if (mapping.Signals.Count > 0 || mapping.LongNameColumn is not null)
            return mapping;
        var taken = mapping.Columns();
        var signals = sample.Columns.Where(column => column.IsNumeric && column.Name.Length > 0 && !taken.Contains(column.Name, StringComparer.Ordinal)).ToArray();
        if (signals.Length == 0)
            throw new InputException("no column holds numbers", path, remedy: "give data.mapping=...");
        return mapping with { Signals = [.. signals.Select(column => new TableSignal(column.Name, Signal: null))] };
    }

    private static TableMapping WithTime(TableMapping mapping, TableSample sample, string path)
    {
        if (mapping.TimeColumn is { } given)
        {
            var named = sample.Columns.FirstOrDefault(column => string.Equals(column.Name, given, StringComparison.Ordinal));
            return mapping with { TimeFormat = mapping.TimeFormat ?? (named is { IsIsoTime: false } ? named.Unit() : null) ?? TimeFormat.Iso };
        }
        var time = TimeNames.Select(name => sample.Columns.FirstOrDefault(column => column.IsCalled(name))).FirstOrDefault(column => column is not null && sample.IsFilled(column))
            ?? sample.Columns.FirstOrDefault(column => column.IsIsoTime || (column.Unit() is not null && column.DistinctCount > column.Count / 100))
            ?? throw new InputException("no column holds times", path, remedy: "name it in a mapping: time: {column: ...}");
        mapping = mapping with { TimeColumn = time.Name };
        if (time.IsIsoTime || !time.IsNumeric)
            return mapping with { TimeFormat = mapping.TimeFormat ?? TimeFormat.Iso };
        return time.Unit() is { } unit
            ? mapping with { TimeFormat = mapping.TimeFormat ?? unit }
            : mapping with { TimeFormat = mapping.TimeFormat ?? TimeFormat.Seconds, TimeOrigin = mapping.TimeOrigin ?? Epoch };
    }

    private static TableMapping WithLayout(TableMapping mapping, TableSample sample, string path, TableLayout? layout)
    {
        if (mapping.LongNameColumn is not null || (mapping.Signals.Count > 0 && layout is null))
        {
            return layout is TableLayout.Wide
                ? throw new InputException("data.format is wide, but the mapping has a section long", path, remedy: "remove one of the two")
                : mapping;
        }
        if (layout is TableLayout.Wide)
            return mapping;
        var name = sample.Named(MetricNames);
        var value = sample.Named(ValueNames);
        if (name is { IsNumeric: false } && value is { IsNumeric: true })
            return mapping with { LongNameColumn = name.Name, LongValueColumn = value.Name };
        return layout is TableLayout.Long
            ? throw new InputException(
                "data.format is long, but no pair of columns names and values metrics", path, remedy: "name them in a mapping: long: {name_column: ..., value_column: ...}")
            : mapping;
    }

    private static TableMapping WithEntity(TableMapping mapping, TableSample sample, int fileCount)
    {
        if ((mapping.EntityColumn ?? mapping.EntityId) is not null || mapping.EntityFromFile)
            return mapping;
        var taken = mapping.Columns();
        foreach (var (name, kind) in EntityNames)
        {
            if (sample.Columns.FirstOrDefault(column => column.IsCalled(name) && sample.IsFilled(column)) is { } column && !taken.Contains(column.Name, StringComparer.Ordinal))
                return mapping with { EntityColumn = column.Name, EntityKind = kind };
        }
        var texts = sample.Columns.Where(column => sample.IsFilled(column) && !column.IsNumeric && !taken.Contains(column.Name, StringComparer.Ordinal)).ToArray();
        if (texts is [{ } only] && only.DistinctCount * 2 <= only.Count)
            return mapping with { EntityColumn = only.Name };
        return fileCount > 1 ? mapping with { EntityFromFile = true } : mapping with { EntityId = "node0" };
    }
}

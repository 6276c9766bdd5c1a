using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.Text;
using Auscult.Telemetry.Storage.Yaml;

namespace Auscult.Telemetry.Loading.Csv;

/// <summary>What the columns of a CSV file mean (docs/guide/datasets.md, "Plain CSV").</summary>
public sealed record CsvMapping
{
    /// <summary>Name of the dataset.</summary>
    public required string Name { get; init; }

    /// <summary>Where the data come from.</summary>
    public required string Origin { get; init; }

    /// <summary>SPDX identifier or one line.</summary>
    public required string Licence { get; init; }

    /// <summary>Nominal sampling step.</summary>
    public required TimeSpan Step { get; init; }

    /// <summary>Field separator; null: found out from the first lines (comma, semicolon, tab or bar).</summary>
    public char? Delimiter { get; init; }

    /// <summary>Spellings of a missing number; null for the usual ones.</summary>
    public IReadOnlyList<string>? Missing { get; init; }

    /// <summary>Column of the time.</summary>
    public required string TimeColumn { get; init; }

    /// <summary>How it is written; default ISO 8601.</summary>
    public TimeFormat TimeFormat { get; init; }

    /// <summary>Column of the entity, or null when every row is about <see cref="EntityId"/>.</summary>
    public string? EntityColumn { get; init; }

    /// <summary>The one entity when there is no entity column; default <c>node0</c>.</summary>
    public string EntityId { get; init; } = "node0";

    /// <summary>Kind of the entities; default node.</summary>
    public EntityKind EntityKind { get; init; } = EntityKind.Node;

    /// <summary>Source name (a column; in long files a value of <see cref="LongNameColumn"/>) to the signal it becomes.</summary>
    public required IReadOnlyList<KeyValuePair<string, Signal>> Signals { get; init; }

    /// <summary>In long files, the column that names the signal; null in wide files, where each signal has a column.</summary>
    public string? LongNameColumn { get; init; }

    /// <summary>In long files, the column of the value.</summary>
    public string? LongValueColumn { get; init; }

    /// <summary>Column of the label: a number that is not 0, or a class; null when there is none.</summary>
    public string? LabelColumn { get; init; }

    /// <summary>Class of incidents whose label is a number; default <c>anomaly</c>.</summary>
    public string LabelClass { get; init; } = "anomaly";

    /// <summary>Layer of labelled incidents; default hardware.</summary>
    public Layer LabelLayer { get; init; }

    /// <summary>Texts that mean "no incident", besides an empty field and 0.</summary>
    public IReadOnlyList<string> NormalLabels { get; init; } = [];

    /// <summary>A gap longer than this, over all entities, starts a new recording; null: never.</summary>
    public TimeSpan? RecordingGap { get; init; }

    /// <summary>Reads a mapping file.</summary>
    /// <exception cref="Foundation.InputException">Names file, line and key.</exception>
    public static CsvMapping Load(string path)
    {
        var map = YamlMap.Load(path).AllowOnly(
            "name", "origin", "licence", "step_seconds", "delimiter", "missing", "time", "entity", "signals", "long", "label", "recording_gap_seconds");
        var time = map.Map("time").AllowOnly("column", "format");
        var entity = map.Map("entity").AllowOnly("column", "id", "kind");
        var isLong = map.Has("long");
        var longFormat = map.Map("long").AllowOnly("name_column", "value_column");
        var label = map.Map("label").AllowOnly("column", "fault_class", "layer", "normal");
        if (entity.Has("column") && entity.Has("id"))
            throw entity.Error("id", "an entity has either a column or one id");
        var kind = entity.Word("kind", EntityKind.Node);
        var signals = map.Maps("signals").Select(signal => ReadSignal(signal, kind)).ToArray();
        if (signals.Length == 0)
            throw map.Error("signals", "no signal is mapped", "list at least one column");
        return new CsvMapping
        {
            Name = map.Text("name"),
            Origin = map.Text("origin"),
            Licence = map.Text("licence"),
            Step = PositiveSeconds(map, "step_seconds"),
            Delimiter = ReadDelimiter(map),
            Missing = map.Has("missing") ? map.Texts("missing") : null,
            TimeColumn = time.Text("column"),
            TimeFormat = time.Word("format", TimeFormat.Iso),
            EntityColumn = entity.OptionalText("column"),
            EntityId = entity.OptionalText("id") ?? "node0",
            EntityKind = kind,
            Signals = signals,
            LongNameColumn = isLong ? longFormat.Text("name_column") : null,
            LongValueColumn = isLong ? longFormat.Text("value_column") : null,
            LabelColumn = label.OptionalText("column"),
            LabelClass = label.OptionalText("fault_class") ?? "anomaly",
            LabelLayer = label.Word("layer", Layer.Hardware),
            NormalLabels = label.Texts("normal"),
            RecordingGap = map.Has("recording_gap_seconds") ? PositiveSeconds(map, "recording_gap_seconds") : null,
        };
    }

    /// <summary>Microseconds of a field of the time column, or null when it does not read as a time.</summary>
    internal long? ParseTime(string text) => TimeText.Parse(text, TimeFormat);

    private static KeyValuePair<string, Signal> ReadSignal(YamlMap map, EntityKind entityKind)
    {
        map.AllowOnly("column", "name", "layer", "kind", "unit", "aggregation");
        var column = map.Text("column");
        return new(column, new Signal(
            map.OptionalText("name") ?? column,
            map.Word<Layer>("layer"),
            map.Word("kind", SignalKind.Gauge),
            map.OptionalText("unit") ?? "",
            entityKind,
            map.Word("aggregation", Aggregation.Mean)));
    }

    private static char? ReadDelimiter(YamlMap map) => map.OptionalText("delimiter") switch
    {
        null => null,
        "tab" => '\t',
        { Length: 1 } given => given[0],
        var given => throw map.Error("delimiter", $"'{given}' is not one character", "write the character, or tab"),
    };

    private static TimeSpan PositiveSeconds(YamlMap map, string key) =>
        map.Number(key) > 0 ? TimeSpan.FromSeconds(map.Number(key)) : throw map.Error(key, "must be positive");
}

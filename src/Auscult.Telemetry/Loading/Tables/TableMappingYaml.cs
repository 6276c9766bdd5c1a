using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.Text;
using Auscult.Telemetry.Storage;
using Auscult.Telemetry.Storage.Yaml;
using YamlDotNet.RepresentationModel;

namespace Auscult.Telemetry.Loading.Tables;

/// <summary>Reads and writes mapping files.</summary>
public static class TableMappingYaml
{
    /// <summary>Reads a mapping file.</summary>
    /// <exception cref="InputException">Names file, line and key.</exception>
    public static TableMapping Load(string path)
    {
        var map = YamlMap.Load(path).AllowOnly(
            "name", "origin", "licence", "step_seconds", "delimiter", "missing", "time", "entity", "signals", "long", "label", "recording_gap_seconds");
        var time = map.Map("time").AllowOnly("column", "format", "origin");
        var entity = map.Map("entity").AllowOnly("column", "id", "from", "kind");
        var isLong = map.Has("long");
        var longFormat = map.Map("long").AllowOnly("name_column", "value_column");
        var label = map.Map("label").AllowOnly("column", "fault_class", "layer", "normal");
        if (new[] { "column", "id", "from" }.Count(entity.Has) > 1)
            throw entity.Error("kind", "an entity has a column, one id, or is the file");
        if (entity.OptionalText("from") is { } from && from is not "file")
            throw entity.Error("from", $"'{from}' is unknown", "write file");
        var kind = entity.Word("kind", EntityKind.Node);
        return new TableMapping
        {
            Name = map.OptionalText("name"),
            Origin = map.OptionalText("origin"),
            Licence = map.OptionalText("licence"),
            Step = PositiveSeconds(map, "step_seconds"),
            Delimiter = ReadDelimiter(map),
            Missing = map.Has("missing") ? map.Texts("missing") : null,
            TimeColumn = time.OptionalText("column"),
            TimeFormat = time.Has("format") ? time.Word<TimeFormat>("format") : null,
            TimeOrigin = time.Has("origin") ? time.Time("origin") : null,
            EntityColumn = entity.OptionalText("column"),
            EntityId = entity.OptionalText("id"),
            EntityFromFile = entity.Has("from"),
            EntityKind = kind,
            Signals = [.. map.Maps("signals").Select(signal => ReadSignal(signal, kind))],
            LongNameColumn = isLong ? longFormat.Text("name_column") : null,
            LongValueColumn = isLong ? longFormat.Text("value_column") : null,
            LabelColumn = label.OptionalText("column"),
            LabelClass = label.OptionalText("fault_class") ?? "anomaly",
            LabelLayer = label.Word("layer", Layer.Hardware),
            NormalLabels = label.Texts("normal"),
            RecordingGap = PositiveSeconds(map, "recording_gap_seconds"),
        };
    }

    /// <summary>The text of a mapping file; <see cref="Load"/> reads it back.</summary>
    public static string Write(TableMapping mapping)
    {
        var keys = new List<(string, YamlNode)>();
        Add("name", mapping.Name);
        Add("origin", mapping.Origin);
        Add("licence", mapping.Licence);
        if (mapping.Step is { } step)
            keys.Add(("step_seconds", YamlText.Literal(step.TotalSeconds.ToString("R"))));
        if (mapping.Delimiter is { } delimiter)
            Add("delimiter", delimiter == '\t' ? "tab" : delimiter.ToString());
        if (mapping.Missing is { } missing)
            keys.Add(("missing", List(missing)));
        keys.Add(("time", Flow(
            ("column", mapping.TimeColumn), ("format", mapping.TimeFormat is { } format ? DatasetLayout.Word(format) : null),
            ("origin", mapping.TimeOrigin?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'")))));
        keys.Add(("entity", Flow(
            ("column", mapping.EntityColumn), ("id", mapping.EntityId), ("from", mapping.EntityFromFile ? "file" : null),
            ("kind", DatasetLayout.Word(mapping.EntityKind)))));
        if (mapping.LongNameColumn is not null)
            keys.Add(("long", Flow(("name_column", mapping.LongNameColumn), ("value_column", mapping.LongValueColumn))));
        if (mapping.LabelColumn is not null)
        {
            var label = Flow(("column", mapping.LabelColumn), ("fault_class", mapping.LabelClass), ("layer", DatasetLayout.Word(mapping.LabelLayer)));
            if (mapping.NormalLabels.Count > 0)
                label.Add("normal", List(mapping.NormalLabels));
            keys.Add(("label", label));
        }
        if (mapping.RecordingGap is { } gap)
            keys.Add(("recording_gap_seconds", YamlText.Literal(gap.TotalSeconds.ToString("R"))));
        if (mapping.Signals.Count > 0)
            keys.Add(("signals", new YamlSequenceNode(mapping.Signals.Select(WriteSignal))));
        return YamlText.Of(YamlText.Block([.. keys]));

        void Add(string key, string? value)
        {
            if (value is not null)
                keys.Add((key, YamlText.Text(value)));
        }
    }

    private static YamlSequenceNode List(IEnumerable<string> texts) =>
        new(texts.Select(YamlText.Text)) { Style = YamlDotNet.Core.Events.SequenceStyle.Flow };

    private static YamlMappingNode Flow(params (string Key, string? Value)[] pairs) =>
        YamlText.Flow([.. pairs.Where(pair => pair.Value is not null).Select(pair => (pair.Key, (YamlNode)YamlText.Text(pair.Value!)))]);

    private static YamlMappingNode WriteSignal(TableSignal mapped)
    {
        var node = Flow(("column", mapped.Column), ("name", mapped.Signal?.Name), ("layer", mapped.Signal is { } known ? DatasetLayout.Word(known.Layer) : null));
        if (mapped.Signal is not { } signal)
        {
            if (mapped.Unit is { } unit)
                node.Add("unit", YamlText.Text(unit));
            return node;
        }
        node.Add("kind", DatasetLayout.Word(signal.Kind));
        node.Add("unit", YamlText.Text(signal.Unit));
        node.Add("aggregation", DatasetLayout.Word(signal.Aggregation));
        if (mapped.Scale != 1)
            node.Add("scale", YamlText.Literal(mapped.Scale.ToString("R")));
        if (mapped.Offset != 0)
            node.Add("offset", YamlText.Literal(mapped.Offset.ToString("R")));
        return node;
    }

    private static TableSignal ReadSignal(YamlMap map, EntityKind entityKind)
    {
        map.AllowOnly("column", "name", "layer", "kind", "unit", "aggregation", "scale", "offset");
        var column = map.Text("column");
        if (!new[] { "name", "layer", "kind", "aggregation", "scale", "offset" }.Any(map.Has))
            return new TableSignal(column, Signal: null, Unit: map.OptionalText("unit"));
        return new TableSignal(
            column,
            new Signal(
                map.OptionalText("name") ?? column,
                map.Word<Layer>("layer"),
                map.Word("kind", SignalKind.Gauge),
                map.OptionalText("unit") ?? "",
                entityKind,
                map.Word("aggregation", Aggregation.Mean)),
            map.Has("scale") ? map.Number("scale") : 1,
            map.Has("offset") ? map.Number("offset") : 0);
    }

    private static char? ReadDelimiter(YamlMap map) => map.OptionalText("delimiter") switch
    {
        null => null,
        "tab" => '\t',
        { Length: 1 } given when char.IsAscii(given[0]) && given[0] != '"' => given[0],
        var given => throw map.Error("delimiter", $"'{given}' is not one ASCII character", "write the character, or tab"),
    };

    private static TimeSpan? PositiveSeconds(YamlMap map, string key) => !map.Has(key) ? null
        : map.Number(key) is > 0 and < 1e9 ? TimeSpan.FromSeconds(map.Number(key)) : throw map.Error(key, "must be positive");
}

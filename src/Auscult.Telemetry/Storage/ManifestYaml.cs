using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage.Yaml;
using YamlDotNet.RepresentationModel;

namespace Auscult.Telemetry.Storage;

/// <summary>Reads and writes <c>dataset.yaml</c>.</summary>
public static class ManifestYaml
{
    /// <summary>The text of a manifest; equal manifests give equal text.</summary>
    public static string Write(DatasetManifest manifest)
    {
        var splits = manifest.Splits.OrderBy(split => split.Key, StringComparer.Ordinal)
            .Select(split => (split.Key, (YamlNode)new YamlSequenceNode(split.Value.Select(YamlText.Text)) { Style = YamlDotNet.Core.Events.SequenceStyle.Flow }));
        return YamlText.Of(YamlText.Block([
            ("schema_version", YamlText.Literal(manifest.SchemaVersion.ToString())),
            ("name", YamlText.Text(manifest.Name)),
            ("origin", YamlText.Text(manifest.Origin)),
            ("licence", YamlText.Text(manifest.Licence)),
            ("step_seconds", YamlText.Literal(manifest.Step.TotalSeconds.ToString("R"))),
            ("recordings", new YamlSequenceNode(manifest.Recordings.Select(recording => YamlText.Flow(
                ("name", YamlText.Text(recording.Name)),
                ("start", YamlText.Literal(Iso(recording.Start))),
                ("end", YamlText.Literal(Iso(recording.End))))))),
            ("splits", YamlText.Block([.. splits])),
            ("signals", new YamlSequenceNode(manifest.Signals.Select(Describe))),
            .. manifest.Import is { } import ? [("import", ImportYaml.Write(import))] : Array.Empty<(string, YamlNode)>()]));
    }

    /// <summary>Reads and checks a manifest.</summary>
    /// <param name="text">The YAML.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <exception cref="InputException">Unknown key or version, missing value, overlapping recordings, a split of unknown recordings.</exception>
    public static DatasetManifest Read(string text, string file)
    {
        var map = YamlMap.Parse(text, file);
        var version = map.Integer("schema_version");
        if (version is < 1 or > DatasetManifest.CurrentSchemaVersion)
        {
            throw map.Error(
                "schema_version", $"version {version} is unknown", $"this program reads up to version {DatasetManifest.CurrentSchemaVersion}; update it");
        }
        map.AllowOnly("schema_version", "name", "origin", "licence", "step_seconds", "recordings", "splits", "signals", "import");
        if (map.Number("step_seconds") <= 0)
            throw map.Error("step_seconds", "must be positive");
        var splits = map.Map("splits");
        var manifest = new DatasetManifest
        {
            SchemaVersion = version,
            Name = map.Text("name"),
            Origin = map.Text("origin"),
            Licence = map.Text("licence"),
            // FromSeconds cuts off: 0.0093 would become 0.0092999.
            Step = TimeSpan.FromTicks((long)Math.Round(map.Number("step_seconds") * TimeSpan.TicksPerSecond)),
            Recordings = [.. map.Maps("recordings").Select(ReadRecording)],
            Splits = splits.Keys.ToDictionary(name => name, splits.Texts, StringComparer.Ordinal),
            Signals = [.. map.Maps("signals").Select(ReadSignal)],
            Import = map.Has("import") ? ImportYaml.Read(map.Map("import")) : null,
        };
        Check(manifest, file);
        return manifest;
    }

    /// <summary>Checks what a manifest must always hold.</summary>
    /// <exception cref="InputException">Names the recording, split or signal at fault.</exception>
    public static void Check(DatasetManifest manifest, string file)
    {
        if (manifest.Recordings.Count == 0)
            throw new InputException("the dataset has no recording", file);
        for (var i = 0; i < manifest.Recordings.Count; i++)
        {
            var recording = manifest.Recordings[i];
            if (recording.End <= recording.Start)
                throw new InputException($"recording '{recording.Name}' ends before it starts", file);
            if (i > 0 && manifest.Recordings[i - 1] is var previous && recording.Start < previous.End)
                throw new InputException($"recording '{recording.Name}' overlaps or precedes '{previous.Name}'", file, remedy: "recordings must follow each other in time");
        }
        Unique(manifest.Recordings.Select(recording => recording.Name), "recording", file);
        Unique(manifest.Signals.Select(signal => $"{signal.Name} of {DatasetLayout.SeriesFile(signal.Layer, signal.EntityKind)}"), "signal", file);
        // DuckDB ends a column's name at a NUL, and no table shows the others.
        if (manifest.Signals.FirstOrDefault(signal => signal.Name.Any(char.IsControl)) is { } unprintable)
            throw new InputException($"the signal name '{string.Concat(unprintable.Name.Where(letter => !char.IsControl(letter)))}' holds control characters", file);
        var names = manifest.Recordings.Select(recording => recording.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var (split, members) in manifest.Splits)
        {
            if (members.FirstOrDefault(member => !names.Contains(member)) is { } unknown)
                throw new InputException($"split '{split}' names the unknown recording '{unknown}'", file, remedy: NearestName.Suggest(unknown, names));
        }
    }

    private static void Unique(IEnumerable<string> names, string what, string file)
    {
        if (names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new InputException($"{what} '{twice.Key}' is listed twice", file);
    }

    private static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'");

    private static YamlMappingNode Describe(Signal signal) => YamlText.Flow(
        ("name", YamlText.Text(signal.Name)),
        ("layer", YamlText.Text(DatasetLayout.Word(signal.Layer))),
        ("kind", YamlText.Text(DatasetLayout.Word(signal.Kind))),
        ("unit", YamlText.Text(signal.Unit)),
        ("entity_kind", YamlText.Text(DatasetLayout.Word(signal.EntityKind))),
        ("aggregation", YamlText.Text(DatasetLayout.Word(signal.Aggregation))));

    private static Recording ReadRecording(YamlMap map)
    {
        map.AllowOnly("name", "start", "end");
        return new Recording(map.Text("name"), map.Time("start"), map.Time("end"));
    }

    private static Signal ReadSignal(YamlMap map)
    {
        map.AllowOnly("name", "layer", "kind", "unit", "entity_kind", "aggregation");
        return new Signal(
            map.Text("name"),
            map.Word<Layer>("layer"),
            map.Word("kind", SignalKind.Gauge),
            map.OptionalText("unit") ?? "",
            map.Word<EntityKind>("entity_kind"),
            map.Word("aggregation", Aggregation.Mean));
    }
}

using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage.Yaml;
using YamlDotNet.RepresentationModel;

namespace Auscult.Telemetry.Storage;

/// <summary>The <c>import:</c> section of <c>dataset.yaml</c>.</summary>
internal static class ImportYaml
{
    public static YamlNode Write(ImportNote note) => YamlText.Block(
        ("source", YamlText.Text(note.Source)),
        ("skipped_records", YamlText.Literal(note.SkippedRecords.ToString())),
        ("repeated_samples", YamlText.Literal(note.RepeatedSamples.ToString())),
        ("unmapped", new YamlSequenceNode(note.Unmapped.Select(metric => metric.Nearest is { } nearest
            ? YamlText.Flow(("name", YamlText.Text(metric.Name)), ("nearest", YamlText.Text(nearest)))
            : YamlText.Flow(("name", YamlText.Text(metric.Name)))))),
        ("remarks", new YamlSequenceNode(note.Remarks.Select(YamlText.Text))));

    public static ImportNote Read(YamlMap map)
    {
        map.AllowOnly("source", "skipped_records", "repeated_samples", "unmapped", "remarks");
        return new ImportNote
        {
            Source = map.Text("source"),
            SkippedRecords = (long)map.Number("skipped_records"),
            RepeatedSamples = (long)map.Number("repeated_samples"),
            Unmapped = [.. map.Maps("unmapped").Select(metric =>
            {
                metric.AllowOnly("name", "nearest");
                return new UnmappedMetric(metric.Text("name"), metric.OptionalText("nearest"));
            })],
            Remarks = map.Texts("remarks"),
        };
    }
}

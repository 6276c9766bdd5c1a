using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage.DuckDb;

namespace Auscult.Telemetry.Storage;

/// <summary>Reads and writes <c>incidents.parquet</c> and <c>events.parquet</c>.</summary>
internal static class LabelParquet
{
    private const char Separator = '\u001f';
    private const string Link = "STRUCT(delay_seconds DOUBLE, entity VARCHAR, signal VARCHAR, effect VARCHAR)";

    public static void WriteIncidents(DuckDbConnection connection, string path, IReadOnlyList<Incident> incidents)
    {
        connection.Execute($"""
            CREATE OR REPLACE TABLE incidents (
                id VARCHAR, fault_class VARCHAR, layer VARCHAR, root_entity VARCHAR, root_signals VARCHAR[], victims VARCHAR[],
                precursor_start TIMESTAMP, onset TIMESTAMP, "end" TIMESTAMP, severity DOUBLE, is_benign BOOLEAN, recording VARCHAR,
                victim_delay_seconds DOUBLE[], lost_seconds DOUBLE, causal_chain {Link}[]);
            BEGIN;
            """);
        using (var insert = connection.Prepare("""
            INSERT INTO incidents VALUES ($1, $2, $3, $4,
                CASE WHEN $5 = '' THEN [] ELSE string_split($5, chr(31)) END, CASE WHEN $6 = '' THEN [] ELSE string_split($6, chr(31)) END,
                $7, $8, $9, $10, $11, $12,
                from_json($13, '["DOUBLE"]'), $14,
                from_json($15, '[{"delay_seconds": "DOUBLE", "entity": "VARCHAR", "signal": "VARCHAR", "effect": "VARCHAR"}]'))
            """))
        {
            foreach (var incident in incidents.OrderBy(incident => incident.Onset))
            {
                insert.Bind(1, incident.Id).Bind(2, incident.FaultClass).Bind(3, DatasetLayout.Word(incident.Layer)).Bind(4, incident.RootEntity)
                    .Bind(5, string.Join(Separator, incident.RootSignals)).Bind(6, string.Join(Separator, incident.Victims))
                    .Bind(7, incident.PrecursorStart).Bind(8, incident.Onset).Bind(9, incident.End)
                    .Bind(10, incident.Severity).Bind(11, incident.IsBenign).Bind(12, incident.Recording)
                    .Bind(13, JsonSerializer.Serialize([.. incident.VictimDelaySeconds], LabelLists.Default.DoubleArray)).Bind(14, incident.LostSeconds)
                    .Bind(15, JsonSerializer.Serialize([.. incident.CausalChain], LabelLists.Default.CausalLinkArray))
                    .Execute().Dispose();
            }
        }
        connection.Execute("COMMIT");
        connection.Execute(Sql.CopyToParquet("FROM incidents", path));
    }

    public static IReadOnlyList<Incident> ReadIncidents(ParquetFile file)
    {
        var incidents = file.Read(
            [
                ("id", "VARCHAR", "id"),
                ("fault_class", "VARCHAR", "fault_class"),
                ("layer", "VARCHAR", "layer"),
                ("root_entity", "VARCHAR", "root_entity"),
                ("root_signals", "VARCHAR[]", "array_to_string(root_signals, chr(31))"),
                ("victims", "VARCHAR[]", "array_to_string(victims, chr(31))"),
                ("precursor_start", SeriesParquet.TimestampTypes, "precursor_start::TIMESTAMP"),
                ("onset", SeriesParquet.TimestampTypes, "onset::TIMESTAMP"),
                ("end", SeriesParquet.TimestampTypes, "\"end\"::TIMESTAMP"),
                ("severity", "DOUBLE|FLOAT", "severity::DOUBLE"),
                ("is_benign", "BOOLEAN", "is_benign"),
                ("recording", "VARCHAR", "recording"),
                // Folders of earlier versions lack these.
                file.Optional("victim_delay_seconds", "DOUBLE[]|FLOAT[]", "to_json(victim_delay_seconds)::VARCHAR"),
                file.Optional("lost_seconds", "DOUBLE|FLOAT", "lost_seconds::DOUBLE"),
                file.Optional("causal_chain", $"{Link}[]", "to_json(causal_chain)::VARCHAR"),
            ],
            (chunk, row) => new Incident
            {
                Id = file.Text(chunk, row, 0, "id"),
                FaultClass = file.Text(chunk, row, 1, "fault_class"),
                Layer = file.Word<Layer>(chunk, row, 2, "layer"),
                RootEntity = file.Text(chunk, row, 3, "root_entity"),
                RootSignals = Split(chunk.Column(4).Text(row)),
                Victims = Split(chunk.Column(5).Text(row)),
                PrecursorStart = chunk.Column(6).IsValid(row) ? Micros.ToTime(chunk.Column(6).Values<long>()[row]) : null,
                Onset = file.Time(chunk, row, 7, "onset"),
                End = file.Time(chunk, row, 8, "end"),
                Severity = chunk.Column(9).IsValid(row) ? chunk.Column(9).Values<double>()[row] : null,
                IsBenign = chunk.Column(10).IsValid(row) && chunk.Column(10).Values<byte>()[row] != 0,
                Recording = file.Text(chunk, row, 11, "recording"),
                VictimDelaySeconds = List(file, chunk, row, 12, "victim_delay_seconds", LabelLists.Default.DoubleArray),
                LostSeconds = chunk.Column(13).IsValid(row) ? chunk.Column(13).Values<double>()[row] : null,
                CausalChain = List(file, chunk, row, 14, "causal_chain", LabelLists.Default.CausalLinkArray),
            });
        return [.. incidents.OrderBy(incident => incident.Onset)];
    }

    public static void WriteEvents(DuckDbConnection connection, string path, IReadOnlyList<OperationalEvent> events)
    {
        connection.Execute("CREATE OR REPLACE TABLE events (time TIMESTAMP, entity VARCHAR, kind VARCHAR, detail VARCHAR); BEGIN;");
        using (var insert = connection.Prepare("INSERT INTO events VALUES ($1, $2, $3, $4)"))
        {
            foreach (var happened in events.OrderBy(happened => happened.Time))
                insert.Bind(1, happened.Time).Bind(2, happened.Entity).Bind(3, happened.Kind).Bind(4, happened.Detail).Execute().Dispose();
        }
        connection.Execute("COMMIT");
        connection.Execute(Sql.CopyToParquet("FROM events", path));
    }

    public static IReadOnlyList<OperationalEvent> ReadEvents(ParquetFile file)
    {
        var events = file.Read(
            [
                ("time", SeriesParquet.TimestampTypes, "time::TIMESTAMP"),
                ("entity", "VARCHAR", "entity"),
                ("kind", "VARCHAR", "kind"),
                ("detail", "VARCHAR", "detail"),
            ],
            (chunk, row) => new OperationalEvent(
                file.Time(chunk, row, 0, "time"),
                file.Text(chunk, row, 1, "entity"),
                file.Text(chunk, row, 2, "kind"),
                chunk.Column(3).Text(row) ?? ""));
        return [.. events.OrderBy(happened => happened.Time)];
    }

    private static string[] Split(string? joined) => string.IsNullOrEmpty(joined) ? [] : joined.Split(Separator);

    private static T[] List<T>(ParquetFile file, DataChunk chunk, int row, int index, string column, JsonTypeInfo<T[]> type)
    {
        try
        {
            return chunk.Column(index).Text(row) is { } json ? JsonSerializer.Deserialize(json, type) ?? [] : [];
        }
        catch (JsonException)
        {
            throw new InputException("an element is missing or not finite", file.Name, row + 1, column);
        }
    }
}

/// <summary>Lists of <c>incidents.parquet</c> on their way between DuckDB and records.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(double[]))]
[JsonSerializable(typeof(CausalLink[]))]
internal sealed partial class LabelLists : JsonSerializerContext;

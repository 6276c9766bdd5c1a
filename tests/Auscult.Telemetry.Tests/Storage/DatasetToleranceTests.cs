using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;
using Auscult.Telemetry.Storage.DuckDb;

namespace Auscult.Telemetry.Tests.Storage;

/// <summary>What a dataset folder may contain beyond what this program writes, and what others see in it.</summary>
public sealed class DatasetToleranceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _set;

    public DatasetToleranceTests()
    {
        _set = _folder.At("set");
        DatasetWriter.Write(_set, SampleDataset.InMemory);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_step_of_any_number_of_microseconds_reads_back_as_it_was()
    {
        for (var micros = 1_000; micros < 30_000; micros += 7)
        {
            var manifest = SampleDataset.Manifest with { Step = TimeSpan.FromMicroseconds(micros) };
            ManifestYaml.Read(ManifestYaml.Write(manifest), "dataset.yaml").Step.ShouldBe(manifest.Step);
        }
    }

    [Fact]
    public void An_unlisted_numeric_column_is_read_as_a_gauge_and_reported()
    {
        ParquetEdit.Rewrite(Path.Combine(_set, "series/hardware/node.parquet"), "SELECT *, 7::INTEGER AS fan_rpm FROM old");
        var dataset = Dataset.Open(_set);

        dataset.ReadSeries(Layer.Hardware, EntityKind.Node).Columns.Single(column => column.Name == "fan_rpm").Values.ShouldAllBe(value => value == 7);
        dataset.SignalOf(Layer.Hardware, EntityKind.Node, "fan_rpm").ShouldBe(new Signal("fan_rpm", Layer.Hardware, SignalKind.Gauge, "", EntityKind.Node));
        DatasetSummary.Of(dataset).Notes.ShouldContain(note => note.Contains("'fan_rpm' is not listed", StringComparison.Ordinal));
    }

    [Fact]
    public void An_unlisted_text_column_is_kept_but_not_read_and_reported()
    {
        ParquetEdit.Rewrite(Path.Combine(_set, "series/hardware/node.parquet"), "SELECT *, 'x' AS comment FROM old");
        var dataset = Dataset.Open(_set);

        dataset.Series[0].UnreadColumns.ShouldBe(["comment"]);
        dataset.ReadSeries(Layer.Hardware, EntityKind.Node).Columns.Select(column => column.Name).ShouldBe(["cpu_user_ratio"]);
        DatasetSummary.Of(dataset).Notes.ShouldContain(note => note.Contains("'comment' is not numeric", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("incidents.parquet")]
    [InlineData("entities.parquet")]
    [InlineData("groups.parquet")]
    [InlineData("events.parquet")]
    public void Further_columns_of_the_other_tables_do_no_harm(string file)
    {
        ParquetEdit.Rewrite(Path.Combine(_set, file), "SELECT 'x' AS first, *, 1 AS last FROM old");

        DatasetComparison.ShouldEqual(Dataset.Open(_set), SampleDataset.InMemory);
    }

    [Fact]
    public void Labels_of_earlier_versions_are_understood()
    {
        ParquetEdit.Rewrite(Path.Combine(_set, "incidents.parquet"), "SELECT * EXCLUDE (victim_delay_seconds, lost_seconds, causal_chain) FROM old");

        var incident = Dataset.Open(_set).Incidents[0];
        incident.Victims.ShouldBe(["node1"]);
        (incident.VictimDelaySeconds.Count, incident.LostSeconds, incident.CausalChain.Count).ShouldBe((0, null, 0));
    }

    [Theory]
    [InlineData("time::TIMESTAMPTZ")]
    [InlineData("time::TIMESTAMP_NS")]
    [InlineData("time::TIMESTAMP_MS")]
    public void Times_of_other_writers_are_understood(string expression)
    {
        ParquetEdit.Rewrite(Path.Combine(_set, "series/hardware/node.parquet"), $"SELECT * REPLACE ({expression} AS time) FROM old");

        Dataset.Open(_set).ReadSeries(Layer.Hardware, EntityKind.Node).TimesMicros.ShouldBe(SampleDataset.Nodes.TimesMicros);
    }

    [Fact]
    public void A_NaN_of_other_writers_is_a_missing_value()
    {
        ParquetEdit.Rewrite(Path.Combine(_set, "series/hardware/node.parquet"), "SELECT * REPLACE (coalesce(cpu_user_ratio, 'NaN') AS cpu_user_ratio) FROM old");

        DatasetComparison.ShouldEqual(Dataset.Open(_set), SampleDataset.InMemory);
    }

    [Fact]
    public void A_listed_signal_without_a_column_is_reported()
    {
        ParquetEdit.Rewrite(Path.Combine(_set, "series/hardware/node.parquet"), "SELECT time, entity FROM old");

        DatasetSummary.Of(Dataset.Open(_set)).Notes.ShouldContain(note => note.StartsWith("'cpu_user_ratio'", StringComparison.Ordinal));
    }

    [Fact]
    public void Other_programs_see_timestamps_texts_lists_and_NULL()
    {
        using var connection = DuckDbConnection.Open();

        Rows(connection, "SELECT column_name || ' ' || column_type FROM (DESCRIBE FROM {0})", "series/hardware/node.parquet")
            .ShouldBe(["time TIMESTAMP", "entity VARCHAR", "cpu_user_ratio FLOAT"]);
        Rows(connection, "SELECT column_name || ' ' || column_type FROM (DESCRIBE FROM {0})", "series/network/nic.parquet")
            .ShouldBe(["time TIMESTAMP", "entity VARCHAR", "network_receive_bytes_total DOUBLE"]);
        Rows(connection, "SELECT time || ' ' || entity || ' ' || coalesce(cpu_user_ratio::VARCHAR, 'NULL') FROM {0} LIMIT 3", "series/hardware/node.parquet")
            .ShouldBe(["2025-01-01 00:00:00 node0 0.5", "2025-01-01 00:00:00 node1 0.25", "2025-01-01 00:00:01 node0 NULL"]);
        Rows(connection, "SELECT id || ' ' || root_signals::VARCHAR || ' ' || is_benign FROM {0}", "incidents.parquet")
            .ShouldBe(["i0 [cpu_user_ratio] false", "i1 [] true"]);
        Rows(connection, "SELECT victim_delay_seconds[1] || ' ' || lost_seconds || ' ' || causal_chain[2].effect FROM {0} LIMIT 1", "incidents.parquet")
            .ShouldBe(["0.1 1.75 waits for \"node0\""]);
        Rows(connection, "SELECT DISTINCT compression FROM parquet_metadata('{1}')", "series/hardware/node.parquet").ShouldBe(["ZSTD"]);
    }

    [Fact]
    public void A_filter_reads_only_what_it_names()
    {
        var filter = new SeriesFilter
        {
            Entities = ["node1"], Columns = ["cpu_user_ratio"], From = SampleDataset.Start.AddSeconds(1), Until = SampleDataset.Start.AddSeconds(61),
        };
        var table = Dataset.Open(_set).ReadSeries(Layer.Hardware, EntityKind.Node, filter);

        table.Columns.ShouldHaveSingleItem().Values.ShouldBe([1, 0.75]);
        DatasetComparison.ShouldEqual(table, SampleDataset.InMemory.ReadSeries(Layer.Hardware, EntityKind.Node, filter));
    }

    [Fact]
    public void The_summary_counts_gaps_coverage_and_labels()
    {
        var summary = DatasetSummary.Of(Dataset.Open(_set));

        summary.Recordings.Select(recording => (recording.Name, recording.Faults, recording.BenignEvents)).ShouldBe([("first", 1, 0), ("second", 0, 1)]);
        summary.Entities.ShouldBe(new Dictionary<string, int> { ["nic"] = 1, ["node"] = 2 });
        var nodes = summary.Series[0];
        (nodes.Entities, nodes.Rows, nodes.Gaps, nodes.LongestGapSeconds).ShouldBe((2, 8L, 1, 2.0));
        nodes.Signals[0].ShouldBe(new SignalSummary("cpu_user_ratio", SignalKind.Gauge, "ratio", 6 / 16.0, 0, 2.625 / 6, 1));
        summary.Incidents.Select(kind => (kind.FaultClass, kind.IsBenign, kind.Count, kind.MedianSeconds)).ShouldBe(
            [("cpu_contention", false, 1, 2.0), ("checkpoint", true, 1, 1.0)]);
        summary.Incidents.Select(kind => (kind.Severity, kind.LostSeconds)).ShouldBe(
            [(new FigureRange(0.5, 0.5), new FigureRange(1.75, 1.75)), (null, null)]);
        summary.Notes.ShouldBeEmpty();
    }

    [Fact]
    public void Equal_content_has_an_equal_fingerprint_wherever_it_lies()
    {
        DatasetWriter.Write(_folder.At("again"), SampleDataset.InMemory);
        Dataset.Open(_folder.At("again")).Fingerprint.ShouldBe(Dataset.Open(_set).Fingerprint);

        ParquetEdit.Rewrite(_folder.At("again", "series/hardware/node.parquet"), "SELECT * REPLACE (cpu_user_ratio + 1 AS cpu_user_ratio) FROM old");
        Dataset.Open(_folder.At("again")).Fingerprint.ShouldNotBe(Dataset.Open(_set).Fingerprint);
    }

    private List<string> Rows(DuckDbConnection connection, string query, string file)
    {
        var path = Path.Combine(_set, file);
        using var result = connection.Query(query.Replace("{0}", Sql.Parquet(path), StringComparison.Ordinal).Replace("{1}", path, StringComparison.Ordinal));
        var rows = new List<string>();
        foreach (var chunk in result.Chunks())
        {
            for (var row = 0; row < chunk.RowCount; row++)
                rows.Add(chunk.Column(0).Text(row)!);
        }
        return rows;
    }
}

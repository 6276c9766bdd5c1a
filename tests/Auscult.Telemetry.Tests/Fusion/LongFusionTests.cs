using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Storage;
using Auscult.Telemetry.Storage.DuckDb;
using Auscult.Telemetry.Storage.Long;
using static Auscult.Telemetry.Tests.Fusion.TestDataset;

namespace Auscult.Telemetry.Tests.Fusion;

public sealed class LongFusionTests : IDisposable
{
    private static readonly Signal[] Signals =
    [
        Signal("power", SignalKind.Gauge), Signal("bytes_total", SignalKind.Counter, Aggregation.Sum, EntityKind.Nic, Layer.Network),
        Signal("phase", SignalKind.State, layer: Layer.Model), Signal("xid", SignalKind.Event), Signal("inlet", SignalKind.Gauge, entity: EntityKind.Cluster),
    ];

    private readonly TemporaryFolder _folder = new();

    private string File => System.IO.Path.Combine(_folder.Path, "long.parquet");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", long.MaxValue, 10_000)]
    [InlineData("", 0, 100_000)]
    [InlineData("ORDER BY time, entity", 0, 10_000)]
    [InlineData("ORDER BY signal, entity, time", 0, 15_000)]
    [InlineData("ORDER BY hash(value)", long.MaxValue, 10_000)]
    public void A_long_file_in_any_order_gives_what_each_signal_gives_alone(string order, long memoryBudget, long rowsPerReader)
    {
        var samples = Samples(40_000);
        Write(samples, order);
        var description = new LongDescription { Step = TimeSpan.FromSeconds(1), Signals = Signals, Topology = new TestDataset().Topology, Recordings = new TestDataset(600).Manifest.Recordings };
        using var data = LongParquetDataset.Open(File, description, memoryBudget, rowsPerReader);
        var config = new FusionConfig { KeepChildren = true };
        using var frame = FrameBuilder.Build(data, config, null, out var report);
        (data.Samples.Spilled > 0).ShouldBe(memoryBudget == 0);
        report.SampleRows.ShouldBe(samples.Count);
        if (order.Length > 0 && order != "ORDER BY hash(value)")
            report.LateRows.ShouldBe(0);
        foreach (var signal in Signals)
        {
            var alone = new TestDataset(600).Add(signal, [.. samples.Where(s => s.Signal == signal.Name).Select(s => (s.Time, s.Entity, s.Value))]);
            using var expected = FrameBuilder.Build(alone, config);
            for (var column = 0; column < expected.Schema.Signals.Count; column++)
            {
                var place = frame.Schema.SignalIndex(expected.Schema.Signals[column].Name);
                for (var entity = 0; entity < 2; entity++)
                {
                    // The children are added in another order.
                    Column(frame, entity, place).Zip(Column(expected, entity, column)).ShouldAllBe(
                        pair => pair.First.Equals(pair.Second) || Math.Abs(pair.First - pair.Second) <= 1e-6 * Math.Abs(pair.Second));
                }
            }
        }
    }

    [Fact]
    public void Read_as_a_wide_table_it_has_a_row_per_entity_and_moment_and_the_later_of_two_values()
    {
        Write([(0, "node0", "a", 1), (0, "node0", "b", 2), (1, "node0", "a", double.NaN), (1, "node1", "a", 4), (0, "node0", "a", 5)]);
        using var data = LongParquetDataset.Open(File, new LongDescription { Step = TimeSpan.FromSeconds(1) });
        var table = data.ReadSeries(Layer.Hardware, EntityKind.Node);
        table.Entities.ShouldBe(["node0", "node1"]);
        table.TimesMicros.ShouldBe([At(0), At(1), At(1)]);
        table.Columns.Select(column => (column.Name, string.Join(' ', column.Values))).ShouldBe([("a", "5 NaN 4"), ("b", "2 NaN NaN")]);
        data.ReadSeries(Layer.Hardware, EntityKind.Node, new SeriesFilter { Entities = ["node1"], Columns = ["a"] }).Columns.Single().Values.ShouldBe([4]);
        data.Manifest.Recordings.Single().ShouldSatisfyAllConditions(r => r.Start.ShouldBe(Start), r => r.End.ShouldBe(Start.AddSeconds(1).AddMicroseconds(1)));
        DatasetSummary.Of(data).Series.Single().Rows.ShouldBe(3);
    }

    [Fact]
    public void Nothing_of_it_stays_on_disk_but_the_frame()
    {
        Write(Samples(2_000));
        using (var data = LongParquetDataset.Open(File, new LongDescription { Step = TimeSpan.FromSeconds(1) }))
        {
            using var first = FrameBuilder.Build(data, new FusionConfig(), _folder.Path);
            using var second = FrameBuilder.Build(data, new FusionConfig(), _folder.Path);
            second.Rows(1, 0, 9).SequenceEqual(first.Rows(1, 0, 9)).ShouldBeTrue();
        }
        Directory.GetFiles(_folder.Path).Length.ShouldBe(2);
    }

    [Theory]
    [InlineData("SELECT TIMESTAMP '2026-01-01' AS time, 'a' AS entity, 'b' AS signal, 'c' AS value", "has type VARCHAR")]
    [InlineData("SELECT TIMESTAMP '2026-01-01' AS time, 'a' AS entity, 1.0 AS value", "column 'signal' is missing")]
    [InlineData("SELECT TIMESTAMP '2026-01-01' AS time, NULL::VARCHAR AS entity, 'b' AS signal, 1.0 AS value", "long.parquet:1:entity: is empty")]
    [InlineData("SELECT TIMESTAMP '2026-01-01' AS time, 'a' AS entity, 'b' AS signal, 1.0 AS value LIMIT 0", "the dataset is empty")]
    public void What_is_no_long_table_is_one_clear_error(string query, string message)
    {
        using (var connection = DuckDbConnection.Open())
            connection.Execute(Sql.CopyToParquet(query, File));
        Should.Throw<InputException>(() => LongParquetDataset.Open(File, new LongDescription { Step = TimeSpan.FromSeconds(1) }))
            .Message.ShouldContain(message);
    }

    [Fact]
    public void An_entity_that_the_topology_does_not_know_is_refused_and_so_is_half_a_file()
    {
        Write([(0, "node7", "a", 1)]);
        var description = new LongDescription { Step = TimeSpan.FromSeconds(1), Topology = new TestDataset().Topology };
        Should.Throw<InputException>(() => LongParquetDataset.Open(File, description)).Message.ShouldContain("unknown entity 'node7'");
        System.IO.File.WriteAllBytes(File, System.IO.File.ReadAllBytes(File)[..^20]);
        Should.Throw<InputException>(() => LongParquetDataset.Open(File, description)).Message.ShouldContain("not a readable Parquet file");
    }

    private static float[] Column(Frame frame, int entity, int signal)
    {
        var values = frame.Rows(entity, 0, frame.Schema.RowCount).ToArray();
        return [.. values.Where((_, i) => i % frame.Schema.Signals.Count == signal)];
    }

    private static List<(double Time, string Entity, string Signal, double Value)> Samples(int count)
    {
        var random = new Random(5);
        var entities = new Dictionary<EntityKind, string[]>
        {
            [EntityKind.Node] = ["node0", "node1"], [EntityKind.Nic] = ["node0/eth0", "node0/eth1", "node1/eth0"], [EntityKind.Cluster] = ["cluster"],
        };
        var samples = new List<(double, string, string, double)>(count);
        for (var i = 0; i < count; i++)
        {
            var signal = Signals[random.Next(Signals.Length)];
            var entity = entities[signal.EntityKind][random.Next(entities[signal.EntityKind].Length)];
            // Counters grow with time, so that their order does not matter to whether they are counters.
            var time = i * 600.0 / count;
            samples.Add((time, entity, signal.Name, signal.Kind == SignalKind.Counter ? i : random.Next(40) == 0 ? double.NaN : random.Next(100)));
        }
        return samples;
    }

    private void Write(List<(double Time, string Entity, string Signal, double Value)> samples, string order = "")
    {
        using var connection = DuckDbConnection.Open();
        var first = 0;
        var source = RowSource.Register(
            connection, "long",
            [("time", DuckDbType.Timestamp), ("entity", DuckDbType.Varchar), ("signal", DuckDbType.Varchar), ("value", DuckDbType.Double)],
            chunk =>
            {
                var count = Math.Min(WritableChunk.Capacity, samples.Count - first);
                for (var row = 0; row < count; row++)
                {
                    var (time, entity, signal, value) = samples[first + row];
                    chunk.Column<long>(0)[row] = At(time);
                    chunk.SetText(1, row, System.Text.Encoding.UTF8.GetBytes(entity));
                    chunk.SetText(2, row, System.Text.Encoding.UTF8.GetBytes(signal));
                    chunk.Column<double>(3)[row] = value;
                }
                first += count;
                return count;
            });
        source.Execute(connection, Sql.CopyToParquet($"FROM long() {order}", File));
    }
}

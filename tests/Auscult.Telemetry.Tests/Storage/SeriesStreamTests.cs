using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Tests.Storage;

/// <summary>Series written block by block.</summary>
public sealed class SeriesStreamTests : IDisposable
{
    private const string Gauge = "cpu_user_ratio";
    private const string Counter = "cpu_seconds_total";
    private static readonly string[] Entities = ["node0", "node1"];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(777)]
    [InlineData(2048)]
    [InlineData(5000)]
    public void Rows_come_back_as_they_were_handed_over(int blockRows)
    {
        Write("set", 5000, blockRows);

        var table = Dataset.Open(_folder.At("set")).ReadSeries(Layer.Hardware, EntityKind.Node);
        var present = Enumerable.Range(0, 5000).Where(row => !IsAbsent(row)).ToArray();
        table.TimesMicros.ShouldBe(present.Select(Time));
        table.EntityIndex.Select(entity => table.Entities[entity]).ShouldBe(present.Select(row => Entities[row % 2]));
        table.Columns[0].Values.ShouldBe(present.Select(row => (double)GaugeAt(row)));
        table.Columns[1].Values.ShouldBe(present.Select(CounterAt));
    }

    [Fact]
    public void The_bytes_depend_on_neither_blocks_nor_timing()
    {
        // More than one row group (122,880 rows).
        const int rows = 130_000;
        Write("whole", rows, rows);
        Write("pieces", rows, 9_999);
        Write("slow", rows, 50_000, () => Thread.Sleep(20));

        var expected = Hash("whole");
        Hash("pieces").ShouldBe(expected);
        Hash("slow").ShouldBe(expected);
    }

    [Fact]
    public void A_whole_table_makes_the_same_file_as_its_blocks()
    {
        Write("blocks", 5000, 777);
        using (var writer = Begin("table"))
        {
            var table = Dataset.Open(_folder.At("blocks")).ReadSeries(Layer.Hardware, EntityKind.Node);
            writer.WriteSeries(Layer.Hardware, EntityKind.Node, table);
            writer.Commit();
        }

        Hash("table").ShouldBe(Hash("blocks"));
    }

    [Fact]
    public void Several_files_grow_side_by_side()
    {
        using (var writer = Begin("set"))
        {
            var nodes = writer.OpenSeries(Layer.Hardware, EntityKind.Node, Entities, [Gauge]);
            var network = writer.OpenSeries(Layer.Network, EntityKind.Node, Entities, ["retransmits"]);
            for (var block = 0; block < 10; block++)
            {
                foreach (var stream in new[] { nodes, network })
                {
                    var rows = stream.Rent(1);
                    (rows.TimesMicros[0], rows.Entities[0], rows.Floats(0)[0]) = (block, 1, stream == nodes ? block : -block);
                    stream.Write(rows);
                }
            }
            writer.Commit();
        }

        var dataset = Dataset.Open(_folder.At("set"));
        dataset.ReadSeries(Layer.Hardware, EntityKind.Node).Columns[0].Values.Sum().ShouldBe(45);
        dataset.ReadSeries(Layer.Network, EntityKind.Node).Columns[0].Values.Sum().ShouldBe(-45);
    }

    [Fact]
    public void Memory_does_not_grow_with_the_length_of_a_series()
    {
        const int blockRows = 16_384;
        using var writer = Begin("set");
        var stream = writer.OpenSeries(Layer.Hardware, EntityKind.Node, Entities, [.. Enumerable.Range(0, 8).Select(i => $"signal{i}")]);
        var (micros, noise) = (0L, new Random(1));
        void Feed(int blocks)
        {
            for (var i = 0; i < blocks; i++)
            {
                var block = stream.Rent(blockRows);
                block.Entities.Clear();
                for (var row = 0; row < blockRows; row++)
                    block.TimesMicros[row] = micros++;
                for (var column = 0; column < 8; column++)
                    noise.NextBytes(MemoryMarshal.AsBytes(block.Floats(column)));
                stream.Write(block);
            }
        }
        Feed(3);
        var allocated = GC.GetAllocatedBytesForCurrentThread();

        Feed(60);

        (GC.GetAllocatedBytesForCurrentThread() - allocated).ShouldBeLessThan(100_000, "blocks are used again");
        // Three blocks and a row group of 7.5 may be on their way; noise does not compress.
        var file = new FileInfo(Directory.EnumerateFiles(_folder.Path, "node.parquet", SearchOption.AllDirectories).Single());
        file.Length.ShouldBeGreaterThan(50L * blockRows * 8 * sizeof(float), "full row groups are on the disk");
        writer.Commit();
    }

    [Fact]
    public void A_row_out_of_order_is_refused_and_the_folder_never_appears()
    {
        using (var writer = Begin("set"))
        {
            var stream = writer.OpenSeries(Layer.Hardware, EntityKind.Node, Entities, [Gauge]);
            foreach (var time in new[] { 5, 6 })
                stream.Write(OneRow(stream, time));

            Should.Throw<InputException>(() => stream.Write(OneRow(stream, 6))).Message
                .ShouldContain("'node0' at 1970-01-01T00:00:00.0000060+00:00 repeats");
            Should.Throw<IOException>(writer.Commit).Message.ShouldContain("node.parquet: cannot write");
        }

        Directory.EnumerateFileSystemEntries(_folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public void An_entity_that_is_not_listed_is_refused()
    {
        using var writer = Begin("set");
        var stream = writer.OpenSeries(Layer.Hardware, EntityKind.Node, Entities, [Gauge]);
        var block = OneRow(stream, 1);
        block.Entities[0] = 2;

        Should.Throw<ArgumentOutOfRangeException>(() => stream.Write(block));
    }

    [Fact]
    public void A_file_is_started_once()
    {
        using var writer = Begin("set");
        writer.OpenSeries(Layer.Hardware, EntityKind.Node, Entities, [Gauge]);

        Should.Throw<InvalidOperationException>(() => writer.OpenSeries(Layer.Hardware, EntityKind.Node, Entities, [Gauge]))
            .Message.ShouldContain("started before");
    }

    [Fact]
    public void A_producer_that_gives_up_leaves_nothing()
    {
        Should.Throw<OperationCanceledException>(() =>
        {
            using var writer = Begin("set");
            var stream = writer.OpenSeries(Layer.Hardware, EntityKind.Node, Entities, [Gauge]);
            stream.Write(OneRow(stream, 1));
            stream.Rent(1, new CancellationToken(canceled: true));
        });

        Directory.EnumerateFileSystemEntries(_folder.Path).ShouldBeEmpty();
    }

    [MountFact]
    public void A_full_disk_stops_the_producer_and_leaves_nothing()
    {
        using var disk = new SmallDisk(_folder.At("disk"), "1m");
        var noise = new Random(1);
        using (var writer = Begin(Path.Combine("disk", "set")))
        {
            var stream = writer.OpenSeries(Layer.Hardware, EntityKind.Node, Entities, [Gauge]);
            var micros = 0L;
            Should.Throw<IOException>(() =>
            {
                // Endless, were the disk.
                while (true)
                {
                    var block = stream.Rent(50_000);
                    block.Entities.Clear();
                    for (var row = 0; row < block.RowCount; row++)
                        (block.TimesMicros[row], block.Floats(0)[row]) = (micros++, noise.NextSingle());
                    stream.Write(block);
                }
            }).Message.ShouldContain("No space left on device");
            Should.Throw<IOException>(writer.Commit);
        }

        Directory.EnumerateFileSystemEntries(disk.Path).ShouldBeEmpty();
    }

    private static SeriesBlock OneRow(SeriesStream stream, long time)
    {
        var block = stream.Rent(1);
        (block.TimesMicros[0], block.Entities[0], block.Floats(0)[0]) = (time, 0, 1);
        return block;
    }

    private static long Time(int row) => row / 2 * Micros.PerSecond;

    private static float GaugeAt(int row) => row % 7 == 0 ? float.NaN : row / 8f;

    private static double CounterAt(int row) => row % 5 == 0 ? double.NaN : 9_007_199_254_740_000 + row;

    private static bool IsAbsent(int row) => row % 11 == 3 || row / 64 == 4;

    private void Write(string name, int rows, int blockRows, Action? between = null)
    {
        using var writer = Begin(name);
        var stream = writer.OpenSeries(Layer.Hardware, EntityKind.Node, Entities, [Gauge, Counter]);
        for (var first = 0; first < rows; first += blockRows)
        {
            var block = stream.Rent(Math.Min(blockRows, rows - first));
            for (var i = 0; i < block.RowCount; i++)
            {
                var row = first + i;
                block.TimesMicros[i] = Time(row);
                block.Entities[i] = IsAbsent(row) ? SeriesBlock.Absent : row % 2;
                block.Floats(0)[i] = GaugeAt(row);
                block.Doubles(1)[i] = CounterAt(row);
            }
            stream.Write(block);
            between?.Invoke();
        }
        writer.Commit();
        stream.RowCount.ShouldBe(Enumerable.Range(0, rows).Count(row => !IsAbsent(row)));
    }

    private string Hash(string name)
    {
        var file = Path.Combine(_folder.At(name), DatasetLayout.SeriesFile(Layer.Hardware, EntityKind.Node));
        return Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)));
    }

    private DatasetWriter Begin(string name)
    {
        var writer = DatasetWriter.Create(_folder.At(name));
        writer.Write(SampleDataset.Manifest with
        {
            Signals = [.. SampleDataset.Manifest.Signals, new(Counter, Layer.Hardware, SignalKind.Counter, "s", EntityKind.Node)],
        });
        writer.Write(SampleDataset.Topology);
        return writer;
    }
}

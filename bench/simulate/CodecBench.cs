using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;
using Auscult.Telemetry.Storage.DuckDb;

namespace Auscult.Bench.Simulate;

/// <summary>What one way to compress costs and saves.</summary>
/// <param name="Compression">The way.</param>
/// <param name="ValuesPerSecond">Values written per second of the writing thread.</param>
/// <param name="BytesPerValue">Bytes of the file per value.</param>
/// <param name="ReadValuesPerSecond">Values read back per second, one thread.</param>
internal sealed record CodecResult(string Compression, double ValuesPerSecond, double BytesPerValue, double ReadValuesPerSecond);

/// <summary>Writes the same telemetry-like rows with every codec: 100 columns, noise quantised as exporters do.</summary>
internal static class CodecBench
{
    public const int Blocks = 48;
    private const int Columns = 100;
    private const int Entities = 256;
    private const int BlockTicks = 64;
    private static readonly string[] Names = [.. Enumerable.Range(0, Columns).Select(i => $"signal{i:00}")];

    public static CodecResult[] Run(string folder, Action<CodecResult> report)
    {
        var noise = new TelemetryNoise(Entities, BlockTicks, Columns);
        ParquetCompression[] codecs =
        [
            new(ParquetCodec.Uncompressed), new(ParquetCodec.Snappy), new(ParquetCodec.Lz4_Raw),
            new(ParquetCodec.Zstd, 1), new(ParquetCodec.Zstd, 3),
        ];
        var results = new List<CodecResult>();
        foreach (var codec in codecs)
        {
            results.Add(Measure(noise, codec, Path.Combine(folder, $"{codec.Codec}{codec.Level}")));
            report(results[^1]);
        }
        return [.. results];
    }

    private static CodecResult Measure(TelemetryNoise noise, ParquetCompression compression, string directory)
    {
        string[] entities = [.. Enumerable.Range(0, Entities).Select(i => $"node{i / 8:0000}/gpu{i % 8}")];
        var start = DateTimeOffset.UnixEpoch;
        using var writer = DatasetWriter.Create(directory, overwrite: true, compression);
        writer.Write(new DatasetManifest
        {
            Name = "codecs", Step = TimeSpan.FromSeconds(1), Origin = "made up", Licence = "CC0-1.0",
            Recordings = [new("all", start, start.AddSeconds(Blocks * BlockTicks))],
            Signals =
            [
                .. Names.Where((_, i) => i % 10 == 9)
                    .Select(name => new Signal(name, Layer.Hardware, SignalKind.Counter, "", EntityKind.Gpu)),
            ],
        });
        writer.Write(new Topology([.. entities.Select(id => new Entity(id, EntityKind.Gpu))], []));
        var stream = writer.OpenSeries(Layer.Hardware, EntityKind.Gpu, entities, Names);
        var before = Environment.CpuUsage.TotalTime;
        for (var number = 0; number < Blocks; number++)
        {
            var block = stream.Rent(noise.RowCount);
            noise.Fill(block, number);
            stream.Write(block);
        }
        stream.Complete();
        var seconds = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
        var values = (double)Blocks * noise.RowCount * Columns;
        writer.Commit();
        var file = new FileInfo(Path.Combine(directory, DatasetLayout.SeriesFile(Layer.Hardware, EntityKind.Gpu)));
        using var connection = DuckDbConnection.Open();
        connection.Execute("SET threads = 1");
        var sums = string.Join(", ", Names.Select(name => $"sum({name})"));
        before = Environment.CpuUsage.TotalTime;
        connection.Execute($"SELECT {sums} FROM {Sql.Parquet(file.FullName)}");
        return new CodecResult(
            $"{compression.Codec} {compression.Level}".Trim(), values / seconds, file.Length / values,
            values / (Environment.CpuUsage.TotalTime - before).TotalSeconds);
    }
}

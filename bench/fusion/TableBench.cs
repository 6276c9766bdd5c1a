using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;

namespace Auscult.Bench.Fusion;

/// <summary>Fusion, the frame file, the scaler and batching of tables in memory, each beside a copy of the bytes it handles.</summary>
internal static class TableBench
{
    private const int Nodes = 4;
    private const int Length = 64;
    private const int BatchSize = 64;

    public static (long Samples, FrameSchema Schema, IReadOnlyList<Measurement> Results) Run()
    {
        var seconds = 40_000;
        var data = SyntheticDataset.Create(Nodes, seconds, gauges: 40, counters: 60, nics: 2, nicCounters: 8);
        var samples = data.Series.Sum(info => info.RowCount * info.Columns.Count);
        var results = new List<Measurement>();
        var config = new FusionConfig();

        using var frame = FrameBuilder.Build(data, config);
        var schema = frame.Schema;
        var fusedBytes = (samples * sizeof(double)) + (schema.ValueCount * sizeof(float));
        results.Add(Measurement.Of("fuse 1 s to 1 s, in memory", samples, fusedBytes, () => FrameBuilder.Build(data, config).Dispose()));
        var coarse = new FusionConfig { StepSeconds = 10 };
        results.Add(Measurement.Of(
            "fuse 1 s to 10 s, in memory", samples, (samples * sizeof(double)) + (schema.ValueCount * sizeof(float) / 10),
            () => FrameBuilder.Build(data, coarse).Dispose()));

        var folder = Directory.CreateTempSubdirectory("auscult-bench-").FullName;
        try
        {
            var cache = Path.Combine(folder, "cache");
            results.Add(Measurement.Of("fuse and write the cache", samples, fusedBytes, () =>
            {
                if (Directory.Exists(cache))
                    Directory.Delete(cache, recursive: true);
                FrameBuilder.Build(data, config, cache).Dispose();
            }));
            var file = Directory.GetFiles(cache).Single();
            results.Add(Measurement.Of(
                "open the cache, checksums included", schema.ValueCount, schema.ValueCount * sizeof(float), () => MappedFrame.Open(file).Dispose()));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        var everything = RowRange.Everything(schema);
        RobustScaler? scaler = null;
        results.Add(Measurement.Of(
            "fit the robust scaler", schema.ValueCount, 2 * schema.ValueCount * sizeof(float), () => scaler = RobustScaler.Fit(frame, everything)));
        var index = WindowIndex.Over(schema, Length, Length / 4);
        var batcher = new WindowBatcher(frame, index, scaler);
        var order = new ShuffledSampler(index.Count, new Seeds(1)).Order(0);
        var batchValues = (long)index.Count * Length * schema.Signals.Count;
        results.Add(Measurement.Of("batch shuffled windows, scaled, with mask", batchValues, batchValues * 3 * sizeof(float), () =>
        {
            foreach (var batch in batcher.Stream(order, BatchSize))
                _ = batch.Count;
        }));
        return (samples, schema, results);
    }
}

using System.Formats.Tar;
using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.Csv;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Loading.Text;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.AlibabaGenTd26;

/// <summary>
/// Alibaba's GenTD26 (cluster-trace-v2026-GenAI; Lin et al., SoCC 2025): a production diffusion-serving cluster, 22.8 hours on a grid of 57
/// s, one long CSV file per metric in a tar.gz. Every pod is a replica; joined by container address and time.
/// </summary>
/// <remarks>
/// Rows without a container address are the gateway's: they go to the entity <c>gateway</c>, of kind cluster; in the memory file, where
/// they belong to nobody, they are left out. The request traces in the folder are of another period and cannot be joined. There are no
/// labels and no split.
/// </remarks>
/// <param name="root">The folder of the tar.gz files.</param>
public sealed class AlibabaGenTd26Source(string root) : IDatasetSource
{
    /// <summary>Name in the registry.</summary>
    public const string Name = "alibaba_gentd26";

    private const string Gateway = "gateway";
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(57);

    /// <summary>Archive to signal; latencies are published in milliseconds, utilisations of memory as ratios.</summary>
    private static readonly IReadOnlyDictionary<string, GenTdMetric> Metrics = new Dictionary<string, GenTdMetric>(StringComparer.Ordinal)
    {
        ["pod_gpu_duty_cycle_anon"] = new("gpu_utilization_ratio", Layer.Hardware, "ratio", 0.01),
        ["pod_gpu_memory_used_bytes_anon"] = new("gpu_memory_used_bytes", Layer.Hardware, "bytes", 1, Aggregation.Sum),
        ["pod_memory_util_anon"] = new("memory_used_ratio", Layer.Hardware, "ratio", 1),
        ["qps"] = new("requests_per_second", Layer.Network, "1/s", 1, Aggregation.Sum),
        ["queue_rt_raw_anon"] = new("queue_seconds", Layer.Network, "s", 1e-3, Aggregation.Max),
        ["queue_size_raw_anon"] = new("queue_length", Layer.Network, "requests", 1, Aggregation.Sum),
        ["basemodel_update_latency_anon"] = new("base_model_load_seconds", Layer.Storage, "s", 1e-3, Aggregation.Max),
        ["lora_update_latency_anon"] = new("lora_load_seconds", Layer.Storage, "s", 1e-3, Aggregation.Max),
        ["controlnet_latency_data_anon"] = new("controlnet_load_seconds", Layer.Storage, "s", 1e-3, Aggregation.Max),
        ["pipeline_update_latency_anon"] = new("pipeline_load_seconds", Layer.Storage, "s", 1e-3, Aggregation.Max),
        ["model_predict_data_anon"] = new("predict_seconds", Layer.Model, "s", 1e-3, Aggregation.Max),
        ["pipeline_inference_data_anon"] = new("inference_seconds", Layer.Model, "s", 1e-3, Aggregation.Max),
    };

    /// <inheritdoc/>
    public Dataset Load(ImportContext? context = null)
    {
        context ??= new ImportContext();
        var archives = Metrics.Keys.Where(metric => File.Exists(ArchiveOf(metric))).ToArray();
        if (archives.Length == 0)
            throw new InputException("not a folder of GenTD26", root, remedy: $"it must hold files such as {Path.GetFileName(ArchiveOf("qps"))}");
        var builder = new DatasetBuilder(root, context);
        foreach (var metric in archives)
            ReadArchive(metric, builder, context);
        return builder.Build(new DatasetHead
        {
            Name = Name,
            Source = Name,
            Origin = "Alibaba cluster-trace-v2026-GenAI (GenTD26), Lin et al., SoCC 2025; times are shifted",
            Licence = "no licence file; research or study purpose only",
            Step = Step,
        });
    }

    private string ArchiveOf(string metric) => Path.Combine(root, $"{metric}.tar.gz");

    private void ReadArchive(string metric, DatasetBuilder builder, ImportContext context)
    {
        var path = ArchiveOf(metric);
        try
        {
            using var reader = new TarReader(GzipReader.Open(File.OpenRead(path)), leaveOpen: false);
            while (reader.GetNextEntry() is { } entry)
            {
                // Archives made on a Mac carry attributes as files called ._name.
                var isTable = entry.Name.EndsWith(".csv", StringComparison.Ordinal) && !Path.GetFileName(entry.Name).StartsWith("._", StringComparison.Ordinal);
                if (isTable && entry.DataStream is { } content)
                    ReadTable(content, $"{path}({entry.Name})", Metrics[metric], builder, context);
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or IOException or FormatException or NotSupportedException or ArgumentException)
        {
            context.Bad.Report(new InputException("the archive is damaged or truncated", path, remedy: "copy it again from its source", inner: e));
        }
    }

    private static void ReadTable(Stream content, string name, GenTdMetric metric, DatasetBuilder builder, ImportContext context)
    {
        using var table = DelimitedReader.Open(new LineReader(content, name, context.Cancellation));
        var (time, value, address) = (table.IndexOf("timestamp_anon"), table.IndexOf("value"), table.IndexOf("container_ip"));
        var series = new Dictionary<byte[], SampleSeries?>(ByteKeys.Comparer);
        var known = series.GetAlternateLookup<ReadOnlySpan<byte>>();
        while (true)
        {
            try
            {
                if (!table.Read())
                    return;
                if (!TimeText.TryParse(table.Bytes(time), TimeFormat.Seconds, out var micros) || !TimeText.IsPlausible(micros))
                    throw table.Error(time, $"{Quoted.Of(table.Text(time))} is not a time");
                var number = table.Number(value);
                if (!known.TryGetValue(table.Bytes(address), out var samples))
                    known[table.Bytes(address)] = samples = SeriesOf(table.Text(address), metric, builder);
                samples?.Add(micros, number * metric.Scale);
            }
            catch (InputException e)
            {
                context.Bad.Report(e);
            }
        }
    }

    private static SampleSeries? SeriesOf(string address, GenTdMetric metric, DatasetBuilder builder)
    {
        if (address is not ("" or "NULL" or "None"))
            return builder.Series(builder.Entity(address, EntityKind.Replica), metric.SignalOf(EntityKind.Replica));
        return metric.Layer == Layer.Network
            ? builder.Series(builder.Entity(Gateway, EntityKind.Cluster), metric.SignalOf(EntityKind.Cluster))
            : null;
    }
}

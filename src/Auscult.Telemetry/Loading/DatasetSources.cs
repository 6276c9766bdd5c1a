using Auscult.Foundation;
using Auscult.Telemetry.Loading.AlibabaGenTd26;
using Auscult.Telemetry.Loading.AlibabaMiniBatch;
using Auscult.Telemetry.Loading.ByteDance;
using Auscult.Telemetry.Loading.CiscoTelemetry;
using Auscult.Telemetry.Loading.DbSherlock;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Loading.InfiniteHbd;
using Auscult.Telemetry.Loading.LlmInferenceTraces;
using Auscult.Telemetry.Loading.Merged;
using Auscult.Telemetry.Loading.MlPerf;
using Auscult.Telemetry.Loading.ModdedNanoGpt;
using Auscult.Telemetry.Loading.NcclInspector;
using Auscult.Telemetry.Loading.NvidiaLogs;
using Auscult.Telemetry.Loading.OpenMetrics;
using Auscult.Telemetry.Loading.Prometheus;
using Auscult.Telemetry.Loading.RdmaSysfs;
using Auscult.Telemetry.Loading.Schedulers;
using Auscult.Telemetry.Loading.Smd;
using Auscult.Telemetry.Loading.Tables;
using Auscult.Telemetry.Loading.TensorBoard;
using Auscult.Telemetry.Loading.Text;
using Auscult.Telemetry.Loading.Traces;
using Auscult.Telemetry.Loading.TrainingLogs;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading;

/// <summary>The registry of dataset sources, by the name that <c>data.source</c> gives.</summary>
public static class DatasetSources
{
    private static readonly Dictionary<string, Entry> Known = new(StringComparer.Ordinal)
    {
        ["alibaba_gentd26"] = new([], config => new AlibabaGenTd26Source(config.Root)),
        ["alibaba_minibatch"] = new([], config => new AlibabaMiniBatchSource(config.Root)),
        ["bytedance_straggler"] = new(["part"], config => new ByteDanceStragglerSource(config.Root, config.Part)),
        ["cisco_telemetry"] = new(["part"], config => new CiscoTelemetrySource(config.Root, config.Part)),
        ["csv"] = new(["mapping", "format"], config => Table(config, Required(config.Mapping, "mapping", "csv"))),
        ["dbsherlock"] = new([], config => new DbSherlockSource(config.Root)),
        ["folder"] = new([], config => new FolderSource(config.Root)),
        ["infinite_hbd"] = new(["step_seconds"], config => new InfiniteHbdSource(config.Root, Step(config))),
        ["kubernetes"] = new(["from", "until", "step_seconds"], config => new KubernetesSource(SchedulerConfig.Of(config))),
        ["llm_inference_traces"] = new(
            ["part", "step_seconds"], config => new LlmInferenceTracesSource(config.Root, config.Part, Step(config))),
        ["merge"] = new(["node", "step_seconds"], config => new MergedSource(
            config.Root.Split(',', StringSplitOptions.TrimEntries), config.Node,
            config.StepSeconds is { } step ? TimeSpan.FromSeconds(step) : null)),
        ["mlperf_smc"] = new(["part"], config => new MlPerfSmcSource(config.Root, config.Part)),
        ["modded_nanogpt"] = new([], config => new ModdedNanoGptSource(config.Root)),
        ["nccl"] = new([], config => new NcclInspectorSource(config.Root)),
        ["nvidia_logs"] = new(["node", "time_zone", "from", "step_seconds"], config => new NvidiaLogSource(
            config.Root, config.Node, config.TimeZone, TimeText.ParseKey(config.From, "data.from"), config.StepSeconds)),
        ["openmetrics"] = new(["node", "until", "step_seconds"], config => new OpenMetricsSource(config)),
        ["prometheus"] = new(["node", "from", "until", "step_seconds", "match"], config => new PrometheusSource(config)),
        ["rdma_sysfs"] = new(
            ["node", "time_zone", "from", "until", "step_seconds"], config => new RdmaSysfsSource(RdmaSysfsConfig.Of(config), TimeProvider.System)),
        ["slurm"] = new(["time_zone", "from", "until", "step_seconds"], config => new SlurmSource(SchedulerConfig.Of(config))),
        ["smd"] = new(["machine"], config => new SmdSource(config.Root, Required(config.Machine, "machine", "smd"))),
        ["table"] = new(["mapping", "format"], config => Table(config, config.Mapping)),
        ["trace"] = new(["node", "from"], config => new TraceSource(config.Root, config.Node, TimeText.ParseKey(config.From, "data.from"))),
        ["tensorboard"] = new(["node"], config => new TensorBoardSource(config.Root, config.Node)),
        ["training_log"] = new(["format", "node", "from", "step_seconds"], config => new TrainingLogFiles(
            config.Root, config.Format, config.Node, TimeText.ParseKey(config.From, "data.from"), config.StepSeconds)),
    };

    /// <summary>The names, in order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The source that a configuration describes.</summary>
    /// <exception cref="InputException">The source is unknown, or a key is missing or means nothing to it.</exception>
    public static IDatasetSource Create(DataConfig config)
    {
        if (!Known.TryGetValue(config.Source, out var entry))
            throw new InputException($"data.source: '{config.Source}' is unknown", remedy: NearestName.Suggest(config.Source, Known.Keys));
        foreach (var key in GivenKeys(config))
        {
            if (!entry.Keys.Contains(key, StringComparer.Ordinal))
                throw new InputException($"data.{key} means nothing to source '{config.Source}'", remedy: "remove it");
        }
        return entry.Create(config);
    }

    /// <summary>Loads what a configuration describes.</summary>
    /// <exception cref="InputException">The configuration or the data are wrong.</exception>
    public static Dataset Load(DataConfig config, ImportContext? context = null) => Create(config).Load(context ?? new ImportContext(config.SkipBad));

    /// <summary>A key that a source cannot do without.</summary>
    internal static string Required(string? value, string key, string source) =>
        value ?? throw new InputException($"data.{key} is missing; source '{source}' needs it", remedy: $"give data.{key}=...");

    private static IEnumerable<string> GivenKeys(DataConfig config)
    {
        (string Key, bool Given)[] keys =
        [
            ("machine", config.Machine is not null), ("mapping", config.Mapping is not null), ("format", config.Format is not null),
            ("part", config.Part is not null), ("node", config.Node is not null), ("from", config.From is not null),
            ("time_zone", config.TimeZone is not null),
            ("until", config.Until is not null), ("step_seconds", config.StepSeconds is not null), ("match", config.Match is not null),
        ];
        return keys.Where(pair => pair.Given).Select(pair => pair.Key);
    }

    private static TimeSpan? Step(DataConfig config) => config.StepSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    private static TableSource Table(DataConfig config, string? mapping) => new(
        config.Source, config.Root, mapping is null ? null : TableMappingYaml.Load(mapping), TableSource.LayoutOf(config.Format));

    private sealed record Entry(IReadOnlyList<string> Keys, Func<DataConfig, IDatasetSource> Create);

    private sealed class FolderSource(string directory) : IDatasetSource
    {
        public Dataset Load(ImportContext? context = null) => Dataset.Open(directory);
    }
}

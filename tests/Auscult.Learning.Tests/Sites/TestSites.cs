using Auscult.Learning.Sites;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Learning.Tests.Sites;

/// <summary>Small made-up clusters, one recording each: nodes with two accelerators, and what a test makes of their values.</summary>
internal static class TestSites
{
    public const int Rows = 600;

    public static readonly DateTimeOffset Start = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    public static readonly SiteConfig Config = new();

    /// <summary>Signals of every accelerator.</summary>
    public static readonly string[] GpuSignals = ["gpu_sm_clock_hertz", "gpu_temperature_celsius", "gpu_power_watts"];

    /// <param name="value">Value of (recording, entity, signal, row); NaN is not seen.</param>
    /// <param name="clusters">Nodes of each cluster; cluster i is recording <c>r{i}</c>.</param>
    /// <param name="incidents">Labels.</param>
    public static MemoryDataset Dataset(
        Func<int, string, string, int, double> value, int[] clusters, IReadOnlyList<Incident>? incidents = null)
    {
        var entities = new List<Entity>();
        var tables = new Dictionary<EntityKind, (List<string> Ids, List<long> Times, List<int> Index, List<double>[] Values)>
        {
            [EntityKind.Node] = ([], [], [], [[]]),
            [EntityKind.Gpu] = ([], [], [], [[], [], []]),
        };
        var recordings = new List<Recording>();
        for (var c = 0; c < clusters.Length; c++)
        {
            var begin = Start.AddSeconds(c * (Rows + 100));
            recordings.Add(new Recording($"r{c}", begin, begin.AddSeconds(Rows)));
            entities.Add(new Entity($"c{c}", EntityKind.Cluster));
            for (var n = 0; n < clusters[c]; n++)
            {
                Add(c, begin, new Entity($"c{c}/node{n}", EntityKind.Node, $"c{c}"), ["cpu_ratio"]);
                for (var g = 0; g < 2; g++)
                    Add(c, begin, new Entity($"c{c}/node{n}/gpu{g}", EntityKind.Gpu, $"c{c}/node{n}"), GpuSignals);
            }
        }
        return new MemoryDataset(
            "memory",
            new DatasetManifest
            {
                Name = "memory", Step = TimeSpan.FromSeconds(1), Origin = "a test", Licence = "CC0-1.0", Recordings = recordings,
                Signals =
                [
                    new Signal("cpu_ratio", Layer.Hardware, SignalKind.Gauge, "ratio", EntityKind.Node),
                    .. GpuSignals.Select(name => new Signal(name, Layer.Hardware, SignalKind.Gauge, "", EntityKind.Gpu)),
                ],
            },
            new Topology(entities, [new EntityGroup("dp0", "dp", [.. entities.Where(entity => entity.Kind == EntityKind.Gpu).Select(entity => entity.Id)])]),
            [
                Table(EntityKind.Node, ["cpu_ratio"]),
                Table(EntityKind.Gpu, GpuSignals),
            ],
            incidents ?? []);

        void Add(int recording, DateTimeOffset begin, Entity entity, string[] signals)
        {
            entities.Add(entity);
            var (ids, times, index, values) = tables[entity.Kind];
            ids.Add(entity.Id);
            for (var row = 0; row < Rows; row++)
            {
                times.Add(begin.AddSeconds(row).ToUnixTimeMilliseconds() * 1000);
                index.Add(ids.Count - 1);
                for (var s = 0; s < signals.Length; s++)
                    values[s].Add(value(recording, entity.Id, signals[s], row));
            }
        }

        MemorySeries Table(EntityKind kind, string[] signals)
        {
            var (ids, times, index, values) = tables[kind];
            return new MemorySeries(Layer.Hardware, kind, new SeriesTable(
                ids, [.. times], [.. index], [.. signals.Select((name, s) => new SeriesColumn(name, [.. values[s]]))]));
        }
    }

    /// <summary>A steady value with noise of deviation 1 that depends on entity, signal and row only.</summary>
    public static double Noise(string entity, string signal, int row) =>
        100 + Math.Sqrt(-2 * Math.Log(Uniform($"{entity}/{signal}", row, 1))) * Math.Cos(2 * Math.PI * Uniform($"{entity}/{signal}", row, 2));

    public static Incident Incident(string id, string faultClass, string root, int recording, int first, int end, bool isBenign = false) => new()
    {
        Id = id, FaultClass = faultClass, Layer = Layer.Hardware, RootEntity = root, Recording = $"r{recording}", IsBenign = isBenign,
        Onset = Start.AddSeconds((recording * (Rows + 100)) + first), End = Start.AddSeconds((recording * (Rows + 100)) + end),
    };

    private static double Uniform(string name, int row, int draw)
    {
        var hash = 14695981039346656037UL;
        foreach (var letter in name)
            hash = (hash ^ letter) * 1099511628211UL;
        hash ^= ((ulong)row << 2) + (ulong)draw;
        hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9UL;
        hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EBUL;
        return ((hash ^ (hash >> 31)) >> 11) * (1.0 / (1UL << 53)) + 1e-12;
    }
}

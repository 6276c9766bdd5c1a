using Auscult.Evaluation.Leaderboard;
using Auscult.Evaluation.Results;
using Auscult.Learning.Training;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Loading;
using Auscult.Telemetry.Storage;
using Auscult.Telemetry.Windowing;

namespace Auscult.Evaluation.Tests.Leaderboard;

/// <summary>A small site of some nodes whose faults are known: every 60 rows one of two classes on one node, 15 rows long.</summary>
internal static class Sites
{
    public const int Rows = 480;
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A train and a test recording of <see cref="Rows"/> rows.</summary>
    /// <param name="nodes">Number of nodes.</param>
    /// <param name="effect">How far a fault moves its signal: class a signal_0, class b signal_2.</param>
    /// <param name="seed">Of the noise.</param>
    /// <param name="signals">Number of signals; all but two only make noise.</param>
    public static Dataset Dataset(int nodes, double effect, int seed = 1, int signals = 12)
    {
        var random = new Random(seed);
        var incidents = new List<Incident>();
        foreach (var (recording, begin) in new[] { ("train", 0), ("test", Rows) })
        {
            for (var k = 0; k < 7; k++)
            {
                var isFirst = (k + (begin / Rows)) % 2 == 0;
                incidents.Add(new Incident
                {
                    Id = $"{recording}-{k}",
                    FaultClass = isFirst ? "a" : "b",
                    Layer = Layer.Hardware,
                    RootEntity = $"node{((k * 3) + begin) % nodes}",
                    RootSignals = [isFirst ? "signal_0" : "signal_2"],
                    Onset = Start.AddSeconds(begin + 40 + (60 * k)),
                    End = Start.AddSeconds(begin + 55 + (60 * k)),
                    Recording = recording,
                });
            }
        }
        string[] names = [.. Enumerable.Range(0, nodes).Select(node => $"node{node}")];
        var columns = Enumerable.Range(0, signals).Select(_ => new List<double>()).ToArray();
        var (times, entities) = (new List<long>(), new List<int>());
        for (var row = 0; row < 2 * Rows; row++)
        {
            for (var node = 0; node < nodes; node++)
            {
                var now = Start.AddSeconds(row);
                var fault = incidents.Find(incident => incident.RootEntity == names[node] && incident.Onset <= now && now < incident.End);
                times.Add(now.ToUnixTimeMilliseconds() * 1000);
                entities.Add(node);
                for (var signal = 0; signal < signals; signal++)
                    columns[signal].Add(10 + node + random.NextDouble() - 0.5 + (fault?.RootSignals[0] == $"signal_{signal}" ? effect : 0));
            }
        }
        return new MemoryDataset(
            "memory",
            new DatasetManifest
            {
                Name = "site",
                Step = TimeSpan.FromSeconds(1),
                Origin = "test",
                Licence = "CC0-1.0",
                Recordings = [new("train", Start, Start.AddSeconds(Rows)), new("test", Start.AddSeconds(Rows), Start.AddSeconds(2 * Rows))],
                Signals = [.. Enumerable.Range(0, signals).Select(i => new Signal($"signal_{i}", Layer.Hardware, SignalKind.Gauge, "", EntityKind.Node))],
                Splits = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["train"] = ["train"], ["test"] = ["test"] },
            },
            new Topology([.. names.Select(name => new Entity(name, EntityKind.Node))], []),
            [new(Layer.Hardware, EntityKind.Node, new SeriesTable(names, [.. times], [.. entities], [.. columns.Select((values, i) => new SeriesColumn($"signal_{i}", [.. values]))]))],
            incidents);
    }

    /// <summary>A system of a table over a dataset in memory.</summary>
    public static LeaderboardSystem System(string name, Dataset dataset, double level = 0.99) => new(
        name, new DataConfig { Source = "memory", Root = "." },
        new PipelineConfig
        {
            Fusion = new FusionConfig { Peers = new PeerConfig { Group = "none" } },
            Window = new WindowConfig { Length = 16, Stride = 4, Split = new SplitConfig { Kind = SplitKind.Native } },
            Train = new TrainingConfig { ExcludeFaults = true },
        },
        new EvaluationConfig { BufferLength = 4, Threshold = new() { Level = level }, RootCause = new() { NumFolds = 3, NumPermutations = 5, BlindLevel = 0.99 }, BlindDetector = "robust-z" })
    {
        Load = () => dataset,
        Absent = null,
    };

    /// <summary>A plan over one system.</summary>
    public static LeaderboardPlan Plan(TableKind kind, LeaderboardSystem system, string reference, params string[] methods) => new(
        "table",
        new LeaderboardConfig
        {
            Title = "Table",
            Kind = kind,
            Systems = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { [system.Name] = [] },
            Protocol = kind == TableKind.Causes ? "occurrence" : "own",
            Resample = ResampledUnit.Incidents,
            NumResamples = 100,
            Methods = methods,
            Reference = reference,
            Draws = [.. methods.Where(method => method is "random" or "random-forest")],
        },
        [system]);
}

using Auscult.Learning.Diagnosis.Prediction;
using Auscult.Learning.Sites;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Learning.Tests.Prediction;

/// <summary>
/// Made-up clusters of a few accelerators, 100 minutes each, a row every 30 seconds. An error rate grows for 30 minutes at one of them, until it
/// fails; another signal is noise.
/// </summary>
internal static class RampSites
{
    public const int Rows = 200;
    public const string Grown = "errors_ratio";
    public const string FaultClass = "worn_part";
    public const string Sudden = "sudden_loss";
    private const int RampRows = 60;

    public static readonly DateTimeOffset Start = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    public static readonly PredictionConfig Config = new()
    {
        Site = new SiteConfig { StepSeconds = 30 }, HorizonMinutes = [1, 5, 15, 30], QuietRows = 2000, NumSteps = 200, PenaltyShares = [0.1, 0.03],
        MinPrecision = 0.6, AlarmMinutes = 0,
    };

    /// <param name="name">Prefix of entity names.</param>
    /// <param name="recordings">Number of clusters.</param>
    /// <param name="gpus">Accelerators of each.</param>
    /// <param name="after">Changes a value (recording, row, value); tests of what may not be looked at.</param>
    public static MemoryDataset Dataset(string name, int recordings, int gpus, Func<int, int, double, double>? after = null)
    {
        var (entities, incidents, list) = (new List<Entity>(), new List<Incident>(), new List<Recording>());
        var (ids, times, index) = (new List<string>(), new List<long>(), new List<int>());
        List<double>[] values = [[], []];
        for (var c = 0; c < recordings; c++)
        {
            var begin = Start.AddDays(c);
            list.Add(new Recording($"{name}{c}", begin, begin.AddSeconds(30 * Rows)));
            entities.Add(new Entity($"{name}{c}", EntityKind.Cluster));
            entities.Add(new Entity($"{name}{c}/node", EntityKind.Node, $"{name}{c}"));
            var (bad, onset) = (c % gpus, 90 + (17 * c % 80));
            incidents.Add(Incident(c, FaultClass, $"{name}{c}/node/gpu{bad}", name, onset, sign: onset - RampRows));
            incidents.Add(Incident(c, Sudden, $"{name}{c}/node/gpu{(bad + 1) % gpus}", name, 40 + (7 * c % 30), sign: null));
            for (var g = 0; g < gpus; g++)
            {
                entities.Add(new Entity($"{name}{c}/node/gpu{g}", EntityKind.Gpu, $"{name}{c}/node"));
                ids.Add(entities[^1].Id);
                for (var row = 0; row < Rows; row++)
                {
                    times.Add(begin.AddSeconds(30 * row).ToUnixTimeMilliseconds() * 1000);
                    index.Add(ids.Count - 1);
                    var ramp = g == bad && row < onset ? Math.Max(0, row - onset + RampRows) / (double)RampRows : 0;
                    values[0].Add(Changed(c, row, (0.02 * Noise(c, g, row)) + ramp, after));
                    values[1].Add(Changed(c, row, Noise(c, g + 50, row), after));
                }
            }
        }
        return new MemoryDataset(
            name,
            new DatasetManifest
            {
                Name = name, Step = TimeSpan.FromSeconds(30), Origin = "a test", Licence = "CC0-1.0", Recordings = list,
                Splits = new Dictionary<string, IReadOnlyList<string>>
                {
                    ["train"] = [.. list.Take(recordings / 2).Select(recording => recording.Name)],
                    ["validation"] = [.. list.Skip(recordings / 2).Take(recordings / 4).Select(recording => recording.Name)],
                    ["test"] = [.. list.Skip(recordings / 2).Skip(recordings / 4).Select(recording => recording.Name)],
                },
                Signals =
                [
                    new Signal(Grown, Layer.Hardware, SignalKind.Gauge, "ratio", EntityKind.Gpu),
                    new Signal("noise_ratio", Layer.Hardware, SignalKind.Gauge, "ratio", EntityKind.Gpu),
                ],
            },
            new Topology(entities, []),
            [
                new MemorySeries(Layer.Hardware, EntityKind.Gpu, new SeriesTable(
                    ids, [.. times], [.. index], [new SeriesColumn(Grown, [.. values[0]]), new SeriesColumn("noise_ratio", [.. values[1]])])),
            ],
            incidents);
    }

    public static Incident Incident(int recording, string faultClass, string root, string name, int onset, int? sign) => new()
    {
        Id = $"{name}{recording}/{faultClass}", FaultClass = faultClass, Layer = Layer.Hardware, RootEntity = root, Recording = $"{name}{recording}",
        Onset = Start.AddDays(recording).AddSeconds(30 * onset), End = Start.AddDays(recording).AddSeconds(30 * (onset + 4)),
        PrecursorStart = sign is { } row ? Start.AddDays(recording).AddSeconds(30 * row) : null,
    };

    public static IReadOnlyList<Site> Open(Dataset dataset) =>
        [.. Site.RecordingsOf(dataset, "").Select(recording => Site.Open(dataset, recording, Config.Site))];

    /// <summary>A model of some sites, with others to choose on.</summary>
    public static HazardModel Fit(IReadOnlyList<Site> train, IReadOnlyList<Site> validation)
    {
        var scales = SignalScales.Fit(train);
        var kinds = new HashSet<EntityKind> { EntityKind.Gpu };
        return HazardTraining.Fit(
            LabelledPrecursors.Of(train, kinds, scales, Config), LabelledPrecursors.Of(validation, kinds, scales, Config), scales, Config);
    }

    private static double Changed(int recording, int row, double value, Func<int, int, double, double>? after) =>
        after is null ? value : after(recording, row, value);

    private static double Noise(int recording, int entity, int row)
    {
        var random = new Seeds((recording * 1_000_003L) + (entity * 1009L) + row).Child("noise").Generator();
        return random.NextDouble() - 0.5;
    }
}

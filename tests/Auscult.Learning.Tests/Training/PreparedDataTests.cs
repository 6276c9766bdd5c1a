using Auscult.Foundation;
using Auscult.Learning.Training;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;
using Auscult.Telemetry.Windowing;
using FsCheck;
using FsCheck.Fluent;

namespace Auscult.Learning.Tests.Training;

public sealed class PreparedDataTests
{
    private const int Rows = 400;

    private static readonly PipelineConfig Config = new()
    {
        Window = new WindowConfig
        {
            Length = 16, Stride = 4, Split = new SplitConfig { Kind = SplitKind.Time, TrainShare = 0.5, ValidationShare = 0.2, GuardRows = 4 },
        },
    };

    [Fact]
    public void Nothing_outside_the_training_rows_is_looked_at() => Prop.ForAll(
        Gen.Choose(200, Rows - 1).ToArbitrary(), Gen.Choose(-1000, 1000).ToArbitrary(),
        (row, value) =>
        {
            using var before = PreparedData.From(Dataset((r, s) => Wave(r, s)), Config);
            using var after = PreparedData.From(Dataset((r, s) => r == row ? value : Wave(r, s)), Config);
            return before.Scaler.ToJson() == after.Scaler.ToJson()
                && before.Units.SpreadPerDeviation.SequenceEqual(after.Units.SpreadPerDeviation);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_fingerprint_tells_data_and_settings_apart()
    {
        string[] fingerprints =
        [
            Fingerprint(Wave, Config),
            Fingerprint((r, s) => r == 10 ? 0 : Wave(r, s), Config),
            Fingerprint(Wave, Config with { Window = Config.Window with { Stride = 2 } }),
            Fingerprint(Wave, Config with { Train = new TrainingConfig { ExcludeFaults = true } }),
        ];

        fingerprints.ShouldBeUnique();
        Fingerprint(Wave, Config).ShouldBe(fingerprints[0]);
        Fingerprint(Wave, Config with { Window = Config.Window with { NumWorkers = 3 } }).ShouldBe(fingerprints[0]);
    }

    [Fact]
    public void Rows_of_labelled_faults_can_be_left_out_and_benign_events_stay()
    {
        var faults = new[] { Incident("f", 50, 60), Incident("b", 80, 90) with { IsBenign = true } };
        using var data = PreparedData.From(Dataset(Wave, faults), Config with { Train = new TrainingConfig { ExcludeFaults = true } });

        data.TrainRows.ShouldBe([new RowRange(0, 0, 50), new RowRange(0, 60, 140)]);
    }

    [Fact]
    public void Faults_everywhere_leave_nothing_to_train_on() =>
        Should.Throw<InputException>(() => PreparedData.From(
            Dataset(Wave, [Incident("f", 0, Rows)]), Config with { Train = new TrainingConfig { ExcludeFaults = true } }))
            .Message.ShouldContain("exclude_faults");

    private static double Wave(int row, int signal) => Math.Sin((row + (7 * signal)) / 5.0) * (signal + 1);

    private static string Fingerprint(Func<int, int, double> value, PipelineConfig config)
    {
        using var data = PreparedData.From(Dataset(value), config);
        return data.Fingerprint;
    }

    private static Incident Incident(string id, int first, int end) => new()
    {
        Id = id, FaultClass = "cpu_contention", Layer = Layer.Hardware, RootEntity = "node0", Recording = "only",
        Onset = TestFrames.Start.AddSeconds(first), End = TestFrames.Start.AddSeconds(end),
    };

    private static MemoryDataset Dataset(Func<int, int, double> value, IReadOnlyList<Incident>? incidents = null)
    {
        string[] names = ["cpu_ratio", "memory_ratio"];
        var times = Enumerable.Range(0, Rows).Select(row => TestFrames.Start.AddSeconds(row).ToUnixTimeMilliseconds() * 1000).ToArray();
        var columns = names.Select((name, s) => new SeriesColumn(name, [.. Enumerable.Range(0, Rows).Select(row => value(row, s))])).ToArray();
        return new MemoryDataset(
            "memory",
            new DatasetManifest
            {
                Name = "memory", Step = TimeSpan.FromSeconds(1), Origin = "a test", Licence = "CC0-1.0",
                Recordings = [new("only", TestFrames.Start, TestFrames.Start.AddSeconds(Rows))],
                Signals = [.. names.Select(name => new Signal(name, Layer.Hardware, SignalKind.Gauge, "ratio", EntityKind.Node))],
            },
            new Topology([new Entity("node0", EntityKind.Node)], []),
            [new(Layer.Hardware, EntityKind.Node, new SeriesTable(["node0"], times, new int[Rows], columns))],
            incidents ?? []);
    }
}

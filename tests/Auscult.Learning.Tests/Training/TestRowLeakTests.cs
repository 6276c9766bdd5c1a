using Auscult.Foundation;
using Auscult.Learning.Heads;
using Auscult.Learning.Training;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Storage;
using Auscult.Telemetry.Windowing;
using FsCheck;
using FsCheck.Fluent;

namespace Auscult.Learning.Tests.Training;

/// <summary>Samples of test rows are replaced or taken away; losses, thresholds and scaler of a whole training must stay the same.</summary>
public sealed class TestRowLeakTests
{
    private const int Nodes = 4;
    private const int Rows = 120;

    private static readonly Topology Topology = new(
        [.. Enumerable.Range(0, Nodes).Select(n => new Entity($"node{n}", EntityKind.Node))],
        [new("leaf0", "leaf", ["node0", "node1"]), new("leaf1", "leaf", ["node2", "node3"])]);

    [Theory]
    [InlineData(SplitKind.Native)]
    [InlineData(SplitKind.Time)]
    [InlineData(SplitKind.Recording)]
    [InlineData(SplitKind.Incident)]
    [InlineData(SplitKind.Entity)]
    [InlineData(SplitKind.Topology)]
    public void Test_rows_change_nothing_that_training_makes(SplitKind kind)
    {
        var config = Config(kind);
        using var data = PreparedData.From(Dataset((_, _) => false, seed: 0), config);
        var test = data.Split.Test.SelectMany(range => Enumerable.Range(range.FirstRow, range.RowCount).Select(row => (range.Entity, row))).ToHashSet();
        var expected = Train(data, config);
        Check.One(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(2), Prop.ForAll(Gen.Choose(1, 10000).ToArbitrary(), seed =>
        {
            using var perturbed = PreparedData.From(Dataset((entity, row) => test.Contains((entity, row)), seed), config);
            Train(perturbed, config).ShouldBe(expected);
        }));
        // The test can fail: training rows do matter.
        using var other = PreparedData.From(Dataset((entity, row) => !test.Contains((entity, row)), 1), config);
        Train(other, config).ShouldNotBe(expected);
    }

    [Theory]
    [InlineData(TrainingSampler.Entity)]
    [InlineData(TrainingSampler.Group)]
    [InlineData(TrainingSampler.Balanced)]
    public void Training_with_another_sampler_is_deterministic_resumes_exactly_and_sees_no_test_row(TrainingSampler sampler)
    {
        var config = Config(SplitKind.Time);
        config = config with { Train = config.Train with { Sampler = sampler, MaxSteps = 4 } };
        using var data = PreparedData.From(Dataset((_, _) => false, seed: 0), config);
        var test = data.Split.Test.SelectMany(range => Enumerable.Range(range.FirstRow, range.RowCount).Select(row => (range.Entity, row))).ToHashSet();
        using var perturbed = PreparedData.From(Dataset((entity, row) => test.Contains((entity, row)), 5), config);
        var expected = Train(data, config);
        Train(perturbed, config).ShouldBe(expected);
        Train(data, config with { Train = config.Train with { Sampler = TrainingSampler.Shuffled } }).ShouldNotBe(expected);

        using var folder = new TestFolder();
        var pipeline = new TrainingPipeline(config, TimeProvider.System);
        var (whole, parts) = (new Recorder(), new Recorder());
        pipeline.Train(data, folder.File("whole"), resume: false, whole, CancellationToken.None);
        using var stop = new CancellationTokenSource();
        var first = new Recorder { AfterStep = report => { if (report.Step == 2) stop.Cancel(); } };
        pipeline.Train(data, folder.File("parts"), resume: false, first, stop.Token).Step.ShouldBe(2);
        pipeline.Train(data, folder.File("parts"), resume: true, parts, CancellationToken.None);
        first.Steps.Concat(parts.Steps).Select(step => step.Loss).ShouldBe(whole.Steps.Select(step => step.Loss));
    }

    [Fact]
    public void A_sampler_that_lacks_groups_or_labels_is_refused()
    {
        var config = Config(SplitKind.Time) with { Fusion = new FusionConfig { Peers = new PeerConfig { Group = "none" } } };
        using var data = PreparedData.From(Dataset((_, _) => false, seed: 0), config);
        Should.Throw<InputException>(() => Train(data, config with { Train = config.Train with { Sampler = TrainingSampler.Group } }))
            .Message.ShouldContain("train.sampler=group");
        // The first 7 % of the rows end before the first fault.
        var early = new SplitConfig { Kind = SplitKind.Time, TrainShare = 0.07, ValidationShare = 0 };
        var clean = config with { Train = config.Train with { Sampler = TrainingSampler.Balanced }, Window = config.Window with { Split = early } };
        using var few = PreparedData.From(Dataset((_, _) => false, seed: 0), clean);
        Should.Throw<InputException>(() => Train(few, clean)).Message.ShouldContain("train.sampler=balanced");
    }

    private static PipelineConfig Config(SplitKind kind) => new()
    {
        Window = new WindowConfig
        {
            Length = 16, Stride = 4,
            Split = new SplitConfig { Kind = kind, NumFolds = 2, TrainShare = 0.5, ValidationShare = 0.2, GuardRows = 2, GroupKind = "leaf" },
        },
        Encoder = TestRun.Encoder,
        // Windows on both sides of a row reach farthest into other parts.
        Head = new HeadConfig { Anomaly = new AnomalyHeadConfig { IsCausal = false } },
        Train = TestRun.Config with { MaxSteps = 2, EvaluationSteps = 1, CheckpointSteps = 0 },
    };

    private static string Train(PreparedData data, PipelineConfig config)
    {
        using var folder = new TestFolder();
        var pipeline = new TrainingPipeline(config, TimeProvider.System);
        var recorder = new Recorder();
        pipeline.Train(data, folder.Path, resume: false, recorder, CancellationToken.None);
        using var encoder = pipeline.Load(folder.Path, _ => { });
        pipeline.CalibrateAnomaly(encoder, data, folder.Path);
        var losses = recorder.Steps.Select(step => step.Loss).Concat(recorder.Validations.Select(validation => validation.Loss));
        return string.Join(' ', losses.Select(BitConverter.DoubleToInt64Bits)) + data.Scaler.ToJson()
            + File.ReadAllText(Path.Combine(folder.Path, TrainingPipeline.AnomalyFile));
    }

    private static MemoryDataset Dataset(Func<int, int, bool> isPerturbed, int seed)
    {
        string[] recordings = ["one", "two"];
        string[] names = ["cpu_ratio", "memory_ratio"];
        var random = new Seeds(seed).Generator();
        var clean = new Seeds(7).Generator();
        var (times, entities) = (new List<long>(), new List<int>());
        var columns = names.Select(_ => new List<double>()).ToArray();
        for (var r = 0; r < recordings.Length; r++)
        {
            for (var node = 0; node < Nodes; node++)
            {
                for (var row = 0; row < Rows; row++)
                {
                    times.Add(TestFrames.Start.AddHours(r).AddSeconds(row).ToUnixTimeMilliseconds() * 1000);
                    entities.Add(node);
                    for (var s = 0; s < names.Length; s++)
                    {
                        var value = clean.Next(12) == 0 ? double.NaN : Math.Sin((row + (7 * s) + node) / 5.0) + clean.NextDouble();
                        if (isPerturbed(node, (r * Rows) + row))
                            value = random.Next(3) == 0 ? double.NaN : random.Next(-5000, 5000);
                        columns[s].Add(value);
                    }
                }
            }
        }
        return new MemoryDataset(
            "memory",
            new DatasetManifest
            {
                Name = "memory", Step = TimeSpan.FromSeconds(1), Origin = "a test", Licence = "CC0-1.0",
                Recordings = [.. recordings.Select((name, r) => new Recording(name, TestFrames.Start.AddHours(r), TestFrames.Start.AddHours(r).AddSeconds(Rows)))],
                Signals = [.. names.Select(name => new Signal(name, Layer.Hardware, SignalKind.Gauge, "ratio", EntityKind.Node))],
                Splits = new Dictionary<string, IReadOnlyList<string>> { ["train"] = ["one"], ["test"] = ["two"] },
            },
            Topology,
            [new(Layer.Hardware, EntityKind.Node, new SeriesTable(
                [.. Topology.Entities.Select(entity => entity.Id)], [.. times], [.. entities],
                [.. names.Select((name, s) => new SeriesColumn(name, [.. columns[s]]))]))],
            [.. from r in Enumerable.Range(0, 2) from i in Enumerable.Range(0, 3) select Incident(r, i, recordings[r])]);
    }

    private static Incident Incident(int recording, int number, string name) => new()
    {
        Id = $"{name}-{number}", FaultClass = $"class{number % 2}", Layer = Layer.Hardware, RootEntity = $"node{number}", Recording = name,
        Onset = TestFrames.Start.AddHours(recording).AddSeconds(20 + (35 * number)),
        End = TestFrames.Start.AddHours(recording).AddSeconds(26 + (35 * number)),
    };
}

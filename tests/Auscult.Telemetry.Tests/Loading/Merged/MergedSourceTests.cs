using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Loading.Merged;
using Auscult.Telemetry.Storage;
using Auscult.Telemetry.Tests.Loading.OpenMetrics;
using Auscult.Telemetry.Tests.Storage;

namespace Auscult.Telemetry.Tests.Loading.Merged;

public sealed class MergedSourceTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Signal Load1 = new("load1", Layer.Hardware, SignalKind.Gauge, "processes", EntityKind.Node);
    private static readonly Signal Loss = new("loss", Layer.Model, SignalKind.Gauge, "", EntityKind.Rank);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Samples_of_different_sources_come_onto_one_topology()
    {
        Write("metrics", "n1", EntityKind.Node, Load1, (0, 1), (10, 2), (20, 3));
        Write("training", "rank0", EntityKind.Rank, Loss, (5, 0.5), (15, 0.4), (25, 0.3));
        var dataset = Merge("n1", "metrics", "training");
        dataset.Topology.Entities.ShouldBe([new Entity("n1", EntityKind.Node), new Entity("rank0", EntityKind.Rank, "n1")]);
        dataset.Values("n1", "load1").ShouldBe([1, 2, 3]);
        dataset.Values("rank0", "loss").ShouldBe([0.5, 0.4, 0.3], 1e-6);
        dataset.Manifest.Recordings.ShouldHaveSingleItem().End.ShouldBe(Start.AddSeconds(35));
        dataset.Manifest.Step.ShouldBe(TimeSpan.FromSeconds(10));
        dataset.Manifest.Origin.ShouldBe("made up: metrics; made up: training");
        dataset.Incidents.Select(incident => (incident.Id, incident.Recording)).ShouldBe([("fault", "part0"), ("training/fault", "part0")]);
        dataset.Events.Count.ShouldBe(2);
        dataset.Topology.Groups.ShouldHaveSingleItem().Members.ShouldBe(["n1", "rank0"]);

        using (var frame = FrameBuilder.Build(dataset, new FusionConfig { EntityKind = EntityKind.Node }))
            frame.Schema.Signals.Select(signal => signal.Name).ShouldBe(["load1", "loss"]);

        DatasetWriter.Write(_folder.At("whole"), dataset);
        DatasetComparison.ShouldEqual(Dataset.Open(_folder.At("whole")), dataset, relativeTolerance: 1e-7);
    }

    [Fact]
    public void Where_two_folders_know_the_same_sample_the_later_one_stays()
    {
        Write("a", "n1", EntityKind.Node, Load1, (0, 1), (10, 2));
        Write("b", "n1", EntityKind.Node, Load1, (10, 20), (20, 30));
        var dataset = Merge(null, "a", "b");
        dataset.Values("n1", "load1").ShouldBe([1, 20, 30]);
        dataset.Manifest.Import!.RepeatedSamples.ShouldBe(1);
    }

    [Fact]
    public void Recordings_apart_stay_apart()
    {
        Write("a", "n1", EntityKind.Node, Load1, (0, 1), (10, 2));
        Write("b", "n1", EntityKind.Node, Load1, (1000, 20), (1010, 30));
        Merge(null, "b", "a").Manifest.Recordings.Select(recording => (recording.Name, recording.Start)).ShouldBe(
            [("part0", Start), ("part1", Start.AddSeconds(1000))]);
    }

    [Fact]
    public void A_signal_that_means_something_else_and_an_entity_of_another_kind_are_refused()
    {
        Write("a", "n1", EntityKind.Node, Load1, (0, 1), (10, 2));
        Write("b", "n2", EntityKind.Node, Load1 with { Unit = "ratio" }, (0, 1), (10, 2));
        Write("c", "n1", EntityKind.Rank, Loss, (0, 1), (10, 2));
        Should.Throw<InputException>(() => Merge(null, "a", "b")).Message.ShouldContain("signal 'load1' is a gauge in 'ratio' combined by mean here");
        Should.Throw<InputException>(() => Merge(null, "a", "c")).Message.ShouldContain("'n1' is both node and rank");
        Should.Throw<InputException>(() => Merge(null, "a")).Message.ShouldContain("two folders or more");
        Should.Throw<InputException>(() => Merge(null, "a", "nowhere"));
    }

    private Dataset Merge(string? node, params string[] names) => new MergedSource([.. names.Select(name => _folder.At(name))], node).Load();

    private void Write(string name, string entity, EntityKind kind, Signal signal, params (int Second, double Value)[] samples)
    {
        var builder = new DatasetBuilder(name, new ImportContext());
        var series = builder.Series(builder.Entity(entity, kind), signal);
        foreach (var (second, value) in samples)
            series.Add(Micros.From(Start.AddSeconds(second)), value);
        builder.Group("job1", "job", entity);
        builder.Events.Add(new OperationalEvent(Start.AddSeconds(samples[0].Second), entity, "start", name));
        builder.Incidents.Add(new Incident
        {
            Id = "fault",
            FaultClass = "cpu_contention",
            Layer = Layer.Hardware,
            RootEntity = entity,
            Onset = Start.AddSeconds(samples[0].Second),
            End = Start.AddSeconds(samples[^1].Second),
            Recording = "",
        });
        DatasetWriter.Write(_folder.At(name), builder.Build(new DatasetHead { Name = name, Source = "test", Origin = $"made up: {name}", Licence = "CC0-1.0" }));
    }
}

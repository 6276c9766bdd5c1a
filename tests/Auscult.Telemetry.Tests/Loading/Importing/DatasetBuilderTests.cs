using Auscult.Foundation;
using Auscult.Telemetry.Catalogue;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Tests.Loading.Importing;

public sealed class DatasetBuilderTests
{
    private const long Second = Micros.PerSecond;
    private static readonly long Start = Micros.From(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private static readonly Signal Load = new("load1", Layer.Hardware, SignalKind.Gauge, "processes", EntityKind.Node);
    private static readonly Signal Busy = new("cpu_user_seconds_total", Layer.Hardware, SignalKind.Counter, "s", EntityKind.Node, Aggregation.Sum);
    private static readonly DatasetHead Head = new() { Name = "test", Source = "test", Origin = "made up", Licence = "CC0-1.0" };

    private readonly ImportContext _context = new();
    private readonly DatasetBuilder _builder;

    public DatasetBuilderTests() => _builder = new DatasetBuilder("somewhere", _context);

    [Fact]
    public void Lays_signals_of_an_entity_side_by_side()
    {
        var node = _builder.Entity("a", EntityKind.Node);
        var load = _builder.Series(node, Load);
        var busy = _builder.Series(node, Busy);
        Add(load, (0, 1), (1, 2), (3, 4));
        Add(busy, (1, 10), (2, 20));
        Add(_builder.Series(_builder.Entity("b", EntityKind.Node), Load), (5, 6));

        var table = _builder.Build(Head).ReadSeries(Layer.Hardware, EntityKind.Node);

        table.Entities.ShouldBe(["a", "b"]);
        table.TimesMicros.Select(time => (time - Start) / Second).ShouldBe([0L, 1, 2, 3, 5]);
        table.EntityIndex.ShouldBe([0, 0, 0, 0, 1]);
        table.Columns[0].Values.ShouldBe([1, 2, double.NaN, 4, 6]);
        table.Columns[1].Values.ShouldBe([double.NaN, 10, 20, double.NaN, double.NaN]);
    }

    [Fact]
    public void Puts_late_samples_in_order_and_keeps_the_last_of_a_moment()
    {
        Add(_builder.Series(_builder.Entity("a", EntityKind.Node), Load), (2, 20), (0, 1), (1, 10), (1, 11), (0, 2));
        var dataset = _builder.Build(Head);
        dataset.ReadSeries(Layer.Hardware, EntityKind.Node).Columns[0].Values.ShouldBe([2, 11, 20]);
        dataset.Manifest.Import!.RepeatedSamples.ShouldBe(2);
    }

    [Fact]
    public void Sums_parts_only_where_none_of_the_living_ones_is_missing()
    {
        var node = _builder.Entity("a", EntityKind.Node);
        Add(_builder.Series(node, Busy, "core0"), (0, 1), (1, 2), (2, 3), (3, 4));
        Add(_builder.Series(node, Busy, "core1"), (1, 10), (3, 30));
        _builder.Build(Head).ReadSeries(Layer.Hardware, EntityKind.Node).Columns[0].Values.ShouldBe([1, 12, double.NaN, 34]);
    }

    [Theory]
    [InlineData(Aggregation.Mean, 2)]
    [InlineData(Aggregation.Sum, 4)]
    [InlineData(Aggregation.Min, 1)]
    [InlineData(Aggregation.Max, 3)]
    [InlineData(Aggregation.Last, 3)]
    public void Combines_parts_by_the_aggregation(Aggregation aggregation, double expected)
    {
        var node = _builder.Entity("a", EntityKind.Node);
        var signal = Load with { Aggregation = aggregation };
        Add(_builder.Series(node, signal, "x"), (0, 1));
        Add(_builder.Series(node, signal, "y"), (0, 3));
        _builder.Build(Head).ReadSeries(Layer.Hardware, EntityKind.Node).Columns[0].Values.ShouldBe([expected]);
    }

    [Fact]
    public void Finds_step_and_recordings_and_the_incident_s_place()
    {
        var series = _builder.Series(_builder.Entity("a", EntityKind.Node), Load);
        for (var i = 0; i < 10; i++)
            Add(series, (i * 5, i), (1000 + (i * 5), i));
        _builder.Incidents.Add(new Incident
        {
            Id = "i0", FaultClass = "anomaly", Layer = Layer.Hardware, RootEntity = "a", Recording = "",
            Onset = Micros.ToTime(Start + (1010 * Second)), End = Micros.ToTime(Start + (9999 * Second)),
        });
        var dataset = _builder.Build(Head with { RecordingGap = TimeSpan.FromMinutes(1) });
        dataset.Manifest.Step.ShouldBe(TimeSpan.FromSeconds(5));
        dataset.Manifest.Recordings.Select(recording => recording.Name).ShouldBe(["part0", "part1"]);
        dataset.Manifest.Recordings[1].Start.ShouldBe(Micros.ToTime(Start + (1000 * Second)));
        dataset.Incidents.Single().Recording.ShouldBe("part1");
        dataset.Incidents.Single().End.ShouldBe(dataset.Manifest.Recordings[1].End);
    }

    [Fact]
    public void Lists_parents_before_children_in_whatever_order_they_were_met()
    {
        var gpu = _builder.Entity("a/gpu0", EntityKind.Gpu, "a");
        _builder.Entity("a", EntityKind.Node, "leaf0");
        _builder.Entity("leaf0", EntityKind.Switch);
        Add(_builder.Series(gpu, Load with { EntityKind = EntityKind.Gpu }), (0, 1));
        _builder.Build(Head).Topology.Entities.Select(entity => entity.Id).ShouldBe(["leaf0", "a", "a/gpu0"]);
    }

    [Fact]
    public void Refuses_an_entity_of_two_kinds_an_unknown_parent_and_nothing_at_all()
    {
        _builder.Entity("a", EntityKind.Node, "rack");
        Should.Throw<InputException>(() => _builder.Entity("a", EntityKind.Gpu)).Message.ShouldBe("somewhere: 'a' is both node and gpu");
        Should.Throw<InputException>(() => _builder.Build(Head)).Message.ShouldBe("somewhere: there is no sample in it");
        Add(_builder.Series(_builder.Entity("a", EntityKind.Node), Load), (0, 1));
        Should.Throw<InputException>(() => _builder.Build(Head)).Message.ShouldBe("somewhere: 'a' lies in the unknown entity 'rack'");
    }

    [Fact]
    public void Bad_records_end_a_strict_import_and_are_listed_in_a_lenient_one()
    {
        var fault = new InputException("is no number", "file.csv", 7);
        Should.Throw<InputException>(() => new BadRecords(skip: false).Report(fault)).ShouldBeSameAs(fault);
        var lenient = new BadRecords(skip: true);
        for (var i = 0; i < BadRecords.MaxListed + 5; i++)
            lenient.Report(fault);
        lenient.Count.ShouldBe(BadRecords.MaxListed + 5);
        lenient.Listed.Count.ShouldBe(BadRecords.MaxListed);
        lenient.Listed[0].ShouldBe("file.csv:7: is no number");
    }

    [Fact]
    public void Unknown_metrics_keep_their_name_and_are_listed_with_the_nearest_known_one()
    {
        var resolver = new SignalResolver(SignalCatalogue.Default);
        resolver.Resolve("DCGM_FI_DEV_GPU_UTIL", Unknown).Signal.Name.ShouldBe("gpu_utilization_ratio");
        resolver.Resolve("DCGM_FI_DEV_GPU_UTILS", Unknown).ShouldBe(new ResolvedSignal(Unknown("DCGM_FI_DEV_GPU_UTILS"), 1));
        resolver.Unmapped().ShouldBe([new UnmappedMetric("DCGM_FI_DEV_GPU_UTILS", "DCGM_FI_DEV_GPU_UTIL")]);

        static Signal Unknown(string name) => new(name, Layer.Hardware, SignalKind.Gauge, "", EntityKind.Gpu);
    }

    [Fact]
    public void The_import_s_note_is_written_with_the_manifest()
    {
        Add(_builder.Series(_builder.Entity("a", EntityKind.Node), Load), (0, 1));
        _context.Note("format csv: found out");
        _context.Note("format csv: found out");
        var manifest = _builder.Build(Head with { Unmapped = [new("x:y{z=\"1\"}", "load1"), new("q", null)] }).Manifest;
        var read = ManifestYaml.Read(ManifestYaml.Write(manifest), "dataset.yaml");
        read.Import!.Unmapped.ShouldBe(manifest.Import!.Unmapped);
        read.Import.Remarks.ShouldBe(["format csv: found out"]);
        (read.Import with { Unmapped = [], Remarks = [] }).ShouldBe(manifest.Import with { Unmapped = [], Remarks = [] });
    }

    private static void Add(SampleSeries series, params (long Seconds, double Value)[] samples)
    {
        foreach (var (seconds, value) in samples)
            series.Add(Start + (seconds * Second), value);
    }
}

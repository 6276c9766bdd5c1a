using System.Xml.Linq;
using Auscult.Evaluation.Incidents;
using Auscult.Evaluation.Report;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Evaluation.Tests.Incidents;

/// <summary>Three hosts with one accelerator each; the first one gets hot, the second waits for it, a benign checkpoint passes.</summary>
public sealed class IncidentPageTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);
    private static readonly Dataset Data = Create();

    [Fact]
    public void One_incident_of_each_class_is_shown_faults_first()
    {
        var chosen = IncidentGallery.OneOfEach(Data);
        chosen.Select(incident => incident.FaultClass).ShouldBe(["thermal_throttle", "checkpoint"]);
        chosen[0].Id.ShouldBe("severe");
    }

    [Fact]
    public void The_root_stands_beside_a_victim_and_a_peer_that_nobody_blames()
    {
        var lane = IncidentGallery.Tell(Data, Data.Incidents.Single(incident => incident.Id == "severe")).Lanes
            .Single(one => one.Signal == "gpu_temperature_celsius");
        lane.IsRootSignal.ShouldBeTrue();
        lane.Curves.Select(curve => (curve.Role, curve.Entity)).ShouldBe([
            (IncidentRole.Root, "node0/gpu0"), (IncidentRole.Victim, "node1/gpu0"), (IncidentRole.Peer, "node2/gpu0")]);
        var root = lane.Curves[0].Runs.ShouldHaveSingleItem();
        root.Where(point => point.Seconds > 30 && point.Seconds < 90).ShouldAllBe(point => point.Value > 80);
        root.Where(point => point.Seconds < 0).ShouldAllBe(point => point.Value < 65);
    }

    [Fact]
    public void Signals_that_moved_are_shown_even_when_no_label_names_them_and_counters_are_rates()
    {
        var story = IncidentGallery.Tell(Data, Data.Incidents.Single(incident => incident.Id == "severe"));
        var energy = story.Lanes.Single(lane => lane.Signal == "gpu_energy_joules_total");
        (energy.Unit, energy.IsRootSignal).ShouldBe(("joules/s", false));
        var victim = energy.Curves.Single(curve => curve.Role == IncidentRole.Victim).Runs.SelectMany(run => run).ToArray();
        victim.Where(point => point.Seconds < -2).Average(point => point.Value).ShouldBe(600, 1);
        victim.Where(point => point.Seconds is > 2 and < 100).Average(point => point.Value).ShouldBe(300, 1);
        story.Lanes.ShouldNotContain(lane => lane.Signal == "gpu_sm_clock_hertz");
    }

    [Fact]
    public void A_series_that_stops_ends_its_line()
    {
        var lane = IncidentGallery.Tell(Data, Data.Incidents.Single(incident => incident.Id == "severe")).Lanes
            .Single(one => one.Signal == "gpu_power_watts");
        lane.Curves.Single(curve => curve.Role == IncidentRole.Peer).Runs.Count.ShouldBe(1);
        lane.Curves.Single(curve => curve.Role == IncidentRole.Root).Runs.Count.ShouldBe(2);
    }

    [Fact]
    public void The_page_is_well_formed_and_tells_the_chain_and_its_neighbours()
    {
        var page = IncidentPage.Render("lab", "a <test>", [.. IncidentGallery.OneOfEach(Data).Select(incident => IncidentGallery.Tell(Data, incident))]);
        page.ShouldContain("a &lt;test&gt;");
        page.ShouldContain("waits for node0/gpu0");
        page.ShouldContain("first sign");
        page.ShouldContain("other labelled incidents");
        page.ShouldNotContain("http");
        var body = XElement.Parse(page[page.IndexOf("<body", StringComparison.Ordinal)..page.IndexOf("</html>", StringComparison.Ordinal)]);
        var ids = body.Descendants().Attributes("id").Select(id => id.Value).ToArray();
        body.Descendants("a").Select(link => link.Attribute("href")!.Value[1..]).ShouldBe(ids, ignoreOrder: true);
        body.Descendants("svg").Count().ShouldBe(2);
    }

    private static MemoryDataset Create()
    {
        var entities = new List<Entity> { new("cluster", EntityKind.Cluster) };
        for (var node = 0; node < 3; node++)
            entities.AddRange([new($"node{node}", EntityKind.Node, "cluster"), new($"node{node}/gpu0", EntityKind.Gpu, $"node{node}")]);
        string[] gpus = ["node0/gpu0", "node1/gpu0", "node2/gpu0"];
        var (times, index) = (new List<long>(), new List<int>());
        var (temperature, power, clock, energy) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        var total = new double[3];
        for (var second = 0; second < 900; second++)
        {
            for (var gpu = 0; gpu < 3; gpu++)
            {
                var isHot = second is >= 400 and < 500;
                total[gpu] += gpu == 1 && isHot ? 300 : 600;
                times.Add(Micros.From(Start.AddSeconds(second)));
                index.Add(gpu);
                temperature.Add((gpu == 0 && isHot ? 88 : 62) + (second % 3 * 0.5));
                power.Add(gpu == 0 && second is > 450 and < 480 ? double.NaN : 600);
                clock.Add(1.98e9);
                energy.Add(total[gpu]);
            }
        }
        var hot = new Incident
        {
            Id = "severe", FaultClass = "thermal_throttle", Layer = Layer.Hardware, RootEntity = "node0/gpu0", Recording = "all",
            RootSignals = ["gpu_temperature_celsius"], Victims = ["node1/gpu0"], Severity = 0.9,
            PrecursorStart = Start.AddSeconds(380), Onset = Start.AddSeconds(400), End = Start.AddSeconds(500),
            CausalChain =
            [
                new(0, "node0/gpu0", "gpu_temperature_celsius", "rises"), new(5, "node0/gpu0", "gpu_power_watts", "is not seen"),
                new(9, "node1/gpu0", "gpu_energy_joules_total", "waits for node0/gpu0"),
            ],
        };
        var mild = hot with { Id = "mild", Severity = 0.2, PrecursorStart = null, Onset = Start.AddSeconds(100), End = Start.AddSeconds(120) };
        var benign = hot with
        {
            Id = "save",
            FaultClass = "checkpoint",
            IsBenign = true,
            Onset = Start.AddSeconds(520),
            End = Start.AddSeconds(530),
            PrecursorStart = null,
            CausalChain = [],
        };
        Signal Of(string name, SignalKind kind, string unit) => new(name, Layer.Hardware, kind, unit, EntityKind.Gpu);
        var manifest = new DatasetManifest
        {
            Name = "lab", Origin = "a test", Licence = "CC0-1.0", Step = TimeSpan.FromSeconds(1),
            Recordings = [new Recording("all", Start, Start.AddSeconds(900))],
            Signals =
            [
                Of("gpu_temperature_celsius", SignalKind.Gauge, "celsius"), Of("gpu_power_watts", SignalKind.Gauge, "watts"),
                Of("gpu_sm_clock_hertz", SignalKind.Gauge, "hertz"), Of("gpu_energy_joules_total", SignalKind.Counter, "joules"),
            ],
        };
        var table = new SeriesTable(gpus, [.. times], [.. index],
        [
            new("gpu_temperature_celsius", [.. temperature]), new("gpu_power_watts", [.. power]), new("gpu_sm_clock_hertz", [.. clock]),
            new("gpu_energy_joules_total", [.. energy]),
        ]);
        return new MemoryDataset("lab", manifest, new Topology(entities, []), [new MemorySeries(Layer.Hardware, EntityKind.Gpu, table)], [hot, mild, benign]);
    }
}

using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Storage;
using FsCheck;
using FsCheck.Fluent;
using static Auscult.Telemetry.Tests.Fusion.TestDataset;

namespace Auscult.Telemetry.Tests.Fusion;

public sealed class ClockEstimateTests
{
    private const int Seconds = 240;

    [Fact]
    public void Injected_offsets_are_found_and_taken_off()
    {
        var cases = from seed in Gen.Choose(1, 100_000) from hosts in Gen.Choose(2, 9) from bySteps in Gen.Elements(true, false) select (seed, hosts, bySteps);
        Check.QuickThrowOnFailure(Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var random = new Random(c.seed);
            var offsets = Enumerable.Range(0, c.hosts).Select(_ => (random.NextDouble() * 8) - 4).ToArray();
            var middle = Median(offsets);
            var data = Data(offsets, jitter: 0.02, random, c.bySteps, !c.bySteps);
            using var frame = FrameBuilder.Build(data, new FusionConfig(), null, out var report);
            report.ClockOffsets.Count.ShouldBe(c.hosts);
            foreach (var (offset, host) in report.ClockOffsets.Select((offset, host) => (offset, host)))
            {
                offset.Host.ShouldBe($"node{host}");
                offset.OffsetSeconds.ShouldBe(offsets[host] - middle, 0.03);
                offset.SpreadSeconds.ShouldBeInRange(0, 0.05);
                offset.Events.ShouldBeGreaterThan(20);
            }
            // The load of every host jumps at the same true moment, and so do the rows of the frame.
            var signal = frame.Schema.SignalIndex("load1");
            for (var host = 0; host < c.hosts; host++)
            {
                var load = frame.Rows(host, 0, frame.Schema.RowCount).ToArray().Where((_, i) => i % frame.Schema.Signals.Count == signal).ToArray();
                Math.Abs(Array.FindIndex(load, value => value > 0.3) - (120 + (int)Math.Round(middle))).ShouldBeLessThanOrEqualTo(1);
            }
            return true;
        }));
    }

    [Fact]
    public void Thin_evidence_and_a_switch_turned_off_correct_nothing_but_are_reported()
    {
        var data = Data([0, 0, 2], 0.001, new Random(1), bySteps: false, byEvents: true);
        FusionReport Fused(ClockConfig clock)
        {
            using var frame = FrameBuilder.Build(data, new FusionConfig { Clock = clock }, null, out var report);
            return report;
        }
        Fused(new()).ClockOffsets.Select(clock => clock.Corrected).ShouldBe([false, false, true]);
        Fused(new()).Warnings().ShouldContain(line => line.StartsWith("clocks corrected: node2 +2.00") && line.EndsWith("shared events, spread 0.000 s)") || line.Contains("node2 +1.99"));
        foreach (var clock in new ClockConfig[] { new() { Correct = false }, new() { MinEvents = 1000 } })
        {
            Fused(clock).ClockOffsets.ShouldAllBe(offset => !offset.Corrected);
            Fused(clock).Warnings().ShouldContain(line => line.StartsWith("clocks apart, not corrected: node2"));
        }
        // Two seconds are not the same event when one second is the most.
        Fused(new() { MaxOffsetSeconds = 1 }).ClockOffsets.ShouldAllBe(offset => offset.Host != "node2");
        DatasetSummary.Of(data).Notes.ShouldContain(note => note.StartsWith("clock of node2 "));
    }

    [Fact]
    public void A_few_wrong_sightings_change_nothing_and_hosts_that_share_nothing_are_left_alone()
    {
        var data = Data([0, 1, 1], 0.001, new Random(2), bySteps: false, byEvents: true, wrong: 6);
        var offsets = new ClockEstimate(data, new ClockConfig()).Offsets;
        (offsets[1].OffsetSeconds - offsets[0].OffsetSeconds).ShouldBe(1, 0.01);
        new ClockEstimate(Data([0, 3], 0, new Random(3), bySteps: false, byEvents: false), new ClockConfig()).Offsets.ShouldBeEmpty();
    }

    private static double Median(double[] values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    // Clock of host i is ahead by offsets[i]. Every host has a rank; steps end everywhere at the same moment.
    private static MemoryDataset Data(double[] offsets, double jitter, Random random, bool bySteps, bool byEvents, int wrong = 0)
    {
        string[] hosts = [.. offsets.Select((_, i) => $"node{i}")];
        Entity[] entities = [.. hosts.Select(id => new Entity(id, EntityKind.Node)), .. hosts.Select(id => new Entity($"{id}/rank0", EntityKind.Rank, id))];
        var manifest = new DatasetManifest
        {
            Name = "clocks", Step = TimeSpan.FromSeconds(1), Origin = "test", Licence = "MIT", Recordings = [new("r0", Start, Start.AddSeconds(Seconds))],
            Signals =
            [
                new("load1", Layer.Hardware, SignalKind.Gauge, "", EntityKind.Node),
                new("steps_total", Layer.Model, SignalKind.Counter, "steps", EntityKind.Rank),
            ],
        };
        double Clock(double moment, int host) => moment + offsets[host] + (random.NextDouble() * jitter);
        var load = Table(hosts, "load1", host => Enumerable.Range(0, Seconds).Select(i => (Clock(i + 0.2, host), i < 120 ? 0.0 : 1.0)));
        var steps = Table(
            [.. hosts.Select(id => $"{id}/rank0")], "steps_total",
            host => Enumerable.Range(0, bySteps ? 60 : 2).Select(i => (Clock(5 + (i * 3.7), host), bySteps ? i : i + (host * 100.0))));
        var events = Enumerable.Range(0, byEvents ? 30 : 0).SelectMany(i => hosts.Select((host, number) => new OperationalEvent(
            Start.AddSeconds(Clock(5 + (i * 7) + (number == 1 && i < wrong ? 3 : 0), number)), host, "checkpoint", $"step {i}")));
        return new MemoryDataset(
            "clocks", manifest, new Topology(entities, []),
            [new(Layer.Hardware, EntityKind.Node, load), new(Layer.Model, EntityKind.Rank, steps)], null, [.. events]);
    }

    private static SeriesTable Table(string[] entities, string name, Func<int, IEnumerable<(double Time, double Value)>> samples)
    {
        var rows = entities.SelectMany((_, entity) => samples(entity).Select(sample => (entity, sample.Time, sample.Value))).ToArray();
        return new SeriesTable(
            entities, [.. rows.Select(row => At(row.Time))], [.. rows.Select(row => row.entity)], [new(name, [.. rows.Select(row => row.Value)])]);
    }
}

using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;
using FsCheck;
using FsCheck.Fluent;
using static Auscult.Telemetry.Tests.Fusion.TestDataset;

namespace Auscult.Telemetry.Tests.Fusion;

/// <summary>A frame of a growing dataset takes over the rows that are final and equals a frame that was computed as a whole.</summary>
public sealed class FrameExtensionTests : IDisposable
{
    private static readonly FusionConfig Config = new() { MaxStateAgeSeconds = 5, MaxGapSteps = 4, Peers = new() { MinMembers = 2 }, KeepChildren = true };
    private readonly TemporaryFolder _cache = new();

    public void Dispose() => _cache.Dispose();

    [Fact]
    public void Whatever_the_points_at_which_a_dataset_grew_the_frame_is_that_of_all_samples()
    {
        var cases = from seed in Gen.Choose(1, 100_000)
                    from a in Gen.Choose(90, 700)
                    from b in Gen.Choose(90, 700)
                    from sorted in Gen.Elements(true, false)
                    select (seed, first: Math.Min(a, b), second: Math.Max(a, b), sorted);
        var kept = 0;
        Check.One(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(20), Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var folder = Path.Combine(_cache.Path, $"{Guid.NewGuid():N}");
            foreach (var until in new[] { c.first, c.second, 700.0 })
            {
                var data = Data(c.seed, until, c.sorted);
                using var expected = FrameBuilder.Build(data, Config, null, out var wholeReport);
                using var frame = FrameBuilder.Build(data, Config, folder, out var report);
                Bits(frame).ShouldBe(Bits(expected));
                report.Signals.ShouldBe(wholeReport.Signals);
                report.LateBeyondHorizon.ShouldBe(0);
                (report with { KeptRows = 0, Signals = [] }).Warnings().ShouldBe((wholeReport with { Signals = [] }).Warnings());
                kept += report.KeptRows > 0 ? 1 : 0;
            }
            return true;
        }));
        kept.ShouldBeGreaterThan(15);
    }

    [Fact]
    public void Only_the_end_is_computed_again()
    {
        using var first = FrameBuilder.Build(Data(1, 500), Config, _cache.Path, out var before);
        before.KeptRows.ShouldBe(0);
        using var second = FrameBuilder.Build(Data(1, 520), Config, _cache.Path, out var after);
        after.KeptRows.ShouldBeInRange(350, 399);
        second.Schema.RowCount.ShouldBe(420);
        // The file is mapped the next time, and a frame that was extended can be extended again.
        using var again = FrameBuilder.Build(Data(1, 520), Config, _cache.Path, out var same);
        same.KeptRows.ShouldBe(after.KeptRows);
        using var third = FrameBuilder.Build(Data(1, 650), Config, _cache.Path, out var last);
        last.KeptRows.ShouldBeGreaterThan(after.KeptRows);
    }

    [Fact]
    public void Samples_that_come_after_their_rows_were_final_are_told_and_nothing_is_taken_over()
    {
        using (FrameBuilder.Build(Data(2, 500, without: 20), Config, _cache.Path))
        {
        }
        var data = Data(2, 520);
        using var expected = FrameBuilder.Build(data, Config);
        using var frame = FrameBuilder.Build(data, Config, _cache.Path, out var report);
        Bits(frame).ShouldBe(Bits(expected));
        report.KeptRows.ShouldBe(0);
        report.LateBeyondHorizon.ShouldBeGreaterThan(0);
        report.Warnings().ShouldContain(line => line.Contains("came after the rows they belong to were final"));
    }

    [Fact]
    public void Other_options_or_signals_are_another_lineage()
    {
        using (FrameBuilder.Build(Data(1, 500), Config, _cache.Path))
        {
        }
        using var other = FrameBuilder.Build(Data(1, 520), Config with { MaxGapSteps = 5 }, _cache.Path, out var report);
        report.KeptRows.ShouldBe(0);
        using var grown = FrameBuilder.Build(Data(1, 521), Config, _cache.Path, out report);
        report.KeptRows.ShouldBeGreaterThan(0);
    }

    private static int[] Bits(Frame frame) =>
        [.. Enumerable.Range(0, 2).SelectMany(e => frame.Rows(e, 0, frame.Schema.RowCount).ToArray())
            .Concat(frame.PeerRows(0, PeerStatistic.Median, 0, frame.Schema.RowCount).ToArray())
            .Concat(frame.PeerRows(0, PeerStatistic.MedianAbsoluteDeviation, 0, frame.Schema.RowCount).ToArray()).Select(BitConverter.SingleToInt32Bits)];

    // Two recordings of 300 s with 100 s between them: gauges, counters with restarts and steps back, states, events; jitter, gaps, empty cells.
    private static TestDataset Data(int seed, double until, bool sorted = true, double without = -1)
    {
        var data = until > 400 ? new TestDataset((0, 300, "a"), 1, (400, until, "b")) : new TestDataset((0, Math.Min(300, until), "a"));
        var signals = new[]
        {
            (Signal("gauge", SignalKind.Gauge), 1.0), (Signal("slow", SignalKind.Gauge, layer: Layer.Model), 7.0),
            (Signal("bytes_total", SignalKind.Counter, Aggregation.Sum, EntityKind.Nic, Layer.Network), 0.7),
            (Signal("phase", SignalKind.State, layer: Layer.Storage), 3.0), (Signal("xid", SignalKind.Event, entity: EntityKind.Rank, layer: Layer.Model), 2.0),
            (Signal("power", SignalKind.Gauge, entity: EntityKind.Cluster), 1.3),
        };
        foreach (var (signal, interval) in signals)
        {
            var random = new Random(seed + signal.Name.Length);
            string[] entities = signal.EntityKind switch
            {
                EntityKind.Nic => ["node0/eth0", "node0/eth1", "node1/eth0"],
                EntityKind.Cluster => ["cluster"],
                _ => ["node0", "node1"],
            };
            var samples = entities.SelectMany(entity => Samples(random, entity, signal.Kind, interval)).Where(s => s.Time < until && s.Time != without).ToArray();
            if (without > 0)
                samples = [.. samples.Where(s => Math.Abs(s.Time - without) > 2)];
            data = data.Add(signal, sorted ? samples : [.. samples.OrderBy(s => s.Time)]);
        }
        return data;
    }

    private static IEnumerable<(double Time, string Entity, double Value)> Samples(Random random, string entity, SignalKind kind, double interval)
    {
        var (time, total) = (0.0, 1000.0);
        while (time < 700)
        {
            total = random.Next(60) == 0 ? total * 0.9 : random.Next(80) == 0 ? 0 : total + random.Next(50);
            var value = kind == SignalKind.Counter ? total : random.Next(kind == SignalKind.Event ? 2 : 50);
            yield return (time, entity, random.Next(15) == 0 ? double.NaN : random.Next(200) == 0 ? double.PositiveInfinity : value);
            time += random.Next(50) == 0 ? interval * 12 : interval * (0.98 + (random.NextDouble() * 0.04));
        }
    }
}

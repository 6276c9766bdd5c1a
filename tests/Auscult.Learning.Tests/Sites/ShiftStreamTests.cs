using Auscult.Learning.Sites;
using Auscult.Learning.Sites.Streaming;
using Auscult.Telemetry.Domain;
using FsCheck;
using FsCheck.Fluent;

namespace Auscult.Learning.Tests.Sites;

public sealed class ShiftStreamTests
{
    [Fact]
    public void A_stream_gives_the_bits_of_the_recording_whatever_the_lengths() => Prop.ForAll(Cases.ToArbitrary(), one =>
    {
        var data = TestSites.Dataset((_, e, s, row) => Value(e, s, row, one.Seed), [one.Nodes]);
        using var site = Site.Open(data, "r0", one.Config);
        var scales = one.Seed % 2 == 0 ? SignalScales.None : SignalScales.Fit([site]);
        var whole = SiteShifts.Trailing(site, scales, one.Config);
        for (var k = 0; k < site.Kinds.Count; k++)
        {
            var schema = site.Kinds[k].Frame.Schema;
            var stream = new ShiftStream(site.Kinds[k].Kind, schema.Entities, schema.Signals, scales, one.Config, site.Step);
            var tick = new float[schema.Entities.Count * schema.Signals.Count];
            for (var (row, moment) = (0, 0); row < site.RowCount; row++)
            {
                for (var e = 0; e < schema.Entities.Count; e++)
                    site.Kinds[k].Frame.Rows(e, row, 1).CopyTo(tick.AsSpan(e * schema.Signals.Count));
                stream.Push(tick);
                if (moment >= whole.Rows.Count || whole.Rows[moment] != row)
                    continue;
                var now = stream.Shifts();
                for (var e = 0; e < schema.Entities.Count; e++)
                    now.At(0, e).ToArray().ShouldBe(whole.Kinds[k].At(moment, e).ToArray(), $"{schema.Entities[e].Id} at row {row} of {one}");
                moment++;
            }
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(12));

    [Fact]
    public void Memory_does_not_grow_with_time()
    {
        var stream = Stream(3);
        var bytes = stream.Bytes;
        for (var row = 0; row < 2000; row++)
            stream.Push(new float[] { row, 1, 2, 3, row % 7, 5, 6, 7, 8 });
        (stream.RowCount, stream.Bytes).ShouldBe((2000, bytes));
        var shifts = stream.Shifts();
        shifts.At(0, 0)[0].ShouldBeGreaterThan(0, "the ramp of the first signal leads its past");
        shifts.At(0, 0)[1].ShouldBeGreaterThan(0, "no peer follows it");
    }

    [Fact]
    public void A_culprit_scores_highest_and_a_vanished_entity_too()
    {
        var random = new Seeds(1).Generator();
        var stream = Stream(8);
        for (var row = 0; row < 200; row++)
        {
            stream.Push(Enumerable.Range(0, 24).Select(i => row >= 190 && i / 3 == 2 ? float.NaN
                : 100 + random.NextSingle() + (row >= 190 && i / 3 == 5 ? 20 : 0)).ToArray());
        }
        var scores = EntityScores.Of(stream.Shifts(), 0);
        scores[2].ShouldBeGreaterThan(4);
        scores[5].ShouldBeGreaterThan(2);
        scores.Where((_, e) => e is not (2 or 5)).Max().ShouldBeLessThan(2);
    }

    [Fact]
    public void A_row_of_the_wrong_size_and_no_row_at_all_are_refused()
    {
        Should.Throw<ArgumentException>(() => Stream(3).Push(new float[8])).Message.ShouldContain("3 entities x 3 signals");
        Should.Throw<InvalidOperationException>(() => Stream(3).Shifts());
    }

    private static Gen<(SiteConfig Config, int Nodes, int Seed)> Cases =>
        from now in Gen.Choose(1, 20)
        from past in Gen.Choose(1, 200)
        from gap in Gen.Choose(0, 40)
        from refresh in Gen.Choose(1, 40)
        from stride in Gen.Choose(1, 25)
        from nodes in Gen.Choose(1, 3)
        from seed in Gen.Choose(0, 1000)
        select (new SiteConfig
        {
            NowSeconds = now, PastSeconds = past, GapSeconds = gap, RefreshSeconds = refresh, StrideSeconds = stride, MinPastSeconds = past / 2.0 + 1,
        }, nodes, seed);

    /// <summary>Steady noise, a step, gaps, and a signal that rests.</summary>
    private static double Value(string entity, string signal, int row, int seed) =>
        (row + entity.Length + seed) % 17 == 0 || (row > 300 && row < 340 && entity.EndsWith("gpu1", StringComparison.Ordinal)) ? double.NaN
        : signal == "gpu_temperature_celsius" ? 60
        : TestSites.Noise(entity, signal, row + seed) + (row > 400 ? 7 : 0);

    private static ShiftStream Stream(int entities) => new(
        EntityKind.Gpu, [.. Enumerable.Range(0, entities).Select(i => new Entity($"gpu{i}", EntityKind.Gpu))],
        [.. TestSites.GpuSignals.Select(name => new Signal(name, Layer.Hardware, SignalKind.Gauge, "", EntityKind.Gpu))],
        SignalScales.None, TestSites.Config, TimeSpan.FromSeconds(1));
}

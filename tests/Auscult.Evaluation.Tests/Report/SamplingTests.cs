using Auscult.Evaluation.Report.Runs;

namespace Auscult.Evaluation.Tests.Report;

public sealed class SamplingTests
{
    [Fact]
    public void Lttb_keeps_ends_and_peaks()
    {
        double[] seconds = [.. Enumerable.Range(0, 10_000).Select(i => (double)i)];
        var curve = Lttb.Sample(new Curve(seconds, [.. seconds.Select(at => at == 5432 ? 100 : Math.Sin(at / 50))]), 200);
        curve.Seconds.Count.ShouldBe(200);
        (curve.Seconds[0], curve.Seconds[^1]).ShouldBe((0, 9999));
        curve.Values.Max().ShouldBe(100);
        curve.Seconds.ShouldBe(curve.Seconds.Order());
    }

    [Fact]
    public void Lttb_keeps_holes_and_leaves_short_curves_alone()
    {
        double[] seconds = [.. Enumerable.Range(0, 1000).Select(i => (double)i)];
        var curve = new Curve(seconds, [.. seconds.Select(at => at is >= 400 and < 600 ? double.NaN : at % 7)]);
        var sampled = Lttb.Sample(curve, 50);
        sampled.Values.Count(double.IsNaN).ShouldBe(1);
        sampled.Seconds[sampled.Values.ToList().FindIndex(double.IsNaN)].ShouldBe(400);
        Lttb.Sample(curve, 1000).ShouldBeSameAs(curve);
    }

    [Fact]
    public void Tsne_keeps_two_groups_apart_and_gives_the_same_twice()
    {
        var random = new Random(1);
        double[][] rows = [.. Enumerable.Range(0, 60).Select(i => Enumerable.Range(0, 8).Select(_ => random.NextDouble() + (i < 30 ? 0 : 8)).ToArray())];
        (double X, double Y)[] start = [.. rows.Select(row => (row[0] - 4, row[1] - 4))];
        var layout = ExactTsne.Layout(rows, start);
        ExactTsne.Layout(rows, start).ShouldBe(layout);
        double Distance(int i, int j) => Math.Sqrt(Math.Pow(layout[i].X - layout[j].X, 2) + Math.Pow(layout[i].Y - layout[j].Y, 2));
        for (var i = 0; i < 60; i++)
        {
            var nearest = Enumerable.Range(0, 60).Where(j => j != i).MinBy(j => Distance(i, j));
            (nearest < 30).ShouldBe(i < 30);
        }
    }

    [Fact]
    public void Embeddings_that_are_all_alike_have_no_map()
    {
        EmbeddedPoint[] points = [.. Enumerable.Range(0, 10).Select(i => new EmbeddedPoint($"{i}", "normal", "model", "gpu", false, [1, 2, 3]))];
        EmbeddingMap.Of(points, "all").ShouldBeNull();
        EmbeddingMap.Of(points[..2], "all").ShouldBeNull();
    }

    [Fact]
    public void Limits_of_reliability_are_those_of_Clopper_and_Pearson()
    {
        // 8 of 10: 0.4439 to 0.9748 (their tables).
        var outcomes = Enumerable.Range(0, 10).Select(i => SampleRuns.Outcome("off_bus", 1, i < 8 ? "off_bus" : "congestion", 0.95));
        var bin = Reliability.Of(outcomes, new HashSet<string>(["off_bus"]))!.Bins.ShouldHaveSingleItem();
        bin.Right.ShouldBe(0.8);
        bin.Low.ShouldBe(0.4439, 1e-4);
        bin.High.ShouldBe(0.9748, 1e-4);
    }
}

using Auscult.Learning.SiteEncoding;
using Auscult.Learning.Sites;
using Auscult.Telemetry.Domain;

namespace Auscult.Learning.Tests.SiteEncoding;

public sealed class SiteAugmentationTests
{
    private static readonly SiteShifts Site = TinySites.Shifts(6)[0];
    private static readonly SiteView View = new(Site, SignalTable.Of([Site]));

    [Fact]
    public void Roots_stay_and_what_belongs_together_stays_together()
    {
        var root = new EntityRef(1, 9);
        var augmentation = new SiteAugmentation(new SiteTrainingConfig { MaxEntities = 4, WholeSites = 0, KindDropout = 0.9 });
        for (var seed = 0; seed < 20; seed++)
        {
            var selection = augmentation.Select(View, [root], new Random(seed));
            selection.Entities[1].Length.ShouldBe(4);
            selection.Entities[1].ShouldContain(9);
            // Two accelerators a node: whole nodes.
            selection.Entities[1].Select(e => e / 2).Distinct().Count().ShouldBe(2);
            selection.IndexOf(root).ShouldBe(selection.Entities[0].Length + Array.IndexOf(selection.Entities[1], 9));
        }
        View.Everything.IndexOf(root).ShouldBe(6 + 9);
    }

    [Fact]
    public void Layers_are_dropped_but_never_all_and_names_are_forgotten()
    {
        var augmentation = new SiteAugmentation(new SiteTrainingConfig { LayerDropout = 0.9, SignalDropout = 0, UnknownSignals = 0.9 });
        var rows = Enumerable.Range(0, 50)
            .SelectMany(seed => augmentation.Select(View, [], new Random(seed)).Rows.SelectMany(layer => layer)).ToArray();
        rows.ShouldAllBe(row => row >= 0);
        rows.Count(row => row == SignalTable.UnknownRow(Layer.Hardware)).ShouldBeInRange(160, 199);
        var without = new SiteAugmentation(new SiteTrainingConfig { SignalDropout = 0.9 });
        Enumerable.Range(0, 50).SelectMany(seed => without.Select(View, [], new Random(seed)).Rows)
            .Sum(layer => layer.Count(row => row < 0)).ShouldBeInRange(160, 199);
    }

    [Fact]
    public void A_slow_exporter_repeats_the_moment_before_and_never_looks_ahead()
    {
        var slow = new SignalDistortion(0, true, true);
        Enumerable.Range(0, 6).Select(slow.MomentFor).ShouldBe([0, 0, 2, 2, 4, 4]);
        var shown = new float[KindShifts.Channels];
        slow.Apply([2, float.NaN, -0.1f, 3], shown, new Random(1));
        shown[0].ShouldBe(2, 1e-5);
        (shown[2], shown[3]).ShouldBe((0f, 0f));
        shown[1].ShouldBe(float.NaN);
        new SignalDistortion(1, false, false).Apply([2, 1, -1, 3], shown, new Random(1));
        (shown[0] - 2).ShouldNotBe(0);
        (shown[2], shown[3]).ShouldBe((-1f, 3f));
    }
}

using Auscult.Learning.Sites;

namespace Auscult.Learning.Tests.Sites;

public sealed class SiteShiftsViewsTests
{
    [Fact]
    public void A_removed_signal_is_unknown_and_the_others_stay()
    {
        var shifts = Shifts();
        var without = shifts.Without(signal => signal.Name == "gpu_power_watts");
        for (var k = 0; k < shifts.Kinds.Count; k++)
        {
            var kind = shifts.Kinds[k];
            for (var s = 0; s < kind.Signals.Count; s++)
            {
                var (before, after) = (Cell(kind, 60, 1, s), Cell(without.Kinds[k], 60, 1, s));
                after.ShouldBe(kind.Signals[s].Name == "gpu_power_watts" ? [float.NaN, float.NaN, 0, float.NaN] : before);
            }
        }
    }

    [Fact]
    public void Hidden_rows_leave_no_moment_and_labels_are_replaced()
    {
        var shifts = Shifts();
        var label = TestSites.Incident("other", "off_bus", "c0/node1", 0, 500, 550);
        var other = shifts.Relabelled([label], [new RowSpan(100, 200)]);

        other.Site.Incidents.Single().Incident.FaultClass.ShouldBe("off_bus");
        shifts.Site.Incidents.Single().Incident.FaultClass.ShouldBe("thermal_throttle");
        other.Rows.ShouldBe(shifts.Rows.Where(row => row is < 100 or >= 200));
        var moment = other.MomentAt(400);
        other.Kinds[1].At(moment, 3).SequenceEqual(shifts.Kinds[1].At(shifts.MomentAt(400), 3)).ShouldBeTrue();

        other.Site.Dispose();
        shifts.Site.Kinds[0].Frame.Rows(0, 0, 1).Length.ShouldBe(1);
    }

    private static float[] Cell(KindShifts kind, int moment, int entity, int signal) =>
        kind.At(moment, entity).Slice(signal * KindShifts.Channels, KindShifts.Channels).ToArray();

    private static SiteShifts Shifts()
    {
        var data = TestSites.Dataset(
            (_, e, s, row) => TestSites.Noise(e, s, row), [3], [TestSites.Incident("a", "thermal_throttle", "c0/node1/gpu1", 0, 100, 200)]);
        return SiteShifts.Trailing(Site.Open(data, "r0", TestSites.Config), SignalScales.None, TestSites.Config);
    }
}

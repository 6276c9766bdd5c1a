using Auscult.Foundation;
using Auscult.Learning.Sites;
using Auscult.Telemetry.Domain;

namespace Auscult.Learning.Tests.Sites;

public sealed class SiteShiftsTests
{
    private const string Culprit = "c0/node1/gpu0";
    private const string Clock = "gpu_sm_clock_hertz";

    [Fact]
    public void A_site_holds_its_own_entities_and_labels_only()
    {
        var data = TestSites.Dataset((_, e, s, row) => TestSites.Noise(e, s, row), [2, 3],
            [TestSites.Incident("a", "thermal_throttle", "c0/node1/gpu1", 0, 100, 200), TestSites.Incident("b", "off_bus", "c1/node2", 1, 50, 90)]);
        using var first = Site.Open(data, "r0", TestSites.Config);
        using var second = Site.Open(data, "r1", TestSites.Config);

        first.Kinds.Select(kind => (kind.Kind, kind.Frame.Schema.Entities.Count)).ShouldBe([(EntityKind.Node, 2), (EntityKind.Gpu, 4)]);
        second.Kinds.Select(kind => kind.Frame.Schema.Entities.Count).ShouldBe([3, 6]);
        second.Incidents.Single().Incident.Id.ShouldBe("b");
        (second.Incidents[0].FirstRow, second.Incidents[0].EndRow).ShouldBe((50, 90));
        second.IdOf(second.Incidents[0].Root!.Value).ShouldBe("c1/node2");
        first.PlaceOf("c0/node1/gpu1").ShouldBe("c0/node1");
        first.Find("c0/node1/gpu1/rank7").ShouldBeNull();
        first.Topology.Groups.Single().Members.Count.ShouldBe(4);
        Should.Throw<InputException>(() => Site.Open(data, "r2", TestSites.Config)).Message.ShouldContain("r2");
    }

    [Fact]
    public void A_culprit_shifts_from_its_past_and_from_its_peers_and_victims_from_their_past_only()
    {
        var shifts = Trailing((_, e, s, row) => TestSites.Noise(e, s, row)
            - (row >= 400 && s == "gpu_power_watts" ? 30 : 0) - (row >= 400 && s == Clock && e == Culprit ? 30 : 0));

        Cell(shifts, 449, Culprit, Clock, ShiftChannel.Own).ShouldBeLessThan(-2.5f);
        Cell(shifts, 449, Culprit, Clock, ShiftChannel.Peer).ShouldBeLessThan(-2.5f);
        Cell(shifts, 449, "c0/node0/gpu1", "gpu_power_watts", ShiftChannel.Own).ShouldBeLessThan(-2.5f);
        Math.Abs(Cell(shifts, 449, "c0/node0/gpu1", "gpu_power_watts", ShiftChannel.Peer)).ShouldBeLessThan(1.5f);
        Math.Abs(Cell(shifts, 399, Culprit, Clock, ShiftChannel.Own)).ShouldBeLessThan(1.5f);
    }

    [Fact]
    public void Vanished_and_frozen_series_show()
    {
        var shifts = Trailing((_, e, s, row) => e == Culprit && row >= 400
            ? s == Clock ? double.NaN : TestSites.Noise(e, s, 399)
            : TestSites.Noise(e, s, row));

        Cell(shifts, 449, Culprit, Clock, ShiftChannel.Presence).ShouldBe(-1, 0.02f);
        Cell(shifts, 449, Culprit, Clock, ShiftChannel.Own).ShouldBe(float.NaN);
        Cell(shifts, 449, Culprit, "gpu_power_watts", ShiftChannel.Motion).ShouldBeLessThan(-2);
        Math.Abs(Cell(shifts, 449, "c0/node0/gpu1", Clock, ShiftChannel.Motion)).ShouldBeLessThan(1);
    }

    [Fact]
    public void The_future_changes_no_shift_of_the_past()
    {
        var before = Trailing((_, e, s, row) => TestSites.Noise(e, s, row));
        var after = Trailing((_, e, s, row) => row < 300 ? TestSites.Noise(e, s, row) : row % 3 == 0 ? double.NaN : 1e6 * row);

        var last = before.MomentAt(299);
        for (var k = 0; k < before.Kinds.Count; k++)
        {
            var width = before.Kinds[k].Values.Length / before.Kinds[k].Moments;
            after.Kinds[k].Values.AsSpan(0, (last + 1) * width).SequenceEqual(before.Kinds[k].Values.AsSpan(0, (last + 1) * width)).ShouldBeTrue();
        }
    }

    [Fact]
    public void A_short_past_says_nothing()
    {
        var shifts = Trailing((_, e, s, row) => TestSites.Noise(e, s, row));
        Cell(shifts, 54, Culprit, Clock, ShiftChannel.Own).ShouldBe(float.NaN);
        Cell(shifts, 149, Culprit, Clock, ShiftChannel.Own).ShouldNotBe(float.NaN);
    }

    [Fact]
    public void Two_members_are_no_peers()
    {
        var data = TestSites.Dataset((_, e, s, row) => TestSites.Noise(e, s, row), [1]);
        using var site = Site.Open(data, "r0", TestSites.Config);
        var shifts = SiteShifts.Trailing(site, SignalScales.None, TestSites.Config);
        Cell(shifts, 449, "c0/node0/gpu0", Clock, ShiftChannel.Peer).ShouldBe(float.NaN);
    }

    [Fact]
    public void Known_intervals_are_compared_as_they_are_given()
    {
        var data = TestSites.Dataset((_, e, s, row) => TestSites.Noise(e, s, row) + (row >= 400 && e == Culprit && s == Clock ? 50 : 0), [2]);
        using var site = Site.Open(data, "r0", TestSites.Config);
        var shifts = SiteShifts.Between(site, SignalScales.None, TestSites.Config, new RowSpan(300, 400), new RowSpan(400, 420));
        Cell(shifts, 419, Culprit, Clock, ShiftChannel.Own).ShouldBeGreaterThan(3);
    }

    [Fact]
    public void Scales_come_back_from_json_and_know_a_signal_by_kind_and_name()
    {
        var data = TestSites.Dataset((_, e, s, row) => TestSites.Noise(e, s, row), [2, 2]);
        using var first = Site.Open(data, "r0", TestSites.Config);
        using var second = Site.Open(data, "r1", TestSites.Config);
        var scales = SignalScales.Fit([first, second]);

        scales.Spreads[$"gpu/{Clock}"].ShouldBe(1, 0.2);
        SignalScales.FromJson(scales.ToJson(), "scales.json").Spreads.ShouldBe(scales.Spreads, ignoreOrder: true);
        Should.Throw<InputException>(() => SignalScales.FromJson("{", "scales.json")).Message.ShouldContain("scales.json");
    }

    private static SiteShifts Trailing(Func<int, string, string, int, double> value)
    {
        var site = Site.Open(TestSites.Dataset(value, [3]), "r0", TestSites.Config);
        return SiteShifts.Trailing(site, SignalScales.None, TestSites.Config);
    }

    private static float Cell(SiteShifts shifts, int row, string entity, string signal, ShiftChannel channel)
    {
        var place = shifts.Site.Find(entity)!.Value;
        var kind = shifts.Kinds[place.Kind];
        var index = kind.Signals.Select(known => known.Name).ToList().IndexOf(signal);
        return kind.At(shifts.MomentAt(row), place.Entity)[(index * KindShifts.Channels) + (int)channel];
    }
}

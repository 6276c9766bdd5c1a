using Auscult.Learning.Diagnosis.Alarms;
using Auscult.Learning.Sites;
using Auscult.Learning.Tests.Sites;

namespace Auscult.Learning.Tests.Diagnosis.Alarms;

/// <summary>Moments are 5 seconds apart; alarms need 2 of 4, hold 30 s, merge 120 s, refractory 20 s.</summary>
public sealed class AlarmTrackerTests
{
    private static readonly AlarmConfig Config = new();
    private static readonly SiteShifts Site = ScriptedSite.Shifts();

    [Fact]
    public void One_significant_moment_is_no_alarm_and_two_of_four_are()
    {
        Run("..c.......").ShouldBeEmpty();
        var alarm = Run("..c..c....").Single();
        (alarm.Start, alarm.Confirmed, alarm.Paged).ShouldBe((2, 5, 5));
        Run("..c....c...").ShouldBeEmpty();
    }

    [Fact]
    public void An_alarm_ends_after_the_hold_and_says_what_it_was()
    {
        var alarm = Run("..cccc........").Single();
        (alarm.State, alarm.LastSignificant, alarm.Ended).ShouldBe((AlarmState.Ended, 5, 11));
        alarm.Verdict!.Class.ShouldBe("congestion");
        alarm.Verdict.Places[0].ShouldBe(new RankedName("c0/node0", 1));
        alarm.EarlyVerdict.ShouldNotBeNull();
    }

    [Fact]
    public void An_alarm_that_lasts_is_confirmed_and_has_not_ended()
    {
        var alarm = Run("..ccccccc").Single();
        (alarm.State, alarm.Ended).ShouldBe((AlarmState.Confirmed, (int?)null));
    }

    [Fact]
    public void What_returns_with_the_same_class_or_place_is_the_same_alarm()
    {
        Run("cccc............cccc").Count.ShouldBe(1);
        Run("cccc............oooo").Count.ShouldBe(1);
        Run("cccc............OOOO").Count.ShouldBe(2);
        Run("cccc" + new string('.', 40) + "cccc").Count.ShouldBe(2);
    }

    [Fact]
    public void Right_after_the_end_no_other_alarm_is_raised()
    {
        var alone = Config with { MaxConcurrent = 1 };
        Run("cccc" + new string('.', 8) + "OOO", alone).Count.ShouldBe(1);
        Run("cccc" + new string('.', 14) + "OOO", alone).Count.ShouldBe(2);
    }

    [Fact]
    public void A_benign_event_pages_nobody_until_a_fault_explains_it_better()
    {
        var tracker = AlarmTracker.Run(Site, ScriptedSite.Model(), Config, ScriptedSite.Moments(Site, "rrrrrr......"));
        tracker.Alarms.Count.ShouldBe(1);
        tracker.Paged.ShouldBeEmpty();
        Run("rroooooooo").Single().Paged.ShouldNotBeNull();
    }

    [Fact]
    public void A_second_place_with_most_of_the_blame_and_another_class_is_a_second_alarm()
    {
        var alarms = Run(new string('c', 12) + new string('O', 8));
        alarms.Count.ShouldBe(2);
        alarms[1].Verdict!.Class.ShouldBe("off_bus");
        alarms[1].Verdict!.Places[0].Name.ShouldBe("c0/node1");
        alarms[0].Verdict!.Class.ShouldBe("congestion");
        Run(new string('c', 12) + new string('C', 8)).Count.ShouldBe(1);
        Run(new string('c', 12) + new string('O', 8), Config with { MaxConcurrent = 1 }).Count.ShouldBe(1);
    }

    [Fact]
    public void The_class_is_judged_again_while_the_alarm_lasts()
    {
        var tracker = new AlarmTracker(Site, ScriptedSite.Model(), Config);
        var said = new List<string?>();
        foreach (var moment in ScriptedSite.Moments(Site, "ccooooo"))
        {
            tracker.Step(moment);
            said.Add(tracker.Alarms[^1].Verdict!.Class);
        }
        (said[1], said[^1]).ShouldBe(("congestion", "off_bus"));
    }

    [Fact]
    public void Alarms_are_matched_one_to_one_and_benign_events_are_negatives()
    {
        var site = ScriptedSite.Shifts(
            TestSites.Incident("a", "congestion", "c0/node0", 0, 100, 200), TestSites.Incident("b", "off_bus", "c0/node1", 0, 150, 220),
            TestSites.Incident("c", "planned_reboot", "c0/node2", 0, 400, 450, isBenign: true), TestSites.Incident("d", "off_bus", "c0/node1", 0, 550, 580));
        SiteAlarm At(int row) => new(1, site.MomentAt(row), site.MomentAt(row));
        var matching = AlarmMatching.Of(site, [At(120), At(160), At(190), At(420)], 60);
        matching.Alarms.Select(alarm => (alarm.Truth, alarm.Incident?.Incident.Id)).ShouldBe(
            [(AlarmTruth.Found, "a"), (AlarmTruth.Found, "b"), (AlarmTruth.Duplicate, "b"), (AlarmTruth.False, null)]);
        matching.Missed.Single().Incident.Id.ShouldBe("d");
        NormalBlocks.Of(site, Config).SelectMany(block => block).Select(m => site.Rows[m]).ShouldAllBe(row => row < 100 || (row >= 280 && row < 550));
    }

    private static IReadOnlyList<SiteAlarm> Run(string text, AlarmConfig? config = null) =>
        [.. AlarmTracker.Run(Site, ScriptedSite.Model(), config ?? Config, ScriptedSite.Moments(Site, text)).Paged];
}

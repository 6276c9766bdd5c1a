using Auscult.Learning.Diagnosis.Prediction;
using Auscult.Learning.Sites;
using Auscult.Telemetry.Domain;

namespace Auscult.Learning.Tests.Prediction;

public sealed class SurvivalTests
{
    [Theory]
    [InlineData(3.0, double.PositiveInfinity, 0, 5, true)]
    [InlineData(3.0, double.PositiveInfinity, 5, 15, null)]
    [InlineData(7.0, double.PositiveInfinity, 0, 5, false)]
    [InlineData(double.PositiveInfinity, 7.0, 0, 5, false)]
    [InlineData(double.PositiveInfinity, 7.0, 5, 15, null)]
    [InlineData(double.PositiveInfinity, 15.0, 5, 15, false)]
    public void An_interval_counts_only_where_it_is_known(double onset, double known, double from, double to, bool? expected) =>
        new Survival(onset, known).In(from, to).ShouldBe(expected);

    [Fact]
    public void Labels_give_times_censoring_and_silence_in_incidents()
    {
        using var site = Site.Open(RampSites.Dataset("one", 1, gpus: 3), "one0", RampSites.Config.Site);
        var precursors = PrecursorFeatures.Of(site, new HashSet<EntityKind> { EntityKind.Gpu }, SignalScales.None, RampSites.Config)[0];
        var times = OnsetTimes.Of(precursors, RampSites.FaultClass, RampSites.Config);
        var onset = times.Incidents.Single().Incident.Onset;
        for (var m = 0; m < precursors.Rows.Count; m++)
        {
            var (pair, time) = (m * 3, precursors.TimeOf(m));
            // All accelerators are in one node: each incident silences all three until it is over and forgotten.
            var isIn = site.Incidents.Any(placed => time >= placed.Incident.Onset && time <= placed.Incident.End.AddSeconds(RampSites.Config.RecoverySeconds));
            times.IsQuiet(pair).ShouldBe(!isIn);
            if (isIn)
                continue;
            if (time <= onset)
                times.Onset(pair).ShouldBe((onset - time).TotalMinutes, 1e-4);
            else
                times.Known(pair).ShouldBe((site.TimeOf(site.RowCount) - time).TotalMinutes, 1e-4);
            times.Onset(pair + 1).ShouldBe(double.PositiveInfinity);
        }
    }

    [Fact]
    public void The_ceiling_is_the_share_of_incidents_with_a_sign_in_time()
    {
        var dataset = RampSites.Dataset("one", 1, gpus: 3);
        using var site = Site.Open(dataset, "one0", RampSites.Config.Site);
        Incident At(int onset, int? sign) => RampSites.Incident(0, "worn", "one0/node/gpu0", "one", onset, sign) with { Id = $"{onset}" };
        // Onsets at 5, 30, 60 and 90 minutes; signs 2 minutes, none, 10 and 45 minutes before.
        using var labelled = site.Relabelled([At(10, 6), At(60, null), At(120, 100), At(180, 90)]);
        var ceilings = PredictabilityCeiling.Of([labelled], "worn", [1, 10, 30, 60]);
        ceilings.Select(one => one.Incidents).ShouldBe([4, 3, 3, 2]);
        ceilings.Select(one => one.Labelled).ShouldBe([0.75, 2 / 3.0, 1 / 3.0, 0]);
        ceilings.Select(one => one.Exported).ShouldBe(ceilings.Select(one => one.Labelled));
        PredictabilityCeiling.Of([labelled], "unheard_of", [1])[0].Labelled.ShouldBe(double.NaN);
    }

    [Fact]
    public void A_sign_on_a_signal_that_is_not_exported_cannot_be_seen()
    {
        using var site = Site.Open(RampSites.Dataset("one", 1, gpus: 3), "one0", RampSites.Config.Site);
        Incident With(string signal, int onset) => RampSites.Incident(0, "worn", "one0/node/gpu0", "one", onset, onset - 20) with
        {
            Id = $"{onset}",
            CausalChain = [new CausalLink(-600, "one0/node/gpu0", signal, "rises"), new CausalLink(0, "one0/node/gpu0", RampSites.Grown, "rises")],
        };
        using var labelled = site.Relabelled([With(RampSites.Grown, 60), With("hidden_total", 120)]);
        var ceiling = PredictabilityCeiling.Of([labelled], "worn", [5])[0];
        (ceiling.Labelled, ceiling.Exported).ShouldBe((1.0, 0.5));
    }

    [Fact]
    public void Calibration_restores_the_share_of_onsets_and_never_turns_the_order()
    {
        var random = new Random(5);
        var cases = Enumerable.Range(0, 4000).Select(_ =>
        {
            var logit = (random.NextDouble() * 8) - 6;
            return (Logit: (2 * logit) + 3, IsOnset: random.NextDouble() < 1 / (1 + Math.Exp(-logit)), Weight: 1.0);
        }).ToArray();
        var scale = PlattScale.Fit(cases);
        scale.Slope.ShouldBe(0.5, 0.06);
        scale.Offset.ShouldBe(-1.5, 0.2);
        cases.Average(one => scale.Probability(one.Logit)).ShouldBe(cases.Average(one => one.IsOnset ? 1.0 : 0), 0.005);
        PlattScale.Fit([.. cases.Select(one => (-one.Logit, one.IsOnset, 1.0))]).Slope.ShouldBe(0);
    }

    [Fact]
    public void One_alarm_per_entity_until_it_expires_and_each_with_its_outcome()
    {
        using var site = Site.Open(RampSites.Dataset("one", 1, gpus: 3), "one0", RampSites.Config.Site);
        var precursors = PrecursorFeatures.Of(site, new HashSet<EntityKind> { EntityKind.Gpu }, SignalScales.None, RampSites.Config)[0];
        var times = OnsetTimes.Of(precursors, RampSites.FaultClass, RampSites.Config);
        var onset = times.Incidents.Single().Incident.Onset;
        var scores = new float[precursors.Count];
        Array.Fill(scores, 1);
        var alarms = PredictionAlarms.Of(scores, precursors, times, 0.5, 1, 15).ToArray();
        var bad = alarms.Where(alarm => alarm.Pair % 3 == 0).ToArray();
        bad.Count(alarm => alarm.Outcome is AlarmOutcome.Right or AlarmOutcome.Late).ShouldBe(1);
        bad.Zip(bad.Skip(1)).ShouldAllBe(pair => precursors.TimeOf(pair.Second.Pair / 3) - precursors.TimeOf(pair.First.Pair / 3) >= TimeSpan.FromMinutes(15)
            || precursors.TimeOf(pair.Second.Pair / 3) > onset);
        alarms.Where(alarm => alarm.Pair % 3 != 0).ShouldAllBe(alarm => alarm.Outcome
            == (precursors.TimeOf(alarm.Pair / 3).AddMinutes(15) > site.TimeOf(site.RowCount) ? AlarmOutcome.Unknown : AlarmOutcome.False));
        alarms.ShouldContain(alarm => alarm.Outcome == AlarmOutcome.Unknown);
    }
}

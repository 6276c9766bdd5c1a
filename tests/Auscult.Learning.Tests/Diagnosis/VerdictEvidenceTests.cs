using Auscult.Learning.Diagnosis.Evidence;
using Auscult.Learning.Sites;
using Auscult.Telemetry.Domain;

namespace Auscult.Learning.Tests.Diagnosis;

public sealed class VerdictEvidenceTests
{
    private static readonly EvidenceConfig Config = new() { NumSignals = 1 };

    [Theory]
    [InlineData(6, "gpu_sm_clock_hertz", ShiftDirection.Falls)]
    [InlineData(7, "cpu_ratio", ShiftDirection.Rises)]
    public void The_signal_of_the_cause_comes_first_with_its_values(int cluster, string signal, ShiftDirection direction)
    {
        var evidence = Evidence(cluster);
        var first = evidence.Signals[0];
        (first.Reading.Signal.Name, first.Reading.Entity, first.Reading.Direction).ShouldBe((signal, LabelledSites.Root(cluster), direction));
        first.Contribution.ShouldBeGreaterThan(0);
        first.Reading.Usual!.Value.ShouldBe(100, 1);
        first.Reading.Peers!.Value.ShouldBe(100, 1);
        first.Reading.Now!.Value.ShouldBe(cluster == 6 ? 40 : 150, 12);
        (first.Reading.PlaceAmongPeers, first.Reading.PeerCount).ShouldBe((1, cluster == 6 ? 7 : 3));
        evidence.Layers.Single().Layer.ShouldBe(Layer.Hardware);
    }

    [Fact]
    public void The_spread_goes_from_the_culprit_to_those_that_wait_for_it()
    {
        var spread = Evidence(6).Spread;
        (spread[0].Entity, spread[0].Signal, spread[0].Relation, spread[0].DelaySeconds).ShouldBe((LabelledSites.Root(6), "gpu_sm_clock_hertz", "itself", 0));
        var later = spread.Where(step => step.Signal == "gpu_power_watts").ToArray();
        later.Sum(step => step.Count).ShouldBe(7, string.Join("\n", spread));
        later.ShouldAllBe(step => step.DelaySeconds > 0 && step.DelaySeconds <= 15 && step.Direction == ShiftDirection.Falls);
        later.Select(step => step.Relation).ShouldBe(["same node", "same dp"], ignoreOrder: true);
    }

    [Fact]
    public void Hiding_signals_changes_nothing_for_good()
    {
        var shifts = LabelledSites.Sites[6];
        var moment = shifts.MomentAt(LabelledSites.Onset + 20);
        var measure = VerdictEvidence.Measure(LabelledSites.Diagnoser, Verdict(6));
        var occlusion = new Occlusion(shifts, moment, LabelledSites.Diagnoser, measure, historyMoments: 3);
        var all = occlusion.All().ToArray();
        var without = occlusion.Without(all);

        without.ShouldNotBe(occlusion.Value);
        occlusion.Without([]).ShouldBe(occlusion.Value);
        occlusion.Value.ShouldBe(measure(LabelledSites.Diagnoser.Judge(shifts, [moment])[0]));
        without.ShouldBe(measure(LabelledSites.Diagnoser.Judge(shifts.Without(_ => true), [moment])[0]));
    }

    [Fact]
    public void Without_the_named_signals_the_probability_falls_more_than_without_others()
    {
        foreach (var cluster in (int[])[6, 7])
        {
            var loss = DeletionCheck.Of(LabelledSites.Sites[cluster], LabelledSites.Diagnoser, Verdict(cluster), new EvidenceConfig { NumSignals = 2 }, 4, new Seeds(1));
            loss.Top.ShouldBeGreaterThan(loss.Random + 0.2, $"{cluster}: {loss}");
        }
    }

    [Fact]
    public void Without_a_class_evidence_is_counted_in_the_anomaly_score()
    {
        var evidence = VerdictEvidence.Of(
            LabelledSites.Sites[7], LabelledSites.Diagnoser, Verdict(7) with { Class = -1 }, new SiteConfig(), Config);
        evidence.Signals[0].Reading.Signal.Name.ShouldBe("cpu_ratio");
    }

    private static VerdictEvidence Evidence(int cluster) =>
        VerdictEvidence.Of(LabelledSites.Sites[cluster], LabelledSites.Diagnoser, Verdict(cluster), new SiteConfig(), Config);

    private static Verdict Verdict(int cluster)
    {
        var shifts = LabelledSites.Sites[cluster];
        return new Verdict(
            shifts.MomentAt(LabelledSites.Onset + 5), shifts.MomentAt(LabelledSites.End), LabelledSites.Diagnoser.Classes.IndexOf(
                cluster == 6 ? "thermal_throttle" : "cpu_contention"), shifts.Site.Find(LabelledSites.Root(cluster))!.Value);
    }
}

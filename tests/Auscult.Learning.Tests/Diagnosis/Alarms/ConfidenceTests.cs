using Auscult.Foundation;
using Auscult.Learning.Diagnosis;
using Auscult.Learning.Diagnosis.Alarms;
using Auscult.Learning.Sites;

namespace Auscult.Learning.Tests.Diagnosis.Alarms;

public sealed class ConfidenceTests
{
    [Fact]
    public void An_overconfident_diagnoser_is_cooled_down_to_its_accuracy()
    {
        var random = new Random(5);
        var (logs, labels) = Answers(random, 400);
        var calibration = ClassCalibration.Fit(logs, labels, ScriptedSite.Classes);
        calibration.Temperature.ShouldBeGreaterThan(2);
        var (freshLogs, freshLabels) = Answers(random, 400);
        var confidence = freshLogs.Average(log => calibration.Faults(log, ScriptedSite.Classes).Max());
        var accuracy = freshLogs.Zip(freshLabels).Average(pair => (pair.First[1] > pair.First[2] ? 1 : 2) == pair.Second ? 1.0 : 0);
        confidence.ShouldBe(accuracy, 0.06);
    }

    [Fact]
    public void Benign_classes_take_no_share_of_the_faults()
    {
        var shares = ClassCalibration.None(4).Faults([Math.Log(0.9), Math.Log(0.06), Math.Log(0.02), Math.Log(0.02)], ScriptedSite.Classes);
        shares.ShouldBe([0, 0.75, 0.25, 0], 1e-9);
    }

    [Fact]
    public void The_nearest_known_incidents_come_first()
    {
        var random = new Random(11);
        float[] Near(double centre) => [(float)(centre + random.NextDouble()), (float)random.NextDouble()];
        var memory = IncidentMemory.Of([.. Enumerable.Range(0, 40).Select(i => new KnownIncident($"{i}", i % 2 == 0 ? "a" : "b", Near(10 * (i % 2))))]);
        var nearest = memory.Nearest([10.5f, 0.5f], 3);
        nearest.ShouldAllBe(near => near.Incident.Class == "b");
        nearest.Select(near => near.Distance).ShouldBeInOrder();
    }

    [Fact]
    public void Indecision_is_nothing_for_one_class_and_whole_for_classes_alike()
    {
        ClassCalibration.Indecision([0, 1, 0]).ShouldBe(0);
        ClassCalibration.Indecision([0, 0.25, 0.25, 0.25, 0.25]).ShouldBe(1, 1e-12);
        ClassCalibration.Indecision([0.9, 0.1]).ShouldBe(((0.9 * Math.Log(0.9)) + (0.1 * Math.Log(0.1))) / -Math.Log(2), 1e-12);
        ClassCalibration.Indecision([0, 0]).ShouldBe(0);
    }

    [Fact]
    public void What_is_drawn_to_several_classes_more_than_held_out_incidents_were_is_unknown()
    {
        var held = Enumerable.Range(0, 40).Select(i => 0.1 + (0.01 * i)).ToArray();
        var model = ScriptedSite.Model() with { Novelty = new ConformalScores(held.AsSpan()) };
        var site = ScriptedSite.Shifts();
        var places = new SitePlaces(site.Site);
        var torn = ScriptedSite.Judgement(site, 1, 0) with { Probabilities = [0, 0.5, 0.5, 0] };
        var verdict = model.Verdict(places, EvidenceSum.Of([torn]), new AlarmConfig());
        (verdict.Class, verdict.NoveltyP).ShouldBe((AlarmVerdict.UnknownClass, 1 / 41.0));
        model.Verdict(places, EvidenceSum.Of([torn with { Probabilities = [0, 0.98, 0.02, 0] }]), new AlarmConfig()).Class.ShouldBe("congestion");
    }

    [Fact]
    public void A_model_comes_back_from_json_and_says_the_same()
    {
        var scores = new ConformalScores([0.1, 0.7, 2.5]);
        var model = ScriptedSite.Model() with
        {
            Threshold = double.PositiveInfinity,
            Novelty = scores,
            Memory = IncidentMemory.Of([new KnownIncident("a", "off_bus", [1, 2]), new KnownIncident("b", "x", [3, 5])]),
            Entities = new Dictionary<Auscult.Telemetry.Domain.EntityKind, ConformalScores> { [Auscult.Telemetry.Domain.EntityKind.Gpu] = scores },
        };
        var back = AlarmModel.FromJson(model.ToJson(), "alarm.json");
        back.ToJson().ShouldBe(model.ToJson());
        back.Threshold.ShouldBe(double.PositiveInfinity);
        back.Novelty!.PValue(1).ShouldBe(scores.PValue(1));
        back.Entities.Values.Single().PValue(2).ShouldBe(scores.PValue(2));
        back.Memory.Nearest([1, 2], 1)[0].Distance.ShouldBe(0);
        Should.Throw<Auscult.Foundation.InputException>(() => AlarmModel.FromJson("{", "alarm.json")).Message.ShouldContain("alarm.json");
    }

    [Fact]
    public void Below_the_confidence_limit_no_class_is_stated()
    {
        var site = ScriptedSite.Shifts();
        var even = ScriptedSite.Judgement(site, 1, 0) with { Probabilities = [0, 0.5, 0.5, 0] };
        var verdict = ScriptedSite.Model().Verdict(new SitePlaces(site.Site), EvidenceSum.Of([even]), new AlarmConfig { AbstainBelow = 0.6 });
        (verdict.IsAbstained, verdict.Class).ShouldBe((true, null));
    }

    [Fact]
    public void Fitting_finds_a_threshold_without_false_alarms_and_finds_the_fault()
    {
        var site = ScriptedSite.Shifts(Sites.TestSites.Incident("a", "congestion", "c0/node0", 0, 300, 400));
        var judged = new JudgedSite(site, [.. Enumerable.Range(0, site.Rows.Count).Select(m => site.Rows[m] is >= 300 and < 400
            ? ScriptedSite.Judgement(site, 1, 0) : ScriptedSite.Judgement(site, 0, m % 3) with { Anomaly = m % 7 })]);
        var model = AlarmFitting.Fit(new ScriptedDiagnoser(), IncidentMemory.Of([]), [judged], new AlarmConfig());
        (model.Choice.F1, model.Choice.FalseAlarms).ShouldBe((1, 0));
        var alarm = AlarmTracker.Run(site, model, new AlarmConfig(), Enumerable.Range(0, site.Rows.Count)
            .Select(m => model.Evidence(site, m, judged.Judgements[m], new AlarmConfig()))).Paged.Single();
        site.Rows[alarm.Start].ShouldBeInRange(300, 310);
        alarm.Verdict!.Class.ShouldBe("congestion");
    }

    private static (List<double[]> Logs, List<int> Labels) Answers(Random random, int count)
    {
        var (logs, labels) = (new List<double[]>(), new List<int>());
        for (var i = 0; i < count; i++)
        {
            var label = random.Next(2) + 1;
            var said = random.NextDouble() < 0.7 ? label : 3 - label;
            logs.Add([Math.Log(1e-6), said == 1 ? -0.001 : -7, said == 2 ? -0.001 : -7, Math.Log(1e-6)]);
            labels.Add(label);
        }
        return (logs, labels);
    }

    private sealed class ScriptedDiagnoser : ISiteDiagnoser
    {
        public string Name => "scripted";

        public DiagnosisClasses Classes => ScriptedSite.Classes;

        public void Fit(IReadOnlyList<SiteShifts> train)
        {
        }

        public SiteJudgement[] Judge(SiteShifts site, IReadOnlyList<int> moments) => [.. moments.Select(m => ScriptedSite.Judgement(site, 0, 0))];
    }
}

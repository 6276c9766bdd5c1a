using Auscult.Foundation;
using Auscult.Learning.Diagnosis;
using Auscult.Learning.Diagnosis.Alarms;
using Auscult.Learning.Diagnosis.Corrections;
using Auscult.Learning.Diagnosis.Shift;
using Auscult.Learning.Sites;
using Auscult.Learning.Tests.Diagnosis.Alarms;
using Auscult.Learning.Tests.Sites;
using Auscult.Telemetry.Domain;

namespace Auscult.Learning.Tests.Diagnosis.Corrections;

public sealed class CorrectionTests
{
    [Fact]
    public void One_correction_changes_the_answer_near_it_and_nowhere_else()
    {
        var site = ScriptedSite.Shifts();
        var memory = IncidentMemory.Of([.. Enumerable.Range(0, 8).Select(i => new KnownIncident($"{i}", i < 4 ? "congestion" : "off_bus", [i]))]);
        var corrected = new CorrectedDiagnoser(new RowDiagnoser(), memory);
        corrected.Judge(site, [40])[0].Probabilities[1].ShouldBe(0.94);

        corrected.Correct(site, [40], "x", "off_bus");
        corrected.Judge(site, [40])[0].Probabilities[2].ShouldBeGreaterThan(0.5);
        corrected.Judge(site, [41])[0].Probabilities.Sum().ShouldBe(1, 1e-9);
        corrected.Judge(site, [80])[0].Probabilities[1].ShouldBeGreaterThan(0.9);

        corrected.Correct(site, [100], "y", "cosmic_ray");
        corrected.Classes.Names.ShouldBe([.. ScriptedSite.Classes.Names, "cosmic_ray"]);
        corrected.Judge(site, [100])[0].Probabilities[4].ShouldBeGreaterThan(0.5);
        corrected.Classes.FaultProbability(corrected.Judge(site, [100])[0].Probabilities).ShouldBeGreaterThan(0.9);
    }

    [Fact]
    public void Feedback_overrides_removes_and_adds_labels_and_a_refit_learns_them()
    {
        var site = Labelled();
        using var folder = new TestFolder();
        var file = Path.Combine(folder.Path, "feedback.jsonl");
        File.WriteAllLines(file,
        [
            """{"incident": "a", "class": "power_throttle", "entity": "c0/node1/gpu0"}""",
            "",
            """{"incident": "b", "class": "normal"}""",
            """{"recording": "r0", "start": "2026-01-05T00:08:00Z", "end": "2026-01-05T00:09:00Z", "class": "planned_reboot", "benign": true}""",
        ]);
        var changed = DiagnosisFeedback.Apply([site], DiagnosisFeedback.Load(file)).Single();

        changed.Site.Incidents.Select(placed => (placed.Incident.FaultClass, placed.Incident.IsBenign, placed.FirstRow))
            .ShouldBe([("power_throttle", false, 300), ("planned_reboot", true, 480)]);
        changed.Site.Incidents[0].Incident.RootEntity.ShouldBe("c0/node1/gpu0");

        var diagnoser = new CorrectedDiagnoser(
            new ShiftDiagnoser(new ShiftDiagnoserConfig { NumSteps = 30, DroppedCopies = 0, EmbeddingWidth = 4 }, new Seeds(1)), IncidentMemory.Of([]));
        diagnoser.Fit([site]);
        diagnoser.Classes.IndexOf("power_throttle").ShouldBe(-1);
        diagnoser.Fit([changed]);
        var judged = diagnoser.Judge(changed, [changed.MomentAt(340)])[0];
        diagnoser.Classes.Names[Array.IndexOf(judged.Probabilities, judged.Probabilities.Max())].ShouldBe("power_throttle");
    }

    [Fact]
    public void An_interval_that_covers_a_label_replaces_it()
    {
        var site = Labelled();
        var line = new DiagnosisFeedback
        {
            Recording = "r0", Start = TestSites.Start.AddSeconds(290), End = TestSites.Start.AddSeconds(370), Class = "congestion",
        };
        var changed = DiagnosisFeedback.Apply([site], [line]).Single();
        changed.Site.Incidents.Select(placed => (placed.Incident.Id, placed.Incident.FaultClass, placed.FirstRow)).ShouldBe(
            [("a", "congestion", 290), ("b", "off_bus", 400)]);
    }

    [Theory]
    [InlineData("{", "feedback.jsonl:1")]
    [InlineData("""{"class": "x"}""", "feedback.jsonl:1: neither")]
    [InlineData("""{"incident": "a", "clas": "x"}""", "clas")]
    [InlineData("""{"recording": "r0", "start": "2026-01-05T00:08:00Z", "end": "2026-01-05T00:07:00Z", "class": "x"}""", "neither")]
    public void A_malformed_line_is_named(string text, string part)
    {
        using var folder = new TestFolder();
        var file = Path.Combine(folder.Path, "feedback.jsonl");
        File.WriteAllText(file, text);
        Should.Throw<InputException>(() => DiagnosisFeedback.Load(file)).Message.ShouldContain(part);
    }

    [Fact]
    public void Feedback_on_what_is_not_there_is_refused() =>
        Should.Throw<InputException>(() => DiagnosisFeedback.Apply([Labelled()], [new DiagnosisFeedback { Incident = "zzz", Class = "normal" }]))
            .Message.ShouldContain("zzz");

    private static SiteShifts Labelled()
    {
        var data = TestSites.Dataset(
            (_, e, s, row) => TestSites.Noise(e, s, row) + (row is >= 300 and < 360 && e == "c0/node1/gpu0" ? 40 : 0), [3],
            [
                TestSites.Incident("a", "thermal_throttle", "c0/node0", 0, 300, 360),
                TestSites.Incident("b", "off_bus", "c0/node2", 0, 400, 430),
            ]);
        return SiteShifts.Trailing(Site.Open(data, "r0", TestSites.Config), SignalScales.None, TestSites.Config);
    }

    /// <summary>Calls everything congestion; its embedding is the moment's number.</summary>
    private sealed class RowDiagnoser : ISiteDiagnoser
    {
        public string Name => "row";

        public DiagnosisClasses Classes => ScriptedSite.Classes;

        public void Fit(IReadOnlyList<SiteShifts> train)
        {
        }

        public SiteJudgement[] Judge(SiteShifts site, IReadOnlyList<int> moments) => [.. moments.Select(m => ScriptedSite.Judgement(site, 1, 0, m))];
    }
}

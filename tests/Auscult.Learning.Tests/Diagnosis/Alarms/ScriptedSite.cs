using Auscult.Foundation;
using Auscult.Learning.Diagnosis;
using Auscult.Learning.Diagnosis.Alarms;
using Auscult.Learning.Sites;
using Auscult.Learning.Tests.Sites;
using Auscult.Telemetry.Domain;

namespace Auscult.Learning.Tests.Diagnosis.Alarms;

/// <summary>A small site whose moments say what a test writes down.</summary>
internal static class ScriptedSite
{
    public static readonly DiagnosisClasses Classes = new(["normal", "congestion", "off_bus", "planned_reboot"], [true, false, false, true]);

    public static SiteShifts Shifts(params IReadOnlyList<Incident> incidents) => SiteShifts.Trailing(
        Site.Open(TestSites.Dataset((_, e, s, row) => TestSites.Noise(e, s, row), [3], incidents), "r0", TestSites.Config), SignalScales.None, TestSites.Config);

    public static AlarmModel Model(int confirm = 2) => new()
    {
        Diagnoser = "scripted", Classes = Classes, Fusion = new ScoreFusion([1, 0, 0, 0], [0, 0, 0, 0], [1, 1, 1, 1]), Threshold = 1, ConfirmMoments = confirm,
        Scores = new ConformalScores([0.0, 0.5, 1]), Entities = new Dictionary<EntityKind, ConformalScores>(),
        Calibration = ClassCalibration.None(4), Memory = IncidentMemory.Of([]), Novelty = null, Choice = new AlarmChoice(0, 0, 0, 3),
    };

    /// <summary>A judgement that is sure of a class (by index) and blames one node's processor.</summary>
    public static SiteJudgement Judgement(SiteShifts site, int ofClass, int node, float embedding = 0)
    {
        var probabilities = new double[] { 0.02, 0.02, 0.02, 0.02 };
        probabilities[ofClass] = 0.94;
        var blame = site.Kinds.Select(kind => new double[kind.Entities.Count]).ToArray();
        blame[0][node] = 1;
        return new SiteJudgement(probabilities, blame, 0, [embedding]);
    }

    /// <summary>Moments from a text: '.' is quiet, a letter an insistent class (c, o, r) at node 0, upper case at node 1.</summary>
    public static IEnumerable<MomentEvidence> Moments(SiteShifts site, string text) => text.Select((letter, m) =>
    {
        var node = char.IsUpper(letter) ? 1 : 0;
        var ofClass = char.ToLowerInvariant(letter) switch { 'c' => 1, 'o' => 2, 'r' => 3, _ => 0 };
        return new MomentEvidence(
            m, site.Rows[m], letter == '.' ? 0 : 2, letter == '.' ? 1 : 0.01, Judgement(site, ofClass, node),
            letter == '.' ? [] : [new StrangeEntity(new EntityRef(0, node), 0.01)]);
    });
}

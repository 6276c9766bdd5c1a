using Auscult.Evaluation.Diagnosis;
using Auscult.Evaluation.Metrics;
using Auscult.Evaluation.Report.Runs;
using Auscult.Learning.Diagnosis.Alarms;
using Auscult.Learning.Diagnosis.Evidence;
using Auscult.Learning.Diagnosis.Model;
using Auscult.Telemetry.Domain;

namespace Auscult.Evaluation.Tests.Report;

/// <summary>Runs with one of everything, and with names that try to break out of page, table and file.</summary>
internal static class SampleRuns
{
    public const string Hostile = "</script><script>alert(\"x\" & 'y')</script>_%$|,\\";

    /// <summary>A run whose recording has some moments.</summary>
    public static ReportedRun Create(string name = "sample", int moments = 600, double f1 = 0.75)
    {
        var interval = new ConfidenceInterval(f1 - 0.1, f1 + 0.1);
        IReadOnlyList<Figure> Figures(double value) =>
            [new("event F1", value, interval, 4), new("macro F1, known", value / 2, interval, 4), new("delay, others (s)", 20, new(10, double.NaN), 4), new("none", double.NaN, interval, 0)];
        IncidentOutcome[] outcomes = [Outcome("off_bus", 12, "off_bus", 0.9), Outcome("congestion", null, "off_bus", 0.4)];
        return new ReportedRun
        {
            Name = name, Config = $"data:\n  root: {Hostile}\n", Facts = [new("dataset", Hostile), new("data fingerprint", "abc")], Notes = [Hostile],
            Headlines = ["event F1", "macro F1, known"], Figures = new FigureSet(name, FigureRole.Run, Figures(f1)),
            Beside = [new FigureSet("random", FigureRole.Control, Figures(0.1)), new FigureSet(Hostile, FigureRole.Baseline, Figures(0.4))],
            Recordings = [Recording(moments)], Incidents = [Found(), Missed()], Map = EmbeddingMap.Of(Points(), "all of them"),
            Confusions = DiagnosisRunReader.ConfusionsOf(outcomes), Reliability = Reliability.Of(outcomes, new HashSet<string>(["off_bus", "congestion"])),
            LeadTimes = LeadTimes.Of([("off_bus", 12), ("congestion", null), ("off_bus", -30)]),
            Sites = [new JudgedTestSite("r1", outcomes, [], 0, 1), new JudgedTestSite("r2", [Outcome("off_bus", 5, "congestion", 0.5)], [], 0, 1)], KnownClasses = ["off_bus", "congestion"],
        };
    }

    public static IncidentOutcome Outcome(string truth, double? delay, string said, double confidence)
    {
        var judged = new JudgedIncident(said, said, confidence, 1, true, 0.1, 0.5);
        return new IncidentOutcome("r1", "", truth, truth, delay, judged, delay is null ? null : judged);
    }

    private static ReportedRecording Recording(int moments)
    {
        double[] seconds = [.. Enumerable.Range(1, moments).Select(m => 5.0 * m)];
        double[] bins = [.. Enumerable.Range(1, 100).Select(b => seconds[^1] * b / 100)];
        var end = seconds[^1];
        return new ReportedRecording(
            "r1", SyntheticFrames.Start, end, bins, [.. new[] { "hardware", "network", "storage", "model" }.Select((layer, l) => new LayerLane(layer, [.. bins.Select((_, b) => b is > 20 and < 30 ? l + 1.0 : 0.2)]))],
            new Curve(seconds, [.. seconds.Select((at, i) => at > end * 0.2 && at < end * 0.3 ? 6 + Math.Sin(i) : Math.Sin(i * 0.7))]), 4,
            [new LabelledBand("f1", "off_bus", false, "node1/gpu0", end * 0.2, end * 0.3), new LabelledBand("b1", "checkpoint", true, "cluster", end * 0.6, end * 0.65), new LabelledBand("f2", Hostile, false, Hostile, end * 0.8, end * 0.85)]);
    }

    private static ReportedIncident Found()
    {
        double[] seconds = [.. Enumerable.Range(0, 60).Select(i => 500.0 + (5 * i))];
        Curve Of(Func<int, double> value) => new(seconds, [.. seconds.Select((_, i) => value(i))]);
        return new ReportedIncident
        {
            Id = "r1/1", Recording = "r1", Outcome = "found", Start = 600, Raised = 612, End = 900, TrueClass = "off_bus", TruePlace = "node1/gpu0", Stated = "off_bus", Confidence = 0.9,
            Classes = [new RankedName("off_bus", 0.9), new RankedName(Hostile, 0.1)], Places = [new RankedName("r1/node1", 0.8)], Severity = 0.4, PValue = 0.001,
            Evidence = new IncidentEvidence(
                [new RankedSignal("r1/node1/gpu0", Hostile, "hardware", "celsius", 2.5, "falls", 1, null, 70, Of(i => i is > 20 and < 24 ? double.NaN : 70 - i), Of(_ => 70), Of(_ => 68), Of(_ => 72))],
                [new RankedName("hardware", 3), new RankedName("model", -0.1)], [new SpreadStep(0, "r1/node1/gpu0", 2, EntityKind.Gpu, Hostile, ShiftDirection.Falls, "itself")],
                [new NearestIncident("train/1", "off_bus", 0.5)]),
        };
    }

    private static ReportedIncident Missed() => new()
    {
        Id = "f2", Recording = "r1", Outcome = "missed", Start = 2400, Raised = null, End = 2550, TrueClass = Hostile, TruePlace = Hostile, Stated = null, Confidence = double.NaN, Classes = [], Places = [],
    };

    private static EmbeddedPoint[] Points() =>
    [
        .. Enumerable.Range(0, 40).Select(i => new EmbeddedPoint(
            $"p{i}", i < 20 ? "normal" : Hostile, i % 2 == 0 ? "hardware" : "model", "gpu", i == 39, [i < 20 ? 0f : 10, MathF.Sin(i), MathF.Cos(2 * i)])),
    ];
}

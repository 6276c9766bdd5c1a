using Auscult.Evaluation.Metrics;
using Auscult.Evaluation.Protocols;
using Auscult.Evaluation.Results;
using Auscult.Evaluation.RootCause;

namespace Auscult.Evaluation.Tests.Report;

/// <summary>Results with one of everything, and with names that try to break out of the page.</summary>
internal static class SampleResults
{
    public const string Hostile = "<script>alert(\"x\" & 'y')</script>";

    public static EvaluationResults Create() => new()
    {
        Created = SyntheticFrames.Start,
        Program = "0.1.0",
        RunId = "0123456789abcdef",
        Checkpoint = "runs/x/checkpoints/step-1",
        Seconds = 12.5,
        Config = $"data:\n  source: {Hostile}\n",
        Notes = [$"a note about {Hostile}"],
        Data = new DataSummary
        {
            Dataset = $"lab {Hostile}",
            Fingerprint = "abc",
            Entities = [Hostile],
            StepSeconds = 1,
            SplitRows = new Dictionary<string, long>(StringComparer.Ordinal) { ["train"] = 1000, ["test"] = 500 },
            Layers = [new LayerSummary("Hardware", 3, 0.98)],
            Recordings = [new RecordingSummary(Hostile, SyntheticFrames.Start, 1500, 2, 1)],
            Classes = [new ClassSummary(Hostile, IsBenign: false, 2, 30), new ClassSummary("checkpoint", IsBenign: true, 1, double.NaN)],
        },
        Detection = [Detection()],
        RootCause = [RootCause()],
    };

    private static DetectionResults Detection() => new()
    {
        Protocol = "own",
        Description = "the split's training rows train, its test rows are judged",
        BufferLength = 30,
        Rows = 500,
        FaultRows = 40,
        Faults = 2,
        ThresholdRule = "val_threshold: 0.99 quantile",
        Detectors = [Row("random", 0.1), Row("window-statistics", 0.6), Row("encoder-smoothed", double.NaN)],
        Published = [new("PCA", 0.24)],
        Plots =
        [
            new SeriesPlot
            {
                Title = $"{Hostile}, protocol own",
                Start = SyntheticFrames.Start,
                SecondsPerPoint = 2,
                Borders = [2],
                Bands = [new PlotBand(1, 2, Hostile, IsBenign: false), new PlotBand(3, 4, "checkpoint", IsBenign: true)],
                Scores = [new PlotCurve("window-statistics", [1, 2, double.NaN, 500], [1, 3, double.NaN, 900], 2.5)],
                Signals = [new PlotCurve(Hostile, [0, 0, 1, 1], [1, 1, 2, 2], null)],
            },
        ],
    };

    private static DetectionRow Row(string name, double vusPr) => new()
    {
        Detector = name,
        IsCausal = true,
        Seconds = 0.5,
        Threshold = 2,
        Metrics = [new("vus_pr", vusPr), new("vus_roc", 0.8), new("auc_pr", 0.5), new("point_f1@val_threshold", 0.4)],
        FalseAlarmsPerDay = 1.5,
        Benign = [new BenignAlarms("checkpoint", 4, 1)],
    };

    private static RootCauseResults RootCause() => new()
    {
        Split = "by recording, leave one out",
        Classes = [Hostile, "disk"],
        ClassCounts = [3, 2],
        BlindDetector = "window-statistics",
        Rows =
        [
            Row("majority", "known", 0.3, RootCauseEvaluation.ControlNote, null),
            Row("nearest-neighbour", "known", 0.8, null, "rows before the faults give 0.90"),
            Row("nearest-neighbour", "blind", 0.5, null, "rows before the faults give 0.90"),
            Row("encoder", "known", 0.9, "a note", null),
        ],
    };

    private static RootCauseRow Row(string name, string interval, double value, string? note, string? meansNothing) => new()
    {
        Classifier = name,
        Note = note,
        Interval = interval,
        Incidents = 5,
        Missed = interval == "blind" ? 1 : 0,
        MacroF1 = new Figure(value, value - 0.1, value + 0.1),
        BalancedAccuracy = new Figure(value, double.NaN, double.NaN),
        Others = [new("ac@1", value), new("calibration_error", double.NaN)],
        Recalls = [0.5, double.NaN],
        Confusion = [[2, 1, 0], [0, 1, 1]],
        FaultFree = note is null ? new Figure(0.9, 0.8, 1) : null,
        Chance = note is null ? new ConfidenceInterval(0.1, 0.3) : null,
        MeansNothing = meansNothing,
    };
}

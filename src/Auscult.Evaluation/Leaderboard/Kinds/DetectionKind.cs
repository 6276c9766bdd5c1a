using System.Text.Json;
using Auscult.Evaluation.Metrics;
using Auscult.Evaluation.Protocols;
using Auscult.Foundation;
using Auscult.Learning.Training;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Windowing;

namespace Auscult.Evaluation.Leaderboard.Kinds;

/// <summary>Detectors by VUS-PR under the table's protocol.</summary>
internal sealed class DetectionKind(LeaderboardConfig config, TimeProvider clock) : ILeaderboardKind
{
    private const string TsbAd = "tsb-ad";
    private const string Own = "own";

    public FigureColumn Headline { get; } = new("vus_pr", "VUS-PR");

    public IReadOnlyList<FigureColumn> Columns { get; } =
    [
        new("vus_roc", "VUS-ROC"), new("auc_pr", "AUC-PR"), new("point_f1", "point F1"), new("event_f1", "event F1"),
        new("affiliation_f1", "affiliation F1"), new("false_alarms_per_day", "false alarms/day", 1),
    ];

    public IReadOnlyList<FigureColumn> ControlColumns { get; } = [new("shuffled", "shuffled"), new("fault_free", "before faults")];

    public string Resampled => config.Resample == ResampledUnit.Series ? "series" : "faults with the rows around them, within each series";

    public string AboutControls =>
        "Controls: `random` is noise, `position` knows only when a row is (time of day and length do not apply: scores see no interval). "
        + "*shuffled*: mean VUS-PR with all labels moved on together, ten times; *before faults*: fault rows taken out, the "
        + "rows just before each fault called the fault; what the score is above chance there, carried to the scale of the headline.";

    public string Breakdown => "VUS-PR by system";

    public IReadOnlyList<string> Methods => ControlDetectors.Names;

    public IReadOnlyList<string> Controls { get; } = [ControlDetectors.Random, ControlDetectors.Position];

    public string SettingsOf(LeaderboardSystem system) => string.Join(
        '\n', "detection", config.Protocol, config.Resample, config.NumResamples,
        JsonSerializer.Serialize(system.Evaluation.Threshold, SettingsJson.Default.ThresholdConfig), system.Evaluation.BufferLength);

    public double Statistic(IReadOnlyList<UnitOutcome> units) => units.Average(unit => unit.Value);

    public IMeasuredSystem Open(PreparedData data, LeaderboardSystem system)
    {
        var task = config.Protocol switch
        {
            Own => DetectionTasks.Own(data, system.Pipeline.Train.ExcludeFaults) with
            {
                StatedBufferLength = system.Evaluation.BufferLength,
            },
            TsbAd when system.Published is { } published => DetectionTasks.TsbAd(data, published),
            TsbAd => throw new InputException($"'{system.Name}' has no published train prefix", remedy: "choose protocol: own"),
            var unknown => throw new InputException(
                $"leaderboard.protocol: '{unknown}' is unknown", remedy: NearestName.Suggest(unknown, [Own, TsbAd])),
        };
        return task.FaultRows().Contains(true)
            ? new MeasuredDetection(task, system, config, new DetectionEvaluation(system.Evaluation.Threshold, clock))
            : throw new InputException(
                $"'{system.Name}': the judged rows hold no labelled fault", remedy: "choose another split or leave the system out");
    }
}

/// <summary>One series of a detection table.</summary>
internal sealed class MeasuredDetection(
    DetectionTask task, LeaderboardSystem system, LeaderboardConfig config, DetectionEvaluation evaluation) : IMeasuredSystem
{
    private const int NumShifts = 10;
    private readonly bool[] _labels = task.FaultRows();
    private readonly int _bufferLength = task.BufferLength();
    private readonly int[] _starts = Starts(task);

    public Measurement Measure(string method, Seeds seeds)
    {
        using var detector = ControlDetectors.Create(method, seeds);
        var outcome = evaluation.Measure(task, detector, _labels, _bufferLength);
        var scores = outcome.Judged;
        double VusPr(ScoredSeries? series) => series is null ? double.NaN : VolumeUnderSurface.Of(series, _bufferLength).Pr;
        var shuffled = Shuffled(_labels, scores, VusPr);
        return new Measurement
        {
            Metrics =
            [
                .. outcome.Row.Metrics.Select(metric => metric with { Name = metric.Name.Split('@')[0] }),
                new("false_alarms_per_day", outcome.Row.FalseAlarmsPerDay),
            ],
            Controls =
            [
                new("shuffled", shuffled.Average()), new("shuffled_high", shuffled.Max()),
                new("fault_free", FaultFree(scores, shuffled.Average(), VusPr)),
            ],
            Units = [new UnitOutcome(system.Name, system.Name, outcome.Row["vus_pr"])],
            Replicates = config.Resample == ResampledUnit.Series ? [] : Replicates(scores, VusPr),
            Notes =
            [
                $"{system.Name}: {task.Train.Sum(range => range.RowCount)} training rows, {_labels.Length} judged, "
                + $"{LabelSegment.In(_labels).Count} faults, W {_bufferLength}",
            ],
            IsLive = outcome.Row.IsCausal,
            Seconds = outcome.Row.Seconds,
        };
    }

    // The same shifts for every method.
    private static double[] Shuffled(bool[] labels, float[] scores, Func<ScoredSeries?, double> statistic)
    {
        var generator = new Seeds(1).Child("shifts").Generator();
        return [.. Enumerable.Range(0, NumShifts).Select(_ =>
            statistic(new ScoredSeries(LabelControls.Shifted(labels, generator.Next(1, labels.Length)), [.. scores])))];
    }

    /// <summary>
    /// Without the fault rows a larger share of rows is called a fault, which alone raises VUS-PR. So the part of the way from chance to 1
    /// that the score goes there is carried to the scale of the headline.
    /// </summary>
    private double FaultFree(float[] scores, double chance, Func<ScoredSeries?, double> statistic)
    {
        if (LabelControls.BeforeFaults(_labels, scores, _starts) is not { } series || series.PositiveCount == series.Count)
            return double.NaN;
        var raw = Array.ConvertAll(series.Scores.ToArray(), score => (float)score);
        var there = Shuffled(series.Labels.ToArray(), raw, statistic).Average();
        return chance + ((statistic(series) - there) / (1 - there) * (1 - chance));
    }

    private double[] Replicates(float[] scores, Func<ScoredSeries?, double> statistic)
    {
        var pieces = LabelControls.Pieces(_labels, _starts);
        return Bootstrap.Replicates(
            pieces.Count, chosen => statistic(LabelControls.Joined(_labels, scores, chosen.Select(i => pieces[i]))),
            new Seeds(1).Child($"incidents/{system.Name}").Generator(), config.NumResamples);
    }

    private static int[] Starts(DetectionTask task)
    {
        var starts = new List<int>();
        var offset = 0;
        foreach (var range in task.Scored)
        {
            starts.AddRange(RowRange.CutAtSegments(task.Frame.Schema, [range]).Select(piece => offset + piece.FirstRow - range.FirstRow));
            offset += range.RowCount;
        }
        return [.. starts];
    }
}

using Auscult.Foundation;
using Auscult.Learning.Training;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Loading.Smd;
using Auscult.Telemetry.Windowing;

namespace Auscult.Evaluation.Protocols;

/// <summary>A labelled interval on the rows of a frame.</summary>
/// <param name="Id">Id of the incident.</param>
/// <param name="Class">Its class.</param>
/// <param name="IsBenign">Whether it is a labelled negative.</param>
/// <param name="Rows">Its rows on the entity where it started.</param>
public sealed record LabelledRows(string Id, string Class, bool IsBenign, RowRange Rows);

/// <summary>
/// What a detection protocol fixes: which rows may be learned from, which set the threshold, which are judged, and their labels.
/// </summary>
public sealed record DetectionTask
{
    /// <summary>Name of the protocol, always printed beside its figures.</summary>
    public required string Protocol { get; init; }

    /// <summary>What the protocol means, in one line.</summary>
    public required string Description { get; init; }

    /// <summary>The rows that exist under this protocol.</summary>
    public required Frame Frame { get; init; }

    /// <summary>Rows that detectors learn from.</summary>
    public required IReadOnlyList<RowRange> Train { get; init; }

    /// <summary>
    /// Unlabelled rows outside <see cref="Train"/> whose scores set the threshold; empty when none were held out, and a part of the
    /// training rows takes their place.
    /// </summary>
    public IReadOnlyList<RowRange> Calibration { get; init; } = [];

    /// <summary>Suffix of thresholded metrics: <c>val_threshold</c>, or <c>train_threshold</c> where no rows were held out.</summary>
    public required string ThresholdRule { get; init; }

    /// <summary>Rows that are judged.</summary>
    public required IReadOnlyList<RowRange> Scored { get; init; }

    /// <summary>Labelled intervals, benign ones included.</summary>
    public required IReadOnlyList<LabelledRows> Labels { get; init; }

    /// <summary>Buffer length of VUS; null derives it from the judged rows.</summary>
    public int? StatedBufferLength { get; init; }

    /// <summary>Published VUS-PR under this protocol, method by method; empty where there is none.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Published { get; init; } = [];

    /// <summary>Whether each judged row lies in a fault, in the order of <see cref="Scored"/>.</summary>
    public bool[] FaultRows() => Mark(label => !label.IsBenign);

    /// <summary>Whether each judged row lies in any labelled interval, benign ones included.</summary>
    public bool[] LabelledRows() => Mark(_ => true);

    /// <summary>
    /// The buffer length of VUS: the stated one, else derived from the first signal of the judged rows of the first judged entity; unseen
    /// values repeat the last seen one.
    /// </summary>
    public int BufferLength()
    {
        if (StatedBufferLength is { } stated)
            return stated;
        var channel = new List<double>();
        var last = 0f;
        foreach (var range in Scored.Where(range => range.Entity == Scored[0].Entity))
        {
            var rows = Frame.Rows(range.Entity, range.FirstRow, range.RowCount);
            for (var i = 0; i < rows.Length; i += Frame.Schema.Signals.Count)
                channel.Add(last = float.IsNaN(rows[i]) ? last : rows[i]);
        }
        return Metrics.BufferLength.Of([.. channel]);
    }

    private bool[] Mark(Func<LabelledRows, bool> counts)
    {
        var marks = new bool[Scored.Sum(range => range.RowCount)];
        var offset = 0;
        foreach (var range in Scored)
        {
            foreach (var label in Labels.Where(label => counts(label) && label.Rows.Overlaps(range)))
            {
                var first = Math.Max(range.FirstRow, label.Rows.FirstRow);
                var end = Math.Min(range.EndRow, label.Rows.EndRow);
                marks.AsSpan(offset + first - range.FirstRow, end - first).Fill(true);
            }
            offset += range.RowCount;
        }
        return marks;
    }
}

/// <summary>The protocols under which detectors are compared.</summary>
public static class DetectionTasks
{
    /// <summary>The dataset's or configuration's own split: its training rows train, its test rows are judged.</summary>
    /// <param name="data">The dataset.</param>
    /// <param name="excludeFaults">
    /// Whether labelled faults are left out of the rows that set the threshold, as they are of training.
    /// </param>
    public static DetectionTask Own(PreparedData data, bool excludeFaults)
    {
        var labels = LabelsOf(data.Frame.Schema, data);
        var calibration = data.Split.Validation;
        return new DetectionTask
        {
            Protocol = "own",
            Description = "the split's training rows train, its test rows are judged",
            Frame = data.Frame,
            Train = data.TrainRows,
            Calibration = excludeFaults
                ? RowRange.Except(calibration, labels.Where(label => !label.IsBenign).Select(label => label.Rows))
                : calibration,
            ThresholdRule = calibration.Count > 0 ? "val_threshold" : "train_threshold",
            Scored = data.Split.Test,
            Labels = labels,
        };
    }

    /// <summary>
    /// TSB-AD's protocol on SMD: the test file alone, its given prefix trains, the whole file (prefix included) is judged.
    /// </summary>
    /// <param name="data">An SMD machine.</param>
    /// <param name="published">Its row in the published table.</param>
    public static DetectionTask TsbAd(PreparedData data, PublishedScores published)
    {
        var view = new RecordingView(data.Frame, "test");
        var offset = data.Frame.Schema.SegmentOf("test")!.FirstRow;
        if (published.TrainPrefix > view.Schema.RowCount)
            throw new InputException($"the published prefix of {published.TrainPrefix} rows exceeds the {view.Schema.RowCount} test rows");
        var prefix = new RowRange(0, 0, published.TrainPrefix);
        return new DetectionTask
        {
            Protocol = "tsb-ad",
            Description = $"the test file alone; its first {published.TrainPrefix} rows train, the whole file is judged",
            Frame = view,
            Train = [prefix],
            ThresholdRule = "train_threshold",
            Scored = [new RowRange(0, 0, view.Schema.RowCount)],
            Labels = [.. LabelsOf(data.Frame.Schema, data).Where(label => label.Rows.FirstRow >= offset)
                .Select(label => label with { Rows = label.Rows with { FirstRow = label.Rows.FirstRow - offset } })],
            Published = published.VusPr,
        };
    }

    private static IReadOnlyList<LabelledRows> LabelsOf(FrameSchema schema, PreparedData data)
    {
        var labels = new List<LabelledRows>();
        foreach (var incident in data.Dataset.Incidents)
        {
            if (IncidentRows.Of(schema, data.Dataset.Topology, incident) is { } rows)
                labels.Add(new LabelledRows(incident.Id, incident.FaultClass, incident.IsBenign, rows));
        }
        return labels;
    }
}

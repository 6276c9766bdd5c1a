using Auscult.Evaluation.Protocols;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;

namespace Auscult.Evaluation.Report.Runs;

/// <summary>The rows of one recording from the first to the last that a protocol judges.</summary>
internal sealed class JudgedRows
{
    private readonly DetectionTask _task;
    private readonly RowRange[] _judged;

    private JudgedRows(DetectionTask task, FrameSegment segment, RowRange[] judged)
    {
        (_task, _judged, Recording) = (task, judged, segment.Recording);
        (First, End) = (judged.Min(range => range.FirstRow), judged.Max(range => range.EndRow));
        Entities = [.. judged.Select(range => range.Entity).Distinct().Order()];
        Labels = [.. task.Labels.Where(label => judged.Any(label.Rows.Overlaps)).OrderBy(label => label.Rows.FirstRow)];
    }

    /// <summary>Name of the recording.</summary>
    public string Recording { get; }

    /// <summary>First judged row.</summary>
    public int First { get; }

    /// <summary>First row after the judged ones.</summary>
    public int End { get; }

    /// <summary>Number of rows.</summary>
    public int Count => End - First;

    /// <summary>Judged entities.</summary>
    public IReadOnlyList<int> Entities { get; }

    /// <summary>Labels with judged rows, in order of onset.</summary>
    public IReadOnlyList<LabelledRows> Labels { get; }

    /// <summary>The judged rows of a recording; null when there is none.</summary>
    public static JudgedRows? Of(DetectionTask task, FrameSegment segment)
    {
        RowRange[] judged = [.. RowRange.CutAtSegments(task.Frame.Schema, task.Scored).Where(range => range.FirstRow >= segment.FirstRow && range.EndRow <= segment.EndRow)];
        return judged.Length == 0 ? null : new JudgedRows(task, segment, judged);
    }

    /// <summary>Seconds from the first judged row to the beginning of a row.</summary>
    public double SecondsOf(int row) => Math.Clamp(row - First, 0, Count) * _task.Frame.Schema.Step.TotalSeconds;

    /// <summary>Whether a row of an entity is judged.</summary>
    public bool IsJudged(int entity, int row) => Array.Exists(_judged, range => range.Entity == entity && range.FirstRow <= row && row < range.EndRow);

    /// <summary>The largest score of any entity at each row; NaN where none is judged.</summary>
    public float[] Largest(IReadOnlyDictionary<int, float[]> scores)
    {
        var largest = new float[Count];
        Array.Fill(largest, float.NaN);
        foreach (var range in _judged)
        {
            for (var row = range.FirstRow; row < range.EndRow; row++)
            {
                var score = scores[range.Entity][row];
                if (!(largest[row - First] >= score) && float.IsFinite(score))
                    largest[row - First] = score;
            }
        }
        return largest;
    }

    /// <summary>The largest shifts of each layer at each row over the judged entities, <c>[row][layer]</c>.</summary>
    public double[][] Lanes(RobustScaler scaler) => Lanes(scaler, Entities);

    /// <summary>The largest shifts of each layer at each row of some entities.</summary>
    public double[][] Lanes(RobustScaler scaler, IReadOnlyList<int> entities)
    {
        var signals = _task.Frame.Schema.Signals;
        var lanes = new double[Count][];
        Parallel.For(0, Count, i =>
        {
            var largest = new LargestShifts();
            var scaled = new float[signals.Count];
            foreach (var entity in entities)
            {
                scaler.Transform(_task.Frame.Rows(entity, First + i, 1), scaled);
                for (var s = 0; s < scaled.Length; s++)
                    largest.Add(signals[s].Layer, Math.Abs(scaled[s]));
            }
            lanes[i] = largest.Means();
        });
        return lanes;
    }
}

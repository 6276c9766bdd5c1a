using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;

namespace Auscult.Evaluation.Protocols;

/// <summary>Judged rows of one entity side by side, as the horizontal axis of a plot.</summary>
internal sealed class PlotAxis(IReadOnlyList<RowRange> ranges, int rowsPerPoint)
{
    public delegate ReadOnlySpan<float> Values(RowRange range);

    public IReadOnlyList<int> Borders
    {
        get
        {
            var borders = new List<int>();
            var row = 0;
            foreach (var range in ranges.SkipLast(1))
                borders.Add((row += range.RowCount) / rowsPerPoint);
            return borders;
        }
    }

    public IReadOnlyList<PlotBand> Bands(IEnumerable<LabelledRows> labels)
    {
        var bands = new List<PlotBand>();
        foreach (var label in labels)
        {
            var offset = 0;
            foreach (var range in ranges)
            {
                var first = Math.Max(range.FirstRow, label.Rows.FirstRow);
                var end = Math.Min(range.EndRow, label.Rows.EndRow);
                if (end > first)
                {
                    var (left, right) = (offset + first - range.FirstRow, offset + end - range.FirstRow);
                    bands.Add(new PlotBand(left / rowsPerPoint, (right + rowsPerPoint - 1) / rowsPerPoint, label.Class, label.IsBenign));
                }
                offset += range.RowCount;
            }
        }
        return bands;
    }

    public float[] Gather(Values values)
    {
        var gathered = new List<float>();
        foreach (var range in ranges)
            gathered.AddRange(values(range));
        return [.. gathered];
    }

    public float[] Signal(Frame frame, int signal)
    {
        var column = new List<float>();
        foreach (var range in ranges)
        {
            var rows = frame.Rows(range.Entity, range.FirstRow, range.RowCount);
            for (var i = signal; i < rows.Length; i += frame.Schema.Signals.Count)
                column.Add(rows[i]);
        }
        return [.. column];
    }

    /// <summary>The signals whose median shift, in training spreads, is largest on average over the faults.</summary>
    public IReadOnlyList<int> TellingSignals(DetectionTask task, int entity, int count)
    {
        var faults = task.Labels.Where(label => !label.IsBenign && label.Rows.Entity == entity && ranges.Any(label.Rows.Overlaps)).ToArray();
        var scaler = RobustScaler.Fit(task.Frame, task.Train);
        var shifts = new double[task.Frame.Schema.Signals.Count];
        foreach (var fault in faults)
        {
            var rows = task.Frame.Rows(entity, fault.Rows.FirstRow, fault.Rows.RowCount).ToArray();
            scaler.Transform(rows, rows);
            for (var signal = 0; signal < shifts.Length; signal++)
            {
                var values = Enumerable.Range(0, fault.Rows.RowCount).Select(row => rows[(row * shifts.Length) + signal])
                    .Where(value => !float.IsNaN(value)).ToArray();
                Array.Sort(values);
                shifts[signal] += values.Length == 0 ? 0 : Math.Abs(values[values.Length / 2]);
            }
        }
        return [.. Enumerable.Range(0, shifts.Length).OrderByDescending(signal => shifts[signal]).Take(count)];
    }
}

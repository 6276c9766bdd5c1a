using System.Runtime.CompilerServices;
using Auscult.Telemetry.Domain;

namespace Auscult.Telemetry.Fusion;

/// <summary>Puts the samples of one signal of one entity on the grid. Not safe for several threads: it reuses buffers.</summary>
internal sealed class Resampler(TimeGrid grid, FusionConfig config)
{
    private readonly CounterRates _rates = new(grid);
    private readonly double[] _sums = new double[grid.RowCount];
    private readonly int[] _counts = new int[grid.RowCount];
    private double[] _gathered = [];

    /// <summary>Writes one value per row of the grid; NaN where nothing was seen.</summary>
    public void Resample(
        EntitySamples samples, double[] column, SignalKind kind, Resampling mode, Span<float> target, SplitCounts counts)
    {
        var values = samples.Gather(column, ref _gathered);
        target.Fill(float.NaN);
        switch (kind)
        {
            case SignalKind.Counter:
                _rates.Resample(samples, values, column, config.MaxGapSteps * grid.Step, target, counts);
                break;
            case SignalKind.Event:
                Events(samples, values, target);
                break;
            case SignalKind.State:
                State(samples, values, target);
                break;
            case SignalKind.Gauge:
            default:
                Gauge(samples, values, column, mode, target);
                break;
        }
        counts.ByRow(target, (part, rows) => (part.NonFinite += FloatColumns.MaskNonFinite(rows)) > 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Gauge(EntitySamples samples, ReadOnlySpan<double> values, double[] column, Resampling mode, Span<float> target)
    {
        var rows = samples.Rows.AsSpan(0, values.Length);
        if (samples.EveryRow)
        {
            FloatColumns.Narrow(values, target.Slice(rows[0], rows.Length));
        }
        else if (samples.OnePerRow)
        {
            for (var i = 0; i < rows.Length; i++)
                target[rows[i]] = (float)values[i];
        }
        else if (mode == Resampling.Mean)
        {
            Mean(rows, values, target);
        }
        else
        {
            for (var i = 0; i < rows.Length; i++)
            {
                var value = (float)values[i];
                ref var current = ref target[rows[i]];
                if (float.IsNaN(value))
                    continue;
                current = float.IsNaN(current) ? value : mode switch
                {
                    Resampling.Min => Math.Min(current, value),
                    Resampling.Max => Math.Max(current, value),
                    _ => value,
                };
            }
        }
        foreach (var held in samples.Held)
            target[held.Row] = target[held.Source];
        for (var run = 0; run < samples.Runs.Count; run++)
        {
            var interval = samples.IntervalOf(run, column);
            if (interval > samples.Runs[run].Interval)
                HoldSlow(samples, values, samples.Runs[run], interval, target);
        }
    }

    // The empty cells of a column that is sampled more slowly than its table say nothing.
    private void HoldSlow(EntitySamples samples, ReadOnlySpan<double> values, SampleRun run, long interval, Span<float> target)
    {
        var longest = (long)(interval * config.GaugeHoldIntervals);
        var (row, time) = (int.MaxValue, 0L);
        for (var i = run.Begin; i <= run.End; i++)
        {
            if (i < run.End && double.IsNaN(values[i]))
                continue;
            var end = i < run.End ? samples.Rows[i] : grid.Segments[run.Segment].EndRow;
            for (var next = (long)row + 1; next < end && grid.BeginOf(run.Segment, (int)next) - time <= longest; next++)
                target[(int)next] = target[row];
            if (i < run.End)
                (row, time) = (samples.Rows[i], samples.Times[i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Mean(ReadOnlySpan<int> rows, ReadOnlySpan<double> values, Span<float> target)
    {
        Array.Clear(_sums);
        Array.Clear(_counts);
        for (var i = 0; i < rows.Length; i++)
        {
            if (double.IsNaN(values[i]))
                continue;
            _sums[rows[i]] += values[i];
            _counts[rows[i]]++;
        }
        for (var row = 0; row < target.Length; row++)
        {
            if (_counts[row] > 0)
                target[row] = (float)(_sums[row] / _counts[row]);
        }
    }

    private void State(EntitySamples samples, ReadOnlySpan<double> values, Span<float> target)
    {
        var longest = (long)(config.MaxStateAgeSeconds * 1e6);
        foreach (var run in samples.Runs)
        {
            var (row, since, state) = (int.MaxValue, 0L, float.NaN);
            for (var i = run.Begin; i < run.End; i++)
            {
                if (double.IsNaN(values[i]))
                    continue;
                Hold(run.Segment, row, samples.Rows[i], since, longest, state, target);
                (row, since, state) = (samples.Rows[i], samples.Times[i], (float)values[i]);
                target[row] = state;
            }
            Hold(run.Segment, row, grid.Segments[run.Segment].EndRow, since, longest, state, target);
        }
    }

    private void Hold(int segment, int row, int end, long since, long longest, float state, Span<float> target)
    {
        for (var next = (long)row + 1; next < end && grid.BeginOf(segment, (int)next) - since <= longest; next++)
            target[(int)next] = state;
    }

    // No occurrence in a recording in which the entity was watched means zero of them, not "not seen".
    private void Events(EntitySamples samples, ReadOnlySpan<double> values, Span<float> target)
    {
        foreach (var run in samples.Runs)
        {
            var segment = grid.Segments[run.Segment];
            target.Slice(segment.FirstRow, segment.RowCount).Clear();
            for (var i = run.Begin; i < run.End; i++)
            {
                if (!double.IsNaN(values[i]))
                    target[samples.Rows[i]] += (float)values[i];
            }
        }
    }
}

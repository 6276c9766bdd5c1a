using System.Runtime.InteropServices;

namespace Auscult.Telemetry.Fusion;

/// <summary>Turns a running total into a rate per second.</summary>
/// <remarks>
/// The total is taken as linear between two neighbouring samples; the rate of a step is the increase within the part of the step that lies
/// between samples, per second of that part, and is seen when that part is at least half of the step. Over steps without reset or gap the
/// rates therefore add up to exactly what the counter counted, whatever the jitter of the samples. A decrease is one of three things:
/// <list type="bullet">
/// <item>an <b>overflow</b>, when whole numbers go from the last quarter below 2^32 (or 2^64) to the first quarter: the missing power of
/// two is added;</item>
/// <item>a <b>reset</b>, when the new value is below half of the last one and below the one before: what was counted since zero is the
/// increase;</item>
/// <item>a <b>step back</b> otherwise (a kernel's correction, samples of two clocks interleaved): the increases on both sides are not
/// seen.</item>
/// </list>
/// </remarks>
internal sealed class CounterRates(TimeGrid grid)
{
    private const double MicrosPerSecond = 1e6;
    private readonly double[] _increase = new double[grid.RowCount];
    private readonly long[] _covered = new long[grid.RowCount];

    private enum Change
    {
        Increase,
        Reset,
        StepBack,
    }

    public void Resample(
        EntitySamples samples, ReadOnlySpan<double> values, long longestGap, Span<float> target, ResampleCounts counts)
    {
        foreach (var run in samples.Runs)
        {
            var segment = grid.Segments[run.Segment];
            _increase.AsSpan(segment.FirstRow, segment.RowCount).Clear();
            _covered.AsSpan(segment.FirstRow, segment.RowCount).Clear();
            Spread(samples.Times, values, run, longestGap, counts);
            for (var row = segment.FirstRow; row < segment.EndRow; row++)
            {
                if (_covered[row] * 2 >= grid.Step)
                    target[row] = (float)(_increase[row] * MicrosPerSecond / _covered[row]);
            }
        }
    }

    private void Spread(long[] times, ReadOnlySpan<double> values, SampleRun run, long longestGap, ResampleCounts counts)
    {
        var (last, beforeLast, doubtful) = (-1, double.NaN, false);
        // An increase waits for the next change: a step back makes it doubtful in hindsight.
        Increase? waiting = null;
        for (var i = run.Begin; i < run.End; i++)
        {
            if (double.IsNaN(values[i]))
                continue;
            if (last >= 0)
            {
                var change = Classify(beforeLast, values[last], values[i], counts, out var increase);
                if (change != Change.StepBack)
                    Flush(run.Segment, waiting);
                waiting = null;
                if (times[i] - times[last] > longestGap)
                    counts.Gaps++;
                else if (change != Change.StepBack && !doubtful)
                    waiting = new Increase(times[last], times[i], increase);
                doubtful = change == Change.StepBack;
                beforeLast = values[last];
            }
            last = i;
        }
        Flush(run.Segment, waiting);
    }

    private void Flush(int segment, Increase? waiting)
    {
        if (waiting is not { } span)
            return;
        var perMicro = span.Amount / (span.To - span.From);
        var first = Math.Max(0, (span.From - grid.StartOf(segment)) / grid.Step) + grid.Segments[segment].FirstRow;
        for (var row = (int)first; row < grid.Segments[segment].EndRow; row++)
        {
            var begin = Math.Max(span.From, grid.BeginOf(segment, row));
            var end = Math.Min(span.To, grid.BeginOf(segment, row) + grid.Step);
            if (end <= begin)
                break;
            _increase[row] += perMicro * (end - begin);
            _covered[row] += end - begin;
        }
    }

    private static Change Classify(double beforeLast, double last, double value, ResampleCounts counts, out double increase)
    {
        increase = value - last;
        if (increase >= 0)
            return Change.Increase;
        if (OverflowAt(last, value) is var limit and > 0)
        {
            counts.Wraps++;
            increase += limit;
            return Change.Increase;
        }
        if (value >= 0 && value < last / 2 && !(value >= beforeLast))
        {
            counts.Resets++;
            increase = value;
            return Change.Reset;
        }
        counts.StepsBack++;
        return Change.StepBack;
    }

    private static double OverflowAt(double last, double value)
    {
        foreach (var limit in (ReadOnlySpan<double>)[4294967296.0, 18446744073709551616.0])
        {
            if (last >= limit * 0.75 && last < limit && value <= limit * 0.25 && value >= 0
                && Math.Floor(last) == last && Math.Floor(value) == value)
                return limit;
        }
        return 0;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Increase(long From, long To, double Amount);
}

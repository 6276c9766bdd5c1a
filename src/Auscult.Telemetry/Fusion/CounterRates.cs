using System.Runtime.CompilerServices;

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

    /// <param name="samples">When the counter was read.</param>
    /// <param name="values">What was read, one value per sample.</param>
    /// <param name="column">The column of the table.</param>
    /// <param name="shortestGap">Samples at most this many microseconds apart are never too far apart for a rate.</param>
    /// <param name="target">One rate per row; not written where there is none.</param>
    /// <param name="counts">What was met.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Resample(
        EntitySamples samples, ReadOnlySpan<double> values, double[] column, long shortestGap, Span<float> target, SplitCounts counts)
    {
        for (var number = 0; number < samples.Runs.Count; number++)
        {
            var run = samples.Runs[number];
            var segment = grid.Segments[run.Segment];
            var increase = _increase.AsSpan(segment.FirstRow, segment.RowCount);
            var covered = _covered.AsSpan(segment.FirstRow, segment.RowCount);
            increase.Clear();
            covered.Clear();
            var longestGap = Math.Max(shortestGap, samples.IntervalOf(number, column) * 5 / 2);
            Spread(samples, values, run, longestGap, samples.HasEarlierValue(number, column), counts);
            var rates = target.Slice(segment.FirstRow, segment.RowCount);
            var perStep = MicrosPerSecond / grid.Step;
            for (var row = 0; row < rates.Length; row++)
            {
                // Nearly every step is covered whole, and a division is slow.
                if (covered[row] == grid.Step)
                    rates[row] = (float)(increase[row] * perStep);
                else if (covered[row] * 2 >= grid.Step)
                    rates[row] = (float)(increase[row] * MicrosPerSecond / covered[row]);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Spread(EntitySamples samples, ReadOnlySpan<double> values, SampleRun run, long longestGap, bool hasEarlier, SplitCounts counts)
    {
        var times = samples.Times;
        var (before, last, amount) = (-1, -1, 0.0);
        // Whether the increase up to the last sample was spread, and whether it follows a step back.
        var (isSpread, isDoubtful) = (false, false);
        for (var i = run.Begin; i < run.End; i++)
        {
            var value = values[i];
            if (!double.IsFinite(value))
            {
                counts.At(times[i]).NonFinite += double.IsInfinity(value) ? 1 : 0;
                continue;
            }
            if (last >= 0)
            {
                var increase = value - values[last];
                var isGap = times[i] - times[last] > longestGap;
                if (isGap)
                {
                    // What comes after a gap is a new beginning: it says nothing about what was counted before it.
                    counts.At(times[i]).Gaps++;
                    (before, isSpread, isDoubtful) = (-1, false, false);
                    last = i;
                    continue;
                }
                var change = increase >= 0
                    ? Change.Increase
                    : Classify(before < 0 ? double.NaN : values[before], values[last], value, counts.At(times[i]), ref increase);
                if (change == Change.StepBack && isSpread)
                    Add(samples, run.Segment, before, last, -amount, -1);
                isSpread = change != Change.StepBack && !isDoubtful;
                if (isSpread)
                    Add(samples, run.Segment, last, i, increase, 1);
                (before, amount, isDoubtful) = (last, increase, change == Change.StepBack);
            }
            else if (hasEarlier)
            {
                counts.At(times[i]).Gaps++;
            }
            last = i;
        }
    }

    private void Add(EntitySamples samples, int segment, int from, int to, double amount, int sign)
    {
        var (start, end) = (samples.Times[from], samples.Times[to]);
        var (firstRow, lastRow) = (samples.StepRows[from], samples.StepRows[to]);
        var span = grid.Segments[segment];
        if (lastRow - firstRow <= 1 && firstRow >= span.FirstRow && lastRow < span.EndRow)
        {
            var inFirst = firstRow == lastRow ? 0 : grid.BeginOf(segment, lastRow) - start;
            var share = (double)inFirst / (end - start);
            _increase[firstRow] += amount * share;
            _covered[firstRow] += sign * inFirst;
            _increase[lastRow] += amount * (1 - share);
            _covered[lastRow] += sign * (end - start - inFirst);
            return;
        }
        var perMicro = amount / (end - start);
        for (var row = Math.Max(firstRow, span.FirstRow); row <= lastRow && row < span.EndRow; row++)
        {
            var begin = grid.BeginOf(segment, row);
            var within = Math.Min(end, begin + grid.Step) - Math.Max(start, begin);
            _increase[row] += perMicro * within;
            _covered[row] += sign * within;
        }
    }

    // What a decrease means; the increase is corrected for it.
    private static Change Classify(double beforeLast, double last, double value, ResampleCounts counts, ref double increase)
    {
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
}

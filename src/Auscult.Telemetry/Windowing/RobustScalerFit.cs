using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;

namespace Auscult.Telemetry.Windowing;

/// <summary>Median and spread of each signal over some rows.</summary>
internal static class RobustScalerFit
{
    // Signals gathered in one pass over the rows: enough to use whole cache lines, few enough to bound the copies.
    private const int BlockSize = 16;
    private const double NormalInterquartileRange = 1.349;

    public static SignalScale[] Fit(Frame frame, IReadOnlyList<RowRange> rows, RobustScalerConfig config)
    {
        var signals = frame.Schema.Signals;
        var scales = new SignalScale[signals.Count];
        var rowCount = rows.Sum(range => range.RowCount);
        var columns = new float[Math.Min(BlockSize, signals.Count)][];
        for (var i = 0; i < columns.Length; i++)
            columns[i] = new float[rowCount];
        for (var first = 0; first < signals.Count; first += BlockSize)
        {
            var counts = Gather(frame, rows, first, columns);
            var block = first;
            Parallel.For(0, counts.Length, () => new OrderStatistics(), (i, _, order) =>
            {
                scales[block + i] = Scale(signals[block + i], columns[i], counts[i], order, config);
                return order;
            }, _ => { });
        }
        return scales;
    }

    private static int[] Gather(Frame frame, IReadOnlyList<RowRange> rows, int first, float[][] columns)
    {
        var width = frame.Schema.Signals.Count;
        var block = Math.Min(columns.Length, width - first);
        var counts = new int[block];
        foreach (var range in rows)
        {
            var values = frame.Rows(range.Entity, range.FirstRow, range.RowCount);
            for (var row = 0; row < range.RowCount; row++)
            {
                var part = values.Slice((row * width) + first, block);
                for (var i = 0; i < part.Length; i++)
                {
                    if (!float.IsNaN(part[i]))
                        columns[i][counts[i]++] = part[i];
                }
            }
        }
        return counts;
    }

    private static SignalScale Scale(Signal signal, float[] values, int count, OrderStatistics order, RobustScalerConfig config)
    {
        if (count == 0)
            return new SignalScale(signal.Name, 0, 1, SignalScaleStatus.NeverSeen);
        order.Load(values, count);
        var median = order.Quantile(0.5);
        if (order.Smallest(0) == order.Smallest(count - 1))
        {
            var smallest = signal.Unit == "ratio" ? config.ConstantRatioSpread : config.ConstantSpread;
            var spread = Math.Max(smallest, config.ConstantShare * Math.Abs(median));
            return new SignalScale(signal.Name, (float)median, (float)spread, SignalScaleStatus.Constant);
        }
        var robust = (order.Quantile(0.75) - order.Quantile(0.25)) / NormalInterquartileRange;
        var floor = Math.Max(config.FloorShare * StandardDeviation(values.AsSpan(0, count)), float.Epsilon);
        return new SignalScale(signal.Name, (float)median, (float)Math.Max(robust, floor), SignalScaleStatus.Fitted);
    }

    private static double StandardDeviation(ReadOnlySpan<float> values)
    {
        var mean = 0.0;
        foreach (var value in values)
            mean += value;
        mean /= values.Length;
        var sum = 0.0;
        foreach (var value in values)
            sum += (value - mean) * (value - mean);
        return Math.Sqrt(sum / values.Length);
    }
}

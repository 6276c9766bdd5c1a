using Auscult.Evaluation.Metrics;
using Auscult.Learning.Heads;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;

namespace Auscult.Evaluation.RootCause;

/// <summary>
/// N-Sigma: how many deviations of the context the interval is from the mean of the context, at most (as in Lin et al. 2018 and the RCAEval
/// suite). Falls count like rises.
/// </summary>
/// <param name="frame">The values.</param>
public sealed class NSigmaRanker(Frame frame) : ISignalRanker
{
    /// <inheritdoc/>
    public string Name => "n-sigma";

    /// <inheritdoc/>
    public double[] Score(IncidentExample example) => ShiftColumns.Score(frame, example.Context, example.Fault, values =>
    {
        var mean = values.Average();
        return (mean, Math.Sqrt(values.Average(value => (value - mean) * (value - mean))));
    });
}

/// <summary>
/// The scorer of BARO (Pham, Ha and Zhang, FSE 2024) at the given onset: how many interquartile ranges of the context the interval is from the
/// median of the context, at most. Falls count like rises.
/// </summary>
/// <param name="frame">The values.</param>
public sealed class RobustShiftRanker(Frame frame) : ISignalRanker
{
    /// <inheritdoc/>
    public string Name => "robust-shift";

    /// <inheritdoc/>
    public double[] Score(IncidentExample example) => ShiftColumns.Score(frame, example.Context, example.Fault, MedianAndRange);

    internal static (double Centre, double Spread) MedianAndRange(double[] values)
    {
        Array.Sort(values);
        return (Quantiles.OfSorted(values, 0.5), Quantiles.OfSorted(values, 0.75) - Quantiles.OfSorted(values, 0.25));
    }
}

/// <summary>What shift rankers share.</summary>
internal static class ShiftColumns
{
    /// <summary>What stands in for the spread of a signal that rested: the scaler of the reference suite divides by 1 there.</summary>
    private const double RestingSpread = 1;

    /// <summary>Largest distance of each signal from what it is before, in spreads; 0 where a side was not seen.</summary>
    public static double[] Score(Frame frame, RowRange before, RowRange during, Func<double[], (double Centre, double Spread)> normality)
    {
        var scores = new double[frame.Schema.Signals.Count];
        for (var signal = 0; signal < scores.Length; signal++)
        {
            var (normal, fault) = (Of(frame, before, signal), Of(frame, during, signal));
            if (normal.Length == 0 || fault.Length == 0)
                continue;
            var (centre, spread) = normality(normal);
            scores[signal] = fault.Max(value => Math.Abs(value - centre)) / (spread > 0 ? spread : RestingSpread);
        }
        return scores;
    }

    /// <summary>The values of one signal that were seen, in order of time.</summary>
    public static double[] Of(Frame frame, RowRange range, int signal)
    {
        var width = frame.Schema.Signals.Count;
        var rows = frame.Rows(range.Entity, range.FirstRow, range.RowCount);
        var values = new List<double>(range.RowCount);
        for (var i = signal; i < rows.Length; i += width)
        {
            if (float.IsFinite(rows[i]))
                values.Add(rows[i]);
        }
        return [.. values];
    }
}

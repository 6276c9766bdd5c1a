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
/// The scorer of BARO (Pham, Ha and Zhang, FSE 2024) at the given onset: how many interquartile ranges of the context the interval is from
/// the median of the context, at most. Falls count like rises.
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
            var (normal, fault) = (before.Seen(frame, signal), during.Seen(frame, signal));
            if (normal.Length == 0 || fault.Length == 0)
                continue;
            var (centre, spread) = normality(normal);
            scores[signal] = fault.Max(value => Math.Abs(value - centre)) / (spread > 0 ? spread : RestingSpread);
        }
        return scores;
    }
}

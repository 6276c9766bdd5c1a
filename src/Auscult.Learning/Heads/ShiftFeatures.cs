using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;

namespace Auscult.Learning.Heads;

/// <summary>
/// How far each signal moved from its context to the fault: robust z-scores by the context rows, then <c>asinh</c> of their mean and
/// of their median over the fault, and the change of the share of rows in which the signal was seen.
/// </summary>
/// <param name="frame">The values.</param>
/// <param name="scaler">Gives a floor to the spread of signals that rest during the context.</param>
public sealed class ShiftFeatures(Frame frame, RobustScaler scaler)
{
    /// <summary>Numbers per signal.</summary>
    public const int PerSignal = 3;

    private const double FloorShare = 0.1;
    private const double NormalInterquartileRange = 1.349;

    /// <summary>Features <c>[signal, 3]</c>: mean shift, median shift, change of presence. 0 where nothing can be said.</summary>
    public double[] Of(IncidentExample example)
    {
        scaler.RequireSignalsOf(frame.Schema);
        var width = frame.Schema.Signals.Count;
        var features = new double[width * PerSignal];
        for (var s = 0; s < width; s++)
        {
            var context = Column(example.Context, s);
            var fault = Column(example.Fault, s);
            features[(s * PerSignal) + 2] = Share(fault, example.Fault) - Share(context, example.Context);
            if (fault.Length == 0)
                continue;
            var (centre, spread) = Normality(context, scaler.Signals[s]);
            features[s * PerSignal] = Math.Asinh((fault.Average() - centre) / spread);
            features[(s * PerSignal) + 1] = Math.Asinh((Quantile(fault, 0.5) - centre) / spread);
        }
        return features;
    }

    private static (double Centre, double Spread) Normality(double[] context, SignalScale scale)
    {
        if (context.Length == 0)
            return (scale.Median, scale.Spread);
        var spread = (Quantile(context, 0.75) - Quantile(context, 0.25)) / NormalInterquartileRange;
        return (Quantile(context, 0.5), Math.Max(spread, FloorShare * scale.Spread));
    }

    /// <summary>The values of one signal in a range that were seen, sorted.</summary>
    private double[] Column(RowRange range, int signal)
    {
        var values = range.Seen(frame, signal);
        Array.Sort(values);
        return values;
    }

    private static double Share(double[] seen, RowRange range) => seen.Length / (double)Math.Max(1, range.RowCount);

    private static double Quantile(double[] sorted, double share)
    {
        var position = share * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }
}

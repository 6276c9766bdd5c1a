using Auscult.Evaluation.Metrics;

namespace Auscult.Evaluation.Realism;

/// <summary>Says a difference in words.</summary>
internal static class FigureSentence
{
    public static string Of(
        FigureKind kind, double real, ConfidenceInterval range, double simulated, double distance, bool isNear, bool isInside)
    {
        if (double.IsNaN(simulated))
            return "The simulated telemetry does not show it.";
        if (double.IsNaN(real))
            return "The real telemetry does not show it.";
        if (isNear)
            return kind.Scale == FigureScale.Ratio ? $"As in reality, {Times(distance)}." : $"As in reality, {Points(distance)} apart.";
        if (isInside)
            return $"Within what real recordings have, {Number(range.Low)} to {Number(range.High)}.";
        var words = simulated > real ? kind.TooHigh : kind.TooLow;
        return kind.Scale == FigureScale.Ratio ? $"{words}: {Times(distance)}." : $"{words}: {Points(distance)}.";
    }

    public static string OfSample(double[] real, double[] simulated, double distance, double own)
    {
        var (wide, narrow) = (Quantiles.Of(simulated, 0.95) - Quantiles.Of(simulated, 0.05), Quantiles.Of(real, 0.95) - Quantiles.Of(real, 0.05));
        var (here, there) = (Quantiles.Of(simulated, 0.5), Quantiles.Of(real, 0.5));
        var width = narrow > 0 ? $"the central 90 % are {Number(wide / narrow)} times as wide as in reality" : "in reality the central 90 % are one value";
        var level = Math.Abs(here - there) <= 0.1 * Math.Max(wide, narrow) ? "Same median" : $"Median {Number(here)} against {Number(there)}";
        var against = double.IsNaN(own)
            ? ""
            : distance <= own ? "; real recordings differ more from each other" : $"; real recordings differ by {own:0.00} from each other";
        return $"{level}, {width}{against}.";
    }

    /// <summary>A number in three digits.</summary>
    public static string Number(double value) => Math.Abs(value) switch
    {
        double.NaN => "–",
        0 => "0",
        >= 1e6 or < 1e-3 => value.ToString("0.00e0"),
        >= 1000 => value.ToString("#,0"),
        >= 100 => value.ToString("0"),
        >= 10 => value.ToString("0.0"),
        >= 1 => value.ToString("0.00"),
        _ => value.ToString("0.000"),
    };

    private static string Times(double ratio) => $"{Number(ratio)} times the real figure";

    private static string Points(double difference) => difference.ToString("+0.00;-0.00;0.00");
}

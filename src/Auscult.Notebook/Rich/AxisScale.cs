using static Auscult.Evaluation.Report.Html;

namespace Auscult.Notebook.Rich;

/// <summary>Maps values to a stretch of pixels and knows where round values lie.</summary>
/// <param name="Low">Smallest value.</param>
/// <param name="High">Largest value.</param>
/// <param name="Start">Pixel of <paramref name="Low"/>.</param>
/// <param name="End">Pixel of <paramref name="High"/>.</param>
/// <param name="IsLogarithmic">Equal factors take equal space.</param>
internal readonly record struct AxisScale(double Low, double High, double Start, double End, bool IsLogarithmic)
{
    private const int WantedTicks = 6;

    /// <summary>A scale that holds every finite value, with some air (logarithmic: every positive one).</summary>
    public static AxisScale Over(IEnumerable<double> values, double start, double end, bool isLogarithmic, double air)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
        {
            if (double.IsFinite(value) && (value > 0 || !isLogarithmic))
                (low, high) = (Math.Min(low, value), Math.Max(high, value));
        }
        if (low > high)
            (low, high) = (isLogarithmic ? 0.1 : 0, 1);
        if (isLogarithmic)
        {
            var factor = Math.Max(Math.Pow(high / low, air), low.Equals(high) ? 2 : 1);
            return new AxisScale(low / factor, high * factor, start, end, IsLogarithmic: true);
        }
        var margin = low.Equals(high) ? Math.Max(1, Math.Abs(low)) * 0.5 : (high - low) * air;
        return new AxisScale(low - margin, high + margin, start, end, IsLogarithmic: false);
    }

    /// <summary>The pixel of a value; values beyond the ends stay outside, NaN stays NaN.</summary>
    public double this[double value] => Start + ((End - Start) * (IsLogarithmic
        ? value > 0 ? Math.Log(value / Low) / Math.Log(High / Low) : double.NaN
        : (value - Low) / (High - Low)));

    /// <summary>Round values within the ends with their labels.</summary>
    public IEnumerable<(double Value, string Label)> Ticks()
    {
        if (IsLogarithmic && High / Low >= 10)
        {
            for (var power = Math.Ceiling(Math.Log10(Low)); power <= Math.Log10(High); power++)
                yield return (Math.Pow(10, power), Quantity(Math.Pow(10, power)));
            yield break;
        }
        var step = RoundStep((High - Low) / WantedTicks);
        var (unit, suffix) = Math.Max(Math.Abs(Low), Math.Abs(High)) switch
        {
            >= 1e12 => (1e12, "T"),
            >= 1e9 => (1e9, "G"),
            >= 1e6 => (1e6, "M"),
            _ => (1.0, ""),
        };
        var decimals = Math.Clamp(-(int)Math.Floor(Math.Log10(step / unit)), 0, 9);
        for (var i = Math.Ceiling(Low / step); i * step <= High; i++)
        {
            // Rounded first, so that no zero gets a sign.
            var value = Math.Round(i * step / unit, decimals) + 0.0;
            yield return (i * step, value.ToString($"#,0.{new string('#', decimals)}") + (value.Equals(0) ? "" : suffix));
        }
    }

    private static double RoundStep(double step)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(step)));
        return (step / power) switch
        {
            <= 1 => power,
            <= 2 => 2 * power,
            <= 5 => 5 * power,
            _ => 10 * power,
        };
    }
}

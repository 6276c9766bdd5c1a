using System.Globalization;

namespace Auscult.Sweeps.Space;

/// <summary>One dimension of the search. A place in it is a number: an index of the choices, or the value itself.</summary>
/// <param name="Name">The configuration key.</param>
public abstract record SearchParameter(string Name)
{
    /// <summary>Number of different places; null when they are a continuum.</summary>
    public abstract int? Count { get; }

    /// <summary>A draw from the parameter's own distribution.</summary>
    public abstract double Sample(Random generator);

    /// <summary>The place with some index below <see cref="Count"/>.</summary>
    public abstract double At(int index);

    /// <summary>The value as it is given to a trial.</summary>
    public abstract string Text(double place);

    /// <summary>The place of a text that <see cref="Text"/> wrote; NaN when it is none of this parameter's.</summary>
    public abstract double Parse(string text);
}

/// <summary>One of some values.</summary>
/// <param name="Name">The configuration key.</param>
/// <param name="Choices">The values as text.</param>
/// <param name="Weights">Weight of each, summing to 1.</param>
public sealed record CategoricalParameter(string Name, IReadOnlyList<string> Choices, IReadOnlyList<double> Weights) : SearchParameter(Name)
{
    /// <inheritdoc/>
    public override int? Count => Choices.Count;

    /// <inheritdoc/>
    public override double Sample(Random generator) => Draw(Weights, generator);

    /// <inheritdoc/>
    public override double At(int index) => index;

    /// <inheritdoc/>
    public override string Text(double place) => Choices[(int)place];

    /// <inheritdoc/>
    public override double Parse(string text)
    {
        for (var i = 0; i < Choices.Count; i++)
        {
            if (Choices[i] == text)
                return i;
        }
        return double.NaN;
    }

    /// <summary>An index with the probability of its weight; the weights sum to 1.</summary>
    internal static int Draw(IReadOnlyList<double> weights, Random generator)
    {
        var left = generator.NextDouble();
        var last = 0;
        for (var i = 0; i < weights.Count; i++)
        {
            if (weights[i] <= 0)
                continue;
            last = i;
            left -= weights[i];
            if (left < 0)
                break;
        }
        return last;
    }
}

/// <summary>A number, on a grid or not, uniform or uniform in the logarithm.</summary>
/// <param name="Name">The configuration key.</param>
/// <param name="Low">Lowest value.</param>
/// <param name="High">Highest value.</param>
/// <param name="Step">Values are multiples of this; 0: any.</param>
/// <param name="IsLog">Whether equal ratios, not equal differences, are equally likely.</param>
public sealed record NumericParameter(string Name, double Low, double High, double Step, bool IsLog) : SearchParameter(Name)
{
    /// <inheritdoc/>
    public override int? Count => Step == 0
        ? Low == High ? 1 : null
        : (int)Math.Min(int.MaxValue, Math.Round((High - Low) / Step) + 1);

    /// <summary>Whether no value lies between the bounds.</summary>
    public bool IsEmpty => Low > High;

    /// <summary>Lower end of the axis on which kernels lie: half a step below <see cref="Low"/>, in the logarithm where that is uniform.</summary>
    public double AxisLow => Axis(Low - (Step / 2));

    /// <summary>Upper end of the axis.</summary>
    public double AxisHigh => Axis(High + (Step / 2));

    /// <summary>The parameter that a sweep file describes.</summary>
    public static NumericParameter Of(string name, Specification.ParameterConfig config)
    {
        var kind = config.Kind.ToString();
        var isLog = kind.Contains("LogUniform", StringComparison.Ordinal);
        var isExponent = isLog && !kind.EndsWith("Values", StringComparison.Ordinal);
        var (min, max) = (config.Min!.Value, config.Max!.Value);
        if (isExponent)
            (min, max) = (Math.Exp(min), Math.Exp(max));
        var isStepped = kind[0] == 'Q' || config.Kind == Specification.ParameterDistribution.IntUniform;
        var step = isStepped ? config.Q ?? 1 : 0;
        return isStepped
            ? new NumericParameter(name, Multiple(Math.Ceiling(Tidy(min / step)), step), Multiple(Math.Floor(Tidy(max / step)), step), step, isLog)
            : new NumericParameter(name, min, max, 0, isLog);
    }

    /// <inheritdoc/>
    public override double Sample(Random generator) => FromAxis(AxisLow + (generator.NextDouble() * (AxisHigh - AxisLow)));

    /// <inheritdoc/>
    public override double At(int index) => Step == 0 ? Low : Clip(Multiple(Math.Round(Low / Step) + index, Step));

    /// <inheritdoc/>
    public override string Text(double place) =>
        double.IsInteger(place) && Math.Abs(place) < 1e15 ? place.ToString("0", CultureInfo.InvariantCulture) : place.ToString("R", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override double Parse(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= Low && value <= High ? value : double.NaN;

    /// <summary>A value's place on the axis of kernels.</summary>
    public double Axis(double value) => IsLog ? Math.Log(Math.Max(value, double.Epsilon)) : value;

    /// <summary>The value at a place of the axis: a multiple of the step, or six significant digits; never outside the bounds.</summary>
    public double FromAxis(double place)
    {
        var value = IsLog ? Math.Exp(place) : place;
        return Clip(Step == 0 ? Significant(value, 6) : Multiple(Math.Round(value / Step), Step));
    }

    private double Clip(double value) => Math.Clamp(value, Low, High);

    private static double Multiple(double count, double step) => Significant(count * step, 12);

    // What a quotient such as 0.3 / 0.1 should have been.
    private static double Tidy(double value) => Significant(value, 12);

    private static double Significant(double value, int digits) =>
        double.Parse(value.ToString("G" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}

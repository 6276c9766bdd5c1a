using Auscult.Sweeps.Specification;

namespace Auscult.Sweeps.Space;

/// <summary>All dimensions of a search. A point has one place for each, in their order.</summary>
/// <param name="Parameters">The dimensions, in the order of the sweep file.</param>
public sealed record SearchSpace(IReadOnlyList<SearchParameter> Parameters)
{
    /// <summary>The space that a sweep file describes.</summary>
    public static SearchSpace Of(SweepConfig config) => new([.. config.Parameters.Select(entry => Of(entry.Key, entry.Value))]);

    /// <summary>Number of different points; null when there is a continuum.</summary>
    public long? Count => Parameters.Aggregate((long?)1, (product, parameter) =>
        product is { } sofar && parameter.Count is { } count ? (long)Math.Min((double)sofar * count, 1e15) : null);

    /// <summary>The point with some index below <see cref="Count"/>; the last parameter changes first.</summary>
    public double[] At(long index)
    {
        var point = new double[Parameters.Count];
        for (var d = point.Length - 1; d >= 0; d--)
        {
            var count = Parameters[d].Count!.Value;
            point[d] = Parameters[d].At((int)(index % count));
            index /= count;
        }
        return point;
    }

    /// <summary>Independent draws of every parameter.</summary>
    public double[] Sample(Random generator) => [.. Parameters.Select(parameter => parameter.Sample(generator))];

    /// <summary>Key to value, as a trial gets them.</summary>
    public IReadOnlyDictionary<string, string> Texts(double[] point) =>
        Parameters.Select((parameter, d) => (parameter.Name, Text: parameter.Text(point[d]))).ToDictionary(p => p.Name, p => p.Text, StringComparer.Ordinal);

    /// <summary>The point of some texts; null when one is missing or is none of its parameter's.</summary>
    public double[]? Parse(IReadOnlyDictionary<string, string> texts)
    {
        double[] point = [.. Parameters.Select(parameter => texts.TryGetValue(parameter.Name, out var text) ? parameter.Parse(text) : double.NaN)];
        return point.Any(double.IsNaN) ? null : point;
    }

    private static SearchParameter Of(string name, ParameterConfig config) => config.Kind switch
    {
        ParameterDistribution.Constant => new CategoricalParameter(name, [config.Value!], [1]),
        ParameterDistribution.Categorical => new CategoricalParameter(name, config.Values!, Normalised(config.Probabilities, config.Values!.Count)),
        _ => NumericParameter.Of(name, config),
    };

    private static double[] Normalised(IReadOnlyList<double>? weights, int count) =>
        weights is null ? [.. Enumerable.Repeat(1.0 / count, count)] : [.. weights.Select(weight => weight / weights.Sum())];
}

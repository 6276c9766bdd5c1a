using Auscult.Sweeps.Space;
using MathNet.Numerics.Distributions;

namespace Auscult.Sweeps.Search;

/// <summary>A density over the places of one parameter.</summary>
internal interface IDensity
{
    double Sample(Random generator);

    double LogDensity(double place);
}

/// <summary>Weights of trials in a mixture: the last 25 count alike, older ones less and less (Optuna's default).</summary>
internal static class TrialWeights
{
    private const int Full = 25;

    /// <summary><c>[trial]</c> and the prior as the last one; they sum to 1.</summary>
    public static double[] With(int numTrials, double priorWeight)
    {
        var ramp = Math.Max(0, numTrials - Full);
        var weights = new double[numTrials + 1];
        for (var i = 0; i < numTrials; i++)
            weights[i] = i >= ramp ? 1 : ramp == 1 ? 1.0 / numTrials : (1.0 / numTrials) + ((1 - (1.0 / numTrials)) * i / (ramp - 1));
        weights[numTrials] = priorWeight;
        var sum = weights.Sum();
        return Array.ConvertAll(weights, weight => weight / sum);
    }
}

/// <summary>Shares of the choices: each trial adds to its own, the prior to all by their weights.</summary>
internal sealed class CategoricalDensity : IDensity
{
    private readonly double[] _shares;

    public CategoricalDensity(CategoricalParameter parameter, double[] places, double priorWeight)
    {
        var weights = TrialWeights.With(places.Length, priorWeight);
        var smear = priorWeight / (places.Length + 1);
        _shares = new double[parameter.Choices.Count];
        for (var i = 0; i < weights.Length; i++)
        {
            // A trial's own distribution: all of it at its choice, but for the smear.
            var total = smear + (i < places.Length ? 1 : 0);
            for (var c = 0; c < _shares.Length; c++)
                _shares[c] += weights[i] * ((smear * parameter.Weights[c]) + (i < places.Length && (int)places[i] == c ? 1 : 0)) / total;
        }
    }

    public double Sample(Random generator) => CategoricalParameter.Draw(_shares, generator);

    public double LogDensity(double place) => Math.Log(_shares[(int)place]);
}

/// <summary>
/// Normal kernels at the trials and one wide kernel over the whole range, all cut at its ends. A kernel's width is the larger gap to its
/// neighbours, at least the range over min(100, 2 + trials) ("magic clip").
/// </summary>
internal sealed class ParzenDensity : IDensity
{
    private readonly NumericParameter _parameter;
    private readonly double[] _weights;
    private readonly double[] _means;
    private readonly double[] _widths;
    private readonly double[] _masses;
    private readonly double _low;
    private readonly double _high;

    public ParzenDensity(NumericParameter parameter, double[] places, double priorWeight)
    {
        _parameter = parameter;
        (_low, _high) = (parameter.AxisLow, parameter.AxisHigh);
        _weights = TrialWeights.With(places.Length, priorWeight);
        _means = [.. places.Select(parameter.Axis), (_low + _high) / 2];
        _widths = Widths(_means, _low, _high);
        _masses = [.. _means.Select((mean, i) => Mass(i, _low, _high))];
    }

    public double Sample(Random generator)
    {
        var kernel = CategoricalParameter.Draw(_weights, generator);
        var (mean, width) = (_means[kernel], _widths[kernel]);
        var below = Normal.CDF(mean, width, _low);
        var share = Math.Clamp(below + (generator.NextDouble() * _masses[kernel]), 1e-300, 1 - 1e-16);
        return _parameter.FromAxis(Math.Clamp(Normal.InvCDF(mean, width, share), _low, _high));
    }

    public double LogDensity(double place)
    {
        var x = _parameter.Axis(place);
        var half = _parameter.Step / 2;
        var isGrid = _parameter is { Step: > 0, IsLog: false };
        var density = 0.0;
        for (var i = 0; i < _means.Length; i++)
            density += _weights[i] * (isGrid ? Mass(i, x - half, x + half) : Normal.PDF(_means[i], _widths[i], x)) / _masses[i];
        return Math.Log(density);
    }

    /// <summary>Width of each kernel; the last mean is the prior's, which spans the whole range.</summary>
    internal static double[] Widths(double[] means, double low, double high)
    {
        var range = high - low;
        var least = range / Math.Min(100, 1.0 + means.Length);
        int[] order = [.. Enumerable.Range(0, means.Length).OrderBy(i => means[i])];
        var widths = new double[means.Length];
        for (var k = 0; k < order.Length; k++)
        {
            var below = means[order[k]] - (k > 0 ? means[order[k - 1]] : low);
            var above = (k < order.Length - 1 ? means[order[k + 1]] : high) - means[order[k]];
            // The ends of the range are no neighbours, unless there is only one mean.
            var gap = order.Length == 1 ? Math.Max(below, above) : k == 0 ? above : k == order.Length - 1 ? below : Math.Max(below, above);
            widths[order[k]] = Math.Clamp(gap, least, range);
        }
        widths[^1] = range;
        return widths;
    }

    private double Mass(int kernel, double from, double to) =>
        Normal.CDF(_means[kernel], _widths[kernel], to) - Normal.CDF(_means[kernel], _widths[kernel], from);
}

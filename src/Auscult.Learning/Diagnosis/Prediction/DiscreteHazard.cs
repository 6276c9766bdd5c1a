namespace Auscult.Learning.Diagnosis.Prediction;

/// <summary>
/// Probability of an onset within each horizon, in discrete time (Cox 1972; Tutz and Schmid 2016): one logistic hazard per interval given that there
/// was no onset before it. What accumulates over the intervals cannot fall with the horizon.
/// </summary>
/// <param name="Mean">Mean of each feature.</param>
/// <param name="Scale">Factor on each feature; 0 for features that never varied.</param>
/// <param name="Weights"><c>[interval][feature]</c>.</param>
/// <param name="Bias"><c>[interval]</c>.</param>
public sealed record DiscreteHazard(float[] Mean, float[] Scale, float[][] Weights, float[] Bias)
{
    /// <summary>Slope and offset that turn the logit of each interval into a calibrated one; slopes are not negative.</summary>
    public IReadOnlyList<PlattScale> Calibration { get; init; } = [.. Bias.Select(_ => PlattScale.None)];

    /// <summary>Logit of the hazard of each interval, not calibrated.</summary>
    public double[] Logits(ReadOnlySpan<float> features)
    {
        var logits = Array.ConvertAll(Bias, bias => (double)bias);
        for (var f = 0; f < features.Length; f++)
        {
            var value = (features[f] - Mean[f]) * Scale[f];
            for (var k = 0; k < logits.Length && value != 0; k++)
                logits[k] += Weights[k][f] * value;
        }
        return logits;
    }

    /// <summary>Calibrated probability of an onset until the end of each interval; never falls.</summary>
    public double[] Cumulative(ReadOnlySpan<float> features)
    {
        var result = Logits(features);
        var survival = 1.0;
        for (var k = 0; k < result.Length; k++)
        {
            survival *= 1 - Calibration[k].Probability(result[k]);
            result[k] = 1 - survival;
        }
        return result;
    }

    /// <summary>How much each feature adds to the logit of an interval.</summary>
    public double[] Contributions(ReadOnlySpan<float> features, int interval)
    {
        var result = new double[features.Length];
        for (var f = 0; f < result.Length; f++)
            result[f] = Weights[interval][f] * (features[f] - Mean[f]) * Scale[f] * Calibration[interval].Slope;
        return result;
    }

    /// <summary>Begin and end of an interval.</summary>
    public static (double From, double To) Interval(IReadOnlyList<double> horizons, int interval) =>
        (interval == 0 ? 0 : horizons[interval - 1], horizons[interval]);
}

/// <summary>Calibration of a logit (Platt 1999).</summary>
/// <param name="Slope">Factor, at least 0.</param>
/// <param name="Offset">Added to it.</param>
public sealed record PlattScale(double Slope, double Offset)
{
    private const double Prior = 1;
    private const int Steps = 50;

    /// <summary>Leaves a logit as it is.</summary>
    public static PlattScale None { get; } = new(1, 0);

    /// <summary>The calibrated probability.</summary>
    public double Probability(double logit) => 1 / (1 + Math.Exp(-((Slope * logit) + Offset)));

    /// <summary>Fits by Newton's method, the slope held near 1 by a normal prior, so that few positives do not make it steep.</summary>
    /// <param name="cases">Logits, what followed, and how many rows each stands for.</param>
    public static PlattScale Fit(IReadOnlyList<(double Logit, bool IsOnset, double Weight)> cases)
    {
        var (slope, offset) = (1.0, 0.0);
        for (var step = 0; step < Steps; step++)
        {
            var (g0, g1, h00, h01, h11) = (Prior * (slope - 1), 1e-3 * offset, Prior, 0.0, 1e-3);
            foreach (var (logit, isOnset, count) in cases)
            {
                var p = 1 / (1 + Math.Exp(-((slope * logit) + offset)));
                var (error, weight) = (count * (p - (isOnset ? 1 : 0)), count * p * (1 - p));
                (g0, g1) = (g0 + (error * logit), g1 + error);
                (h00, h01, h11) = (h00 + (weight * logit * logit), h01 + (weight * logit), h11 + weight);
            }
            var det = (h00 * h11) - (h01 * h01);
            if (det < 1e-12)
                break;
            var (d0, d1) = (((h11 * g0) - (h01 * g1)) / det, ((h00 * g1) - (h01 * g0)) / det);
            var damping = Math.Min(1, 2 / Math.Max(1e-9, Math.Max(Math.Abs(d0), Math.Abs(d1))));
            (slope, offset) = (Math.Max(0, slope - (damping * d0)), offset - (damping * d1));
            if (Math.Abs(d0) + Math.Abs(d1) < 1e-8)
                break;
        }
        return new PlattScale(slope, offset);
    }
}

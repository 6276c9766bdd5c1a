using MathNet.Numerics.IntegralTransforms;

namespace Auscult.Evaluation.Realism.Statistics;

/// <summary>The power spectrum of a series, as shares of its variance by period.</summary>
public static class Spectrum
{
    /// <summary>
    /// Share of the variance whose period lies in each band. The mean of the series is taken away and a Hann window laid over it, so that a
    /// period that does not divide its length does not leak everywhere.
    /// </summary>
    /// <param name="values">Evenly spaced values without NaN.</param>
    /// <param name="stepSeconds">Their distance.</param>
    /// <param name="borders">Borders of the bands as periods in seconds, ascending; band i lies between border i and i + 1.</param>
    /// <returns>One share per band, together at most 1; NaN when the series is constant.</returns>
    public static double[] Shares(ReadOnlySpan<double> values, double stepSeconds, IReadOnlyList<double> borders)
    {
        var mean = SeriesStatistics.Mean(values);
        var complex = new System.Numerics.Complex[values.Length];
        for (var i = 0; i < complex.Length; i++)
            complex[i] = (values[i] - mean) * 0.5 * (1 - Math.Cos(2 * Math.PI * (i + 0.5) / complex.Length));
        Fourier.Forward(complex, FourierOptions.NoScaling);
        var shares = new double[borders.Count - 1];
        var total = 0.0;
        for (var k = 1; k <= complex.Length / 2; k++)
        {
            var power = complex[k].Magnitude * complex[k].Magnitude;
            var period = complex.Length * stepSeconds / k;
            total += power;
            for (var band = 0; band < shares.Length; band++)
            {
                if (period >= borders[band] && period < borders[band + 1])
                    shares[band] += power;
            }
        }
        return Array.ConvertAll(shares, share => total > 1e-18 * Math.Max(1e-300, mean * mean) ? share / total : double.NaN);
    }
}

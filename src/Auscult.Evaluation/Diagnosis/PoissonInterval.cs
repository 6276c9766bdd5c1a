using Auscult.Evaluation.Metrics;
using MathNet.Numerics.Distributions;

namespace Auscult.Evaluation.Diagnosis;

/// <summary>What a count says of the rate behind it (Garwood 1936): exact 95% limits from the chi-squared distribution.</summary>
public static class PoissonInterval
{
    private const double Tail = 0.025;

    /// <summary>Limits of the rate per unit of exposure; none seen still leaves 3.7 per exposure possible.</summary>
    /// <param name="count">Events seen.</param>
    /// <param name="exposure">How long they were looked for; positive.</param>
    public static ConfidenceInterval Of(int count, double exposure) => new(
        count == 0 ? 0 : ChiSquared.InvCDF(2.0 * count, Tail) / 2 / exposure, ChiSquared.InvCDF(2.0 * (count + 1), 1 - Tail) / 2 / exposure);
}

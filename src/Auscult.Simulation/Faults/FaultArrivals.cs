using Auscult.Simulation.Configuration;
using Auscult.Simulation.Noise;

namespace Auscult.Simulation.Faults;

/// <summary>
/// When the next fault happens. Uniform rates give a Poisson process. Published rates give the gaps of InfiniteHBD's 584 events (taxonomy,
/// R): a mixture of three exponential distributions, fitted to the gaps over their mean. One gap in six belongs to a batch, faults on
/// several hosts that are found together and are mostly of one class; the coefficient of variation is 1.5 where a Poisson process has 1.
/// </summary>
internal static class FaultArrivals
{
    private const double BatchShare = 0.17;
    private const double BatchMean = 0.0044;
    private const double BusyShare = 0.33;
    private const double BusyMean = 0.31;
    private const double QuietMean = (1 - (BatchShare * BatchMean) - (BusyShare * BusyMean)) / (1 - BatchShare - BusyShare);

    /// <summary>Share of the faults in a batch that have the class of the fault before: 102 of 132 in the trace.</summary>
    private const double SameClassShare = 0.77;

    /// <summary>Time from one fault to the next.</summary>
    /// <param name="rates">How faults are drawn.</param>
    /// <param name="mean">Mean time between two faults.</param>
    /// <param name="random">Where it is drawn.</param>
    /// <returns>Seconds, and whether the next fault has the class of this one.</returns>
    public static (double Seconds, bool IsSameClass) Next(FaultRates rates, TimeSpan mean, ref NoiseStream random)
    {
        if (rates != FaultRates.Published)
            return (random.NextExponential(mean.TotalSeconds), false);
        var kind = random.NextUniform();
        var factor = kind < BatchShare ? BatchMean : kind < BatchShare + BusyShare ? BusyMean : QuietMean;
        var seconds = random.NextExponential(mean.TotalSeconds * factor);
        return (seconds, kind < BatchShare && random.NextUniform() < SameClassShare);
    }
}

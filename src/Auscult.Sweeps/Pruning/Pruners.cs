using Auscult.Sweeps.Specification;

namespace Auscult.Sweeps.Pruning;

/// <summary>The costs that a trial has given so far, one an iteration; lower is better.</summary>
/// <param name="Costs">In order.</param>
/// <param name="IsComplete">Whether it ran to its end.</param>
public sealed record TrialCurve(IReadOnlyList<double> Costs, bool IsComplete);

/// <summary>Says which trials are not worth going on with.</summary>
public interface IPruner
{
    /// <summary>Whether a trial should stop after the last of <paramref name="costs"/>.</summary>
    /// <param name="costs">Its costs so far.</param>
    /// <param name="others">All other trials.</param>
    bool ShouldStop(IReadOnlyList<double> costs, IReadOnlyList<TrialCurve> others);
}

/// <summary>Makes the pruner of a sweep.</summary>
public static class Pruners
{
    /// <summary>The pruner, or null when no trial is to be stopped.</summary>
    public static IPruner? Of(EarlyTerminateConfig? config) => config?.Type switch
    {
        EarlyTerminateType.Median => new MedianPruner(config),
        EarlyTerminateType.Hyperband or EarlyTerminateType.Asha => new AshaPruner(config),
        _ => null,
    };
}

/// <summary>
/// Stops a trial whose best cost so far is above the median of the whole trials' costs at the same iteration (Golovin et al. 2017, section 3.2, as
/// Optuna's MedianPruner).
/// </summary>
public sealed class MedianPruner(EarlyTerminateConfig config) : IPruner
{
    /// <inheritdoc/>
    public bool ShouldStop(IReadOnlyList<double> costs, IReadOnlyList<TrialCurve> others)
    {
        var iteration = costs.Count;
        if (iteration <= config.WarmupIter || (iteration - config.WarmupIter - 1) % config.Interval != 0)
            return false;
        if (others.Count(other => other.IsComplete) < config.StartupTrials)
            return false;
        double[] there = [.. others.Where(other => other.IsComplete && other.Costs.Count >= iteration)
            .Select(other => other.Costs[iteration - 1]).Where(cost => !double.IsNaN(cost)).Order()];
        if (there.Length == 0)
            return false;
        var best = costs.Where(cost => !double.IsNaN(cost)).DefaultIfEmpty(double.PositiveInfinity).Min();
        return best > (there[(there.Length - 1) / 2] + there[there.Length / 2]) / 2;
    }
}

/// <summary>
/// Asynchronous successive halving (Li et al. 2020, "A system for massively parallel hyperparameter tuning"; the form that stops rather than pauses,
/// as in Optuna and W&amp;B): at every rung only those go on that are in the best 1/eta of all that ever came there.
/// </summary>
public sealed class AshaPruner(EarlyTerminateConfig config) : IPruner
{
    /// <summary>Whether some iteration is a rung.</summary>
    public bool IsRung(int iteration)
    {
        if (config is { MaxIter: { } most, S: { } rungs })
            return Enumerable.Range(1, rungs).Any(k => Math.Max(1, (int)(most / Math.Pow(config.Eta, k))) == iteration);
        long rung = config.MinIter;
        while (rung < iteration)
            rung *= config.Eta;
        return rung == iteration;
    }

    /// <inheritdoc/>
    public bool ShouldStop(IReadOnlyList<double> costs, IReadOnlyList<TrialCurve> others)
    {
        var iteration = costs.Count;
        if (!IsRung(iteration))
            return false;
        var own = Rank(costs[^1]);
        double[] there = [.. others.Where(other => other.Costs.Count >= iteration).Select(other => Rank(other.Costs[iteration - 1])).Append(own).Order()];
        return own > there[Math.Max(1, there.Length / config.Eta) - 1];
    }

    private static double Rank(double cost) => double.IsNaN(cost) ? double.PositiveInfinity : cost;
}

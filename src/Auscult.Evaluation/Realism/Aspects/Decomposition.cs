using Auscult.Evaluation.Realism.Statistics;

namespace Auscult.Evaluation.Realism.Aspects;

/// <summary>
/// What-if decomposition of compute times <c>[step][rank]</c> in the spirit of Lin et al. ("Understanding Stragglers in Large Model
/// Training Using What-if Analysis", OSDI 2025): the slowest rank sets the pace of a step, and a cause's share is the part of the slowdown
/// that goes away when the cause is taken out.
/// </summary>
internal sealed class Decomposition
{
    private const double FewWorkers = 0.03;

    /// <param name="compute">Compute times <c>[step][rank]</c>, positive.</param>
    /// <param name="stageOf">Pipeline stage of each rank; all 0 without a pipeline.</param>
    public Decomposition(double[][] compute, IReadOnlyList<int> stageOf)
    {
        var mean = compute.Average(step => step.Average());
        double[] ranks = [.. Enumerable.Range(0, stageOf.Count).Select(rank => compute.Average(step => step[rank]) / mean)];
        double[] stages = [.. Enumerable.Range(0, stageOf.Max() + 1)
            .Select(stage => ranks.Where((_, rank) => stageOf[rank] == stage).DefaultIfEmpty(double.NaN).Average())];
        Slowdown = Pace(compute) / mean;
        LastStage = stages.Length == 1 ? double.NaN : stages[^1];
        StageShare = stages.Length == 1 ? double.NaN : Share(Without(compute, rank => stages[stageOf[rank]]));

        // A slow worker is one that is slower than the others of its stage, whatever its stage has to do.
        var few = Enumerable.Range(0, ranks.Length).OrderByDescending(rank => ranks[rank] / stages[stageOf[rank]])
            .Take(Math.Max(1, (int)Math.Round(FewWorkers * ranks.Length))).ToHashSet();
        double[] others = [.. Enumerable.Range(0, stages.Length).Select(stage => ranks
            .Where((_, rank) => stageOf[rank] == stage && !few.Contains(rank)).DefaultIfEmpty(stages[stage]).Average())];
        WorkerShare = Share(Without(compute, rank => few.Contains(rank) ? Math.Max(1, ranks[rank] / others[stageOf[rank]]) : 1));
        VaryingShare = Share([[.. ranks.Select(rank => rank * mean)]]);
    }

    /// <summary>Mean time of the slowest rank over the mean of all.</summary>
    public double Slowdown { get; }

    /// <summary>Mean of the last stage over the mean of all; NaN without a pipeline.</summary>
    public double LastStage { get; }

    /// <summary>Share that goes away when every stage has the same mean; NaN without a pipeline.</summary>
    public double StageShare { get; }

    /// <summary>Share that goes away when the slowest 3 % of the ranks (at least one) are as fast as the others of their stage.</summary>
    public double WorkerShare { get; }

    /// <summary>Share that goes away when every rank always takes its mean time.</summary>
    public double VaryingShare { get; }

    /// <summary>
    /// What varies within a rank, over the rank's mean, flattened: no difference between ranks, none between whole steps.
    /// </summary>
    public static double[] Varying(double[][] values)
    {
        double[] ranks = [.. Enumerable.Range(0, values[0].Length).Select(rank => values.Average(step => step[rank]))];
        return [.. values.SelectMany(step =>
        {
            double[] relative = [.. step.Select((value, rank) => value / ranks[rank])];
            var mean = SeriesStatistics.Mean(relative);
            return relative.Select(value => value - mean);
        })];
    }

    private static double Pace(double[][] compute) => compute.Average(step => step.Max());

    private static double[][] Without(double[][] compute, Func<int, double> factor) =>
        [.. compute.Select(step => step.Select((value, rank) => value / factor(rank)).ToArray())];

    private double Share(double[][] changed)
    {
        var slowdown = Pace(changed) / changed.Average(step => step.Average());
        return Slowdown > 1 ? (Slowdown - slowdown) / (Slowdown - 1) : double.NaN;
    }
}

using Auscult.Sweeps.Space;
using Auscult.Sweeps.Specification;
using Auscult.Telemetry.Domain;

namespace Auscult.Sweeps.Search;

/// <summary>Proposes points. The same trial number and history give the same point.</summary>
public interface ISearcher
{
    /// <summary>The point of trial <paramref name="number"/>, or null when there is none left.</summary>
    /// <param name="number">Number of the trial, from 0.</param>
    /// <param name="history">Earlier trials in the order of their numbers, running ones included, failed ones left out.</param>
    double[]? Suggest(int number, IReadOnlyList<Observation> history);
}

/// <summary>What is known of an earlier trial.</summary>
/// <param name="Point">Where it was.</param>
/// <param name="Kind">How far it got.</param>
/// <param name="Cost">Its metric, lower is better; the last value of a pruned one; without meaning for a running one.</param>
/// <param name="Iterations">How many values of the metric it gave.</param>
public sealed record Observation(double[] Point, ObservationKind Kind, double Cost, int Iterations = 0);

/// <summary>How far a trial got.</summary>
public enum ObservationKind
{
    /// <summary>To its end.</summary>
    Complete,

    /// <summary>Stopped early.</summary>
    Pruned,

    /// <summary>Still running.</summary>
    Running,
}

/// <summary>Makes the searcher of a method.</summary>
public static class Searchers
{
    /// <exception cref="Foundation.InputException">A grid has a continuous parameter.</exception>
    public static ISearcher Of(SweepConfig config, SearchSpace space) => config.Method switch
    {
        SweepMethod.Grid => new GridSearcher(space),
        SweepMethod.Random => new RandomSearcher(space, new Seeds(config.Seed).Child("random")),
        _ => new TpeSearcher(space, config.Tpe, new Seeds(config.Seed).Child("tpe")),
    };
}

using Auscult.Sweeps.Importance;
using Auscult.Sweeps.Space;
using Auscult.Sweeps.Specification;
using Auscult.Sweeps.State;
using Auscult.Telemetry.Domain;

namespace Auscult.Sweeps;

/// <summary>A sweep's figures, as the table and the page show them and <c>--json</c> writes them.</summary>
public sealed record SweepResults
{
    /// <summary>Name of the sweep.</summary>
    public required string Name { get; init; }

    /// <summary>How trials were chosen.</summary>
    public required SweepMethod Method { get; init; }

    /// <summary>What was judged.</summary>
    public required MetricConfig Metric { get; init; }

    /// <summary>Folder of the sweep, as the user named it.</summary>
    public required string Folder { get; init; }

    /// <summary>Id of the tracked parent run; null where there is none.</summary>
    public string? ParentRunId { get; init; }

    /// <summary>All trials in the order of their numbers.</summary>
    public required IReadOnlyList<Trial> Trials { get; init; }

    /// <summary>Number of the best trial; null when none ended well.</summary>
    public int? Best { get; init; }

    /// <summary>Parameters by importance, of the whole trials.</summary>
    public required IReadOnlyList<ParameterImportance> Importance { get; init; }

    /// <summary>Reads the figures from the board.</summary>
    public static SweepResults Of(string name, SweepConfig config, SweepFolder folder) => folder.Read(board =>
    {
        var space = SearchSpace.Of(config);
        return new SweepResults
        {
            Name = name,
            Method = config.Method,
            Metric = config.Metric,
            Folder = folder.Name,
            ParentRunId = board.ParentRunId,
            Trials = [.. board.Trials],
            Best = board.Best(config.Metric)?.Number,
            Importance = FunctionalAnova.Of(space, board.History(space, config.Metric), new Seeds(config.Seed)),
        };
    });

    /// <summary>How many trials are in a state.</summary>
    public int Count(TrialState state) => Trials.Count(trial => trial.State == state);
}

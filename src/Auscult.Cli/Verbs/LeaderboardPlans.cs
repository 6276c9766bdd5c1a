using Auscult.Cli.Configuration;
using Auscult.Evaluation.Leaderboard;
using Auscult.Evaluation.Results;
using Auscult.Foundation;
using Auscult.Telemetry.Loading;

namespace Auscult.Cli.Verbs;

/// <summary>Composes the tables of <c>configs/leaderboard</c>: the table's own settings, and one configuration per system.</summary>
internal sealed class LeaderboardPlans(string folder, Func<string, string?> environment)
{
    private const string Group = "leaderboard";
    private readonly ConfigComposer _composer = new(folder, environment);

    /// <summary>Every table, in the order of its files.</summary>
    public IReadOnlyList<string> Names => _composer.Groups.GetValueOrDefault(Group, []);

    /// <summary>Composes one table.</summary>
    /// <exception cref="InputException">There is no such table, or a setting is wrong.</exception>
    public LeaderboardPlan Compose(string name)
    {
        if (!Names.Contains(name, StringComparer.Ordinal))
            throw new InputException($"there is no table '{name}'", remedy: NearestName.Suggest(name, Names));
        var config = _composer.Compose([$"{Group}={name}"]).Bind<LeaderboardConfig>(Group);
        string[] start = config.Experiment is { } experiment ? [$"experiment={experiment}"] : [];
        return new LeaderboardPlan(name, config, [.. config.Systems.Select(system => Compose(system.Key, [.. start, .. system.Value]))]);
    }

    private LeaderboardSystem Compose(string name, string[] overrides)
    {
        var resolved = _composer.Compose(overrides);
        var source = resolved.Bind<DataConfig>("data");
        return new LeaderboardSystem(name, source, Pipelines.Bind(resolved), resolved.Bind<EvaluationConfig>("evaluate"))
        {
            Published = EvaluatedRun.PublishedFor(source),
        };
    }
}

using Auscult.Evaluation.Leaderboard;
using Auscult.Evaluation.Results;
using Auscult.Learning.Training;
using Auscult.Telemetry.Loading;
using Auscult.Telemetry.Loading.Smd;
using Auscult.Telemetry.Tests;
using Auscult.Telemetry.Windowing;

namespace Auscult.Evaluation.Tests.Leaderboard;

/// <summary>The table's own chain gives published figures, and says so when it does not.</summary>
public sealed class IdentityTests
{
    private static readonly string[] Machines = ["machine-2-1", "machine-2-7", "machine-3-4"];

    [DatasetFact("SMD")]
    public void Pca_is_equal_to_the_published_figures_to_four_decimals()
    {
        var table = Run(Machines, published => published);
        table.Identity.Select(row => (row.System, row.Holds)).ShouldBe(Machines.Select(machine => (machine, true)));
        table.Rows.Single(row => row.Method == "pca-whole-series").Headline.Value.ShouldBe(table.Rows.Single(row => row.Method == "PCA (published)").Headline.Value, 1e-4);
        table.Rows.Count(row => row.Origin == RowOrigin.Published).ShouldBeGreaterThan(20);
    }

    [DatasetFact("SMD")]
    public void A_figure_that_differs_in_the_fourth_decimal_is_told() =>
        Run(["machine-3-4"], published => published with { VusPr = [.. published.VusPr.Select(method => KeyValuePair.Create(method.Key, method.Value + 1e-4))] })
            .Identity.ShouldAllBe(row => !row.Holds);

    private static LeaderboardTable Run(string[] machines, Func<PublishedScores, PublishedScores> change)
    {
        var root = Path.Combine(DatasetFactAttribute.Root, "SMD");
        var published = PublishedScores.Load(root).ToDictionary(scores => scores.Machine, StringComparer.Ordinal);
        var systems = machines.Select(machine => new LeaderboardSystem(
            machine, new DataConfig { Source = "smd", Root = root, Machine = machine }, new PipelineConfig { Window = new WindowConfig { Length = 64, Stride = 8 } },
            new EvaluationConfig())
        { Published = change(published[machine]) }).ToArray();
        var config = new LeaderboardConfig
        {
            Title = "SMD",
            Kind = TableKind.Detection,
            Protocol = "tsb-ad",
            Systems = machines.ToDictionary(machine => machine, _ => (IReadOnlyList<string>)[], StringComparer.Ordinal),
            Methods = ["pca-whole-series"],
            Reference = "pca-whole-series",
            Identity = new IdentityConfig { Method = "pca-whole-series", Published = "PCA", Systems = machines },
        };
        var folder = Directory.CreateTempSubdirectory("leaderboard").FullName;
        try
        {
            return new LeaderboardRunner(new LeaderboardOptions { CacheFolder = folder }, TimeProvider.System).Run(new LeaderboardPlan("smd", config, systems), (_, _) => { }, CancellationToken.None);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

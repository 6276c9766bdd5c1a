using Auscult.Evaluation.Leaderboard;
using Auscult.Foundation;
using Auscult.Telemetry.Storage;

namespace Auscult.Evaluation.Tests.Leaderboard;

/// <summary>The cache: what is measured, what is not measured again.</summary>
public sealed class LeaderboardRunnerTests : IDisposable
{
    private static readonly Dataset Site = Sites.Dataset(nodes: 1, effect: 6);
    private readonly string _folder = Directory.CreateTempSubdirectory("leaderboard").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_second_run_measures_nothing_and_gives_the_same_files()
    {
        var plan = Plan();
        var first = Run(plan);
        (first.Measured, first.Cells).ShouldBe((5, 5));
        var second = Run(plan);
        second.Measured.ShouldBe(0);
        LeaderboardFiles.Markdown(second).ShouldBe(LeaderboardFiles.Markdown(first));
        LeaderboardFiles.Csv(second).ShouldBe(LeaderboardFiles.Csv(first));
    }

    [Fact]
    public void An_interrupted_run_goes_on_where_it_stopped()
    {
        using var stop = new CancellationTokenSource();
        Should.Throw<OperationCanceledException>(() => Runner().Run(Plan(), (done, _) =>
        {
            if (done == 2)
                stop.Cancel();
        }, stop.Token));
        var table = Run(Plan());
        (table.Measured, table.Cells).ShouldBe((2, 5));
    }

    [Fact]
    public void What_a_cell_depends_on_makes_it_measured_again()
    {
        Run(Plan());
        var newVersion = Plan();
        newVersion = newVersion with { Config = newVersion.Config with { Versions = new Dictionary<string, int>(StringComparer.Ordinal) { ["robust-z"] = 2 } } };
        Run(newVersion).Measured.ShouldBe(1);
        Run(Plan(level: 0.98)).Measured.ShouldBe(5);
        Run(Sites.Plan(TableKind.Detection, Sites.System("site", Sites.Dataset(1, effect: 6, seed: 2)), "robust-z", "robust-z")).Measured.ShouldBe(1);
        var moreSeeds = Plan();
        Run(moreSeeds with { Config = moreSeeds.Config with { NumSeeds = 4 } }).Measured.ShouldBe(1);
        Run(Plan(), fresh: "pca").Measured.ShouldBe(1);
        Run(Plan()).Measured.ShouldBe(0);
    }

    [Fact]
    public void From_the_cache_alone_what_is_missing_is_said()
    {
        Runner().Run(Sites.Plan(TableKind.Detection, Sites.System("site", Site), "robust-z", "robust-z"), (_, _) => { }, CancellationToken.None);
        var runner = new LeaderboardRunner(new LeaderboardOptions { CacheFolder = _folder, IsCachedOnly = true }, TimeProvider.System);
        var table = runner.Run(Plan(), (_, _) => { }, CancellationToken.None);
        (table.Measured, table.Cells).ShouldBe((0, 1));
        table.Notes.ShouldContain("pca not measured yet on site (seed 1)");
        table.Notes.ShouldContain("random not measured yet on site (seed 1), site (seed 2), site (seed 3)");
    }

    [Fact]
    public void A_damaged_cell_is_measured_again()
    {
        Run(Plan());
        var file = Directory.EnumerateFiles(Path.Combine(_folder, "table"), "pca-*.json", SearchOption.AllDirectories).Single();
        File.WriteAllText(file, File.ReadAllText(file)[..100]);
        Run(Plan()).Measured.ShouldBe(1);
    }

    [Fact]
    public void What_is_left_out_is_said()
    {
        var plan = Plan();
        plan = plan with
        {
            Config = plan.Config with { Skip = [new SkipRule { Method = "pca", AboveSignals = 3, Reason = "too wide" }, new SkipRule { Method = "random", AboveRows = 100_000, Reason = "too long" }] },
            Systems = [.. plan.Systems, Sites.System("gone", Site) with { Absent = "no data here" }],
        };
        var table = Run(plan);
        table.Cells.ShouldBe(4);
        table.Notes.ShouldContain(note => note.StartsWith("pca left out on site: too wide", StringComparison.Ordinal));
        table.Notes.ShouldContain("gone left out: no data here");
    }

    [Fact]
    public void An_unknown_method_is_an_input_error() =>
        Should.Throw<InputException>(() => Run(Sites.Plan(TableKind.Detection, Sites.System("site", Site), "robustz", "robustz"))).Message.ShouldContain("did you mean 'robust-z'?");

    [Fact]
    public void An_identity_is_stated_only_where_its_method_was_run()
    {
        LeaderboardTable With(string method)
        {
            var plan = Plan();
            return Run(plan with { Config = plan.Config with { Identity = new IdentityConfig { Method = method, Published = "PCA", Systems = ["site"] } } });
        }
        With("pca-whole-series").Identity.ShouldBeEmpty();
        With("pca").Identity.ShouldHaveSingleItem().Holds.ShouldBeFalse();
    }

    private static LeaderboardPlan Plan(double level = 0.99) =>
        Sites.Plan(TableKind.Detection, Sites.System("site", Site, level), "robust-z", "random", "robust-z", "pca");

    private LeaderboardTable Run(LeaderboardPlan plan, params string[] fresh) => Runner(fresh).Run(plan, (_, _) => { }, CancellationToken.None);

    private LeaderboardRunner Runner(params string[] fresh) => new(new LeaderboardOptions { CacheFolder = _folder, Fresh = fresh }, TimeProvider.System);
}

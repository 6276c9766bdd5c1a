using Auscult.Evaluation.Leaderboard;
using Auscult.Evaluation.Leaderboard.Kinds;
using Auscult.Evaluation.Metrics;
using Auscult.Telemetry.Storage;

namespace Auscult.Evaluation.Tests.Leaderboard;

/// <summary>Every kind of table on a site whose faults are known, and on one where they do not show.</summary>
public sealed class TableTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("leaderboard").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Detection_ranks_the_detector_above_the_controls()
    {
        var table = Run(TableKind.Detection, Sites.Dataset(1, effect: 6), "pca", "random", "position", "robust-z", "pca");
        table.Rows.Take(2).ShouldAllBe(row => row.Headline.Value > 0.9 && row.MeansNothing == null);
        var random = table.Rows.Single(row => row.Method == "random");
        (random.Origin, random.Seeds).ShouldBe((RowOrigin.Control, 3));
        random.Difference!.High.ShouldBeLessThan(-0.3);
        random.Values["shuffled"].ShouldBe(random.Headline.Value, 0.12);
        table.Rows.Single(row => row.Method == "robust-z").Difference.ShouldNotBeNull().Low.ShouldBeLessThanOrEqualTo(0);
        foreach (var row in table.Rows)
            Math.Abs(row.Values["fault_free"] - random.Values["shuffled"]).ShouldBeLessThan(0.25, row.Method);
    }

    [Fact]
    public void Without_an_effect_no_kind_of_table_lets_a_method_pass()
    {
        var quiet = Sites.Dataset(4, effect: 0);
        foreach (var table in new[]
        {
            Run(TableKind.Detection, quiet, "robust-z", "random", "robust-z"),
            Run(TableKind.Causes, quiet, "logistic-regression", "random", "majority", "time-and-length", "logistic-regression", "nearest-neighbour"),
            Run(TableKind.Signals, quiet, "n-sigma", "random", "frequency", "n-sigma", "robust-shift"),
            Run(TableKind.Events, quiet, "robust-z", "random", "majority", "robust-z"),
        })
        {
            table.Rows.Where(row => row.Origin == RowOrigin.Method).ShouldAllBe(row => row.MeansNothing != null, table.Breakdown);
        }
    }

    [Fact]
    public void Causes_are_told_apart_by_their_signals_and_by_nothing_else()
    {
        var table = Run(
            TableKind.Causes, Sites.Dataset(1, effect: 6, signals: 4), "logistic-regression", "random", "majority", "time-and-length", "logistic-regression", "random-forest");
        var best = table.Rows.Single(row => row.Method == "logistic-regression");
        best.Headline.Value.ShouldBeGreaterThan(0.9);
        best.MeansNothing.ShouldBeNull();
        best.Values["blind_macro_f1"].ShouldBeGreaterThan(0.5);
        table.Rows.Single(row => row.Method == "random-forest").Seeds.ShouldBe(3);
        table.Groups.ShouldBe(["test", "train"]);
    }

    [Fact]
    public void Root_signals_stand_first_in_rankings_by_shift()
    {
        var table = Run(TableKind.Signals, Sites.Dataset(1, effect: 6), "n-sigma", "random", "n-sigma", "robust-shift", "baro", "robust-z");
        foreach (var row in table.Rows.Where(row => row.Origin == RowOrigin.Method))
        {
            row.Values["ac@1"].ShouldBeGreaterThan(0.9, row.Method);
            row.MeansNothing.ShouldBeNull(row.Method);
        }
        var late = table.Rows.ToDictionary(row => row.Method, row => row.Values["late_avg@5"], StringComparer.Ordinal);
        late["baro"].ShouldBe(table.Rows.Single(row => row.Method == "baro").Headline.Value, 1e-9, "it does not look at the stated onset");
    }

    [Fact]
    public void Events_are_found_and_placed()
    {
        var table = Run(TableKind.Events, Sites.Dataset(4, effect: 6), "robust-z", "random", "majority", "robust-z");
        var best = table.Rows[0];
        best.Method.ShouldBe("robust-z");
        best.Values["ac@1"].ShouldBe(1);
        best.Values["found"].ShouldBe(1);
        best.Values["delay_seconds"].ShouldBe(0);
        best.MeansNothing.ShouldBeNull();
        table.Rows.Single(row => row.Method == "random").Values["ac@1"].ShouldBeLessThan(0.7);
        best.ByGroup.Count.ShouldBe(14);
    }

    [Fact]
    public void Files_have_one_cell_per_column()
    {
        var table = Run(TableKind.Detection, Sites.Dataset(1, effect: 6), "pca", "random", "pca");
        var lines = LeaderboardFiles.Csv(table).TrimEnd('\n').Split('\n');
        lines.Length.ShouldBe(1 + (2 * table.Rows.Count));
        lines.Select(line => line.Split(',').Length).Distinct().Count().ShouldBe(1);
        var markdown = LeaderboardFiles.Markdown(table);
        markdown.ShouldContain("| *random* (control) | live | 3 |");
        var main = markdown.Split('\n').SkipWhile(line => !line.StartsWith('|')).TakeWhile(line => line.StartsWith('|')).ToArray();
        main.Select(line => line.Count(c => c == '|')).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public void Differences_are_paired()
    {
        // Units vary widely, the second method is always 0.1 better: its own interval is wide, the difference is known exactly.
        var first = Sample(0);
        var second = Sample(0.1);
        var difference = second.Minus(first).ShouldNotBeNull();
        (difference.Value, difference.Low, difference.High).ShouldSatisfyAllConditions(
            d => d.Item1.ShouldBe(0.1, 1e-9), d => d.Item2.ShouldBe(0.1, 1e-9), d => d.Item3.ShouldBe(0.1, 1e-9));
        (second.Headline.High - second.Headline.Low).ShouldBeGreaterThan(0.3);
        // Two units: a resample is (0, 0), (0, 1), (1, 0) or (1, 1), a quarter each, so the middle 95% is the whole range.
        var two = new MethodSample(Kind, [Cell(1, [("x", 0), ("y", 1)])]);
        (two.Headline.Value, two.Headline.Low, two.Headline.High).ShouldBe((0.5, 0, 1));
        // Seeds are averaged within each resample.
        var seeds = new MethodSample(Kind, [Cell(1, [("x", 0), ("y", 1)]), Cell(2, [("x", 1), ("y", 0)])]);
        (seeds.Headline.Value, seeds.Headline.Low, seeds.Headline.High).ShouldBe((0.5, 0.5, 0.5));
        // What only one method has does not take part.
        new MethodSample(Kind, [Cell(1, [("x", 0.7), ("z", 9)])]).Minus(two)!.Value.ShouldBe(0.7, 1e-9);
        new MethodSample(Kind, [Cell(1, [("z", 9)])]).Minus(two).ShouldBeNull();
    }

    private static readonly RankingKind Kind = new(TimeProvider.System);

    private static MethodSample Sample(double offset) =>
        new(Kind, [Cell(1, [.. Enumerable.Range(0, 12).Select(i => ($"u{i}", (i % 2) + offset))])]);

    private static LeaderboardCell Cell(int seed, (string Id, double Value)[] units) => new()
    {
        System = "s",
        Method = "m",
        Seed = seed,
        Key = "",
        Build = "",
        PeakMegabytes = 0,
        Measurement = new Measurement { Metrics = [new MetricValue("avg@5", 0)], Units = [.. units.Select(unit => new UnitOutcome(unit.Id, "g", unit.Value))], Seconds = 0 },
    };

    private LeaderboardTable Run(TableKind kind, Dataset dataset, string reference, params string[] methods) =>
        new LeaderboardRunner(new LeaderboardOptions { CacheFolder = Path.Combine(_folder, kind.ToString()) }, TimeProvider.System)
            .Run(Sites.Plan(kind, Sites.System("site", dataset), reference, methods), (_, _) => { }, CancellationToken.None);
}

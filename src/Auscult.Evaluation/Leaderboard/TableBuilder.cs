using Auscult.Evaluation.Leaderboard.Kinds;
using Auscult.Evaluation.Metrics;

namespace Auscult.Evaluation.Leaderboard;

/// <summary>Makes a table of measured cells and published figures.</summary>
internal static class TableBuilder
{
    private const string PublishedSuffix = " (published)";

    public static LeaderboardTable Of(
        LeaderboardPlan plan, ILeaderboardKind kind, IReadOnlyList<LeaderboardCell> cells, IReadOnlyList<string> notes, int measured)
    {
        var published = plan.Config.Kind == TableKind.Detection && plan.Config.Protocol == "tsb-ad" ? PublishedCells(plan, cells) : [];
        var samples = cells.Concat(published).GroupBy(cell => cell.Method, StringComparer.Ordinal)
            .ToDictionary(
                method => method.Key, method => (Cells: method.ToArray(), Sample: new MethodSample(kind, [.. method], plan.Config.NumResamples)),
                StringComparer.Ordinal);
        var reference = samples.GetValueOrDefault(plan.Config.Reference).Sample;
        var rows = samples
            .Select(method => Row(kind, method.Key, method.Value.Cells, method.Value.Sample, reference, plan.Config.Reference)).ToArray();
        var controls = rows.Where(row => row.Origin == RowOrigin.Control)
            .Select(row => ($"{row.Method} gives", row.Headline.Value)).ToArray();
        return new LeaderboardTable
        {
            Name = plan.Name,
            Config = plan.Config,
            Headline = kind.Headline,
            Columns = [.. kind.Columns, .. kind.ControlColumns],
            Rows = [.. rows.Select(row => row.Origin == RowOrigin.Method ? row with { MeansNothing = Verdict(row, controls) } : row)
                .OrderByDescending(row => double.IsNaN(row.Headline.Value) ? double.NegativeInfinity : row.Headline.Value)
                .ThenBy(row => row.Method, StringComparer.Ordinal)],
            Groups = [.. rows.SelectMany(row => row.ByGroup.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            Breakdown = kind.Breakdown,
            Resampled = kind.Resampled,
            AboutControls = kind.AboutControls,
            Identity = plan.Config.Identity is { } identity ? Identity(plan, identity, cells) : [],
            Notes = reference is null ? [.. notes, $"the reference '{plan.Config.Reference}' was not measured: no differences"] : notes,
            Measured = measured,
            Cells = cells.Count,
        };
    }

    private static LeaderboardRow Row(
        ILeaderboardKind kind, string method, LeaderboardCell[] cells, MethodSample sample, MethodSample? reference, string referenceName)
    {
        var origin = method.EndsWith(PublishedSuffix, StringComparison.Ordinal) ? RowOrigin.Published
            : kind.Controls.Contains(method, StringComparer.Ordinal) ? RowOrigin.Control : RowOrigin.Method;
        return new LeaderboardRow
        {
            Method = method,
            Origin = origin,
            IsLive = cells[0].Measurement.IsLive,
            Seeds = origin == RowOrigin.Published ? 0 : cells.Select(cell => cell.Seed).Distinct().Count(),
            Systems = cells.Select(cell => cell.System).Distinct(StringComparer.Ordinal).Count(),
            Headline = sample.Headline,
            Difference = method == referenceName || reference is null ? null : sample.Minus(reference),
            Values = Means(cells),
            ByGroup = sample.ByGroup(),
            Seconds = origin == RowOrigin.Published ? double.NaN : cells.Average(cell => cell.Measurement.Seconds),
            PeakMegabytes = origin == RowOrigin.Published ? double.NaN : cells.Max(cell => cell.PeakMegabytes),
        };
    }

    /// <summary>Mean of each figure over cells; what is NaN in a cell is left out.</summary>
    public static IReadOnlyDictionary<string, double> Means(IEnumerable<LeaderboardCell> cells) =>
        cells.SelectMany(cell => cell.Measurement.Metrics.Concat(cell.Measurement.Controls)).GroupBy(metric => metric.Name, StringComparer.Ordinal)
            .ToDictionary(
                metric => metric.Key,
                metric => metric.Select(one => one.Value).Where(value => !double.IsNaN(value)).DefaultIfEmpty(double.NaN).Average(),
                StringComparer.Ordinal);

    private static string? Verdict(LeaderboardRow row, IEnumerable<(string What, double Value)> controls)
    {
        double Of(string name, double otherwise) => row.Values.TryGetValue(name, out var value) && !double.IsNaN(value) ? value : otherwise;
        return ControlVerdict.Of(
            row.Headline.Value, row.Headline.Low, Of("shuffled_high", Of("shuffled", 0)),
            [("fault-free rows give", Of("fault_free", double.NaN)), .. controls]);
    }

    private static IEnumerable<LeaderboardCell> PublishedCells(LeaderboardPlan plan, IReadOnlyList<LeaderboardCell> cells)
    {
        var measured = cells.Select(cell => cell.System).ToHashSet(StringComparer.Ordinal);
        var published = plan.Systems.Where(system => measured.Contains(system.Name))
            .SelectMany(system => (system.Published?.VusPr ?? []).Select(method => (System: system, Method: method.Key, VusPr: method.Value)));
        return published.Select(one => new LeaderboardCell
        {
            System = one.System.Name,
            Method = one.Method + PublishedSuffix,
            Seed = 0,
            Key = "",
            Build = "",
            PeakMegabytes = double.NaN,
            Measurement = new Measurement
            {
                Metrics = [new MetricValue("vus_pr", one.VusPr)],
                Units = [new UnitOutcome(one.System.Name, one.System.Name, one.VusPr)],
                Seconds = double.NaN,
            },
        });
    }

    private static IReadOnlyList<IdentityRow> Identity(LeaderboardPlan plan, IdentityConfig identity, IReadOnlyList<LeaderboardCell> cells) =>
        [.. identity.Systems.Where(name => cells.Any(cell => cell.System == name && cell.Method == identity.Method)).Select(name =>
        {
            var column = plan.Systems.FirstOrDefault(system => system.Name == name)?.Published?.VusPr ?? [];
            var published = column.Where(method => method.Key == identity.Published).Select(method => method.Value).DefaultIfEmpty(double.NaN).First();
            var measured = cells.Where(cell => cell.System == name && cell.Method == identity.Method)
                .Select(cell => cell.Measurement.Metrics[0].Value).First();
            var tolerance = 0.5 * Math.Pow(10, -identity.Decimals);
            return new IdentityRow(name, published, measured, Math.Abs(published - measured) < tolerance);
        })];
}

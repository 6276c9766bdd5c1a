using Auscult.Learning.Sites;
using Auscult.Telemetry.Domain;

namespace Auscult.Learning.Diagnosis.Prediction;

/// <summary>
/// Takes the features of <see cref="KindPrecursors"/>. Per signal: level of the last minute and slow level against the other entities' median in
/// asinh units of the signal's usual spread, how both changed, and the level in plain units of the spread. Per entity: series that vanished, rows missing, time since it was seen,
/// and how its node answers to scrapes: what falls off the bus shows gaps, not numbers.
/// </summary>
public static class PrecursorFeatures
{
    private static readonly string[] Views = ["level", "slow_level", "trend", "slow_trend", "excess"];
    private static readonly string[] Gaps = ["gaps:vanished", "gaps:missing", "gaps:silent"];
    private static readonly string[] OfNode = ["scrape_seconds", "exporter_up_state"];

    // Rare counts are told apart on a finer scale than their usual spread, which storms dominate.
    private const double FineUnit = 0.01;

    // What leaks steadily is told from what has just begun on a plain scale.
    private const double LargestExcess = 50;

    /// <summary>The features of some kinds of a site.</summary>
    /// <param name="site">The site.</param>
    /// <param name="kinds">Kinds to describe; those the site lacks are left out.</param>
    /// <param name="scales">Usual spreads.</param>
    /// <param name="config">Lengths.</param>
    public static IReadOnlyList<KindPrecursors> Of(Site site, IReadOnlySet<EntityKind> kinds, SignalScales scales, PredictionConfig config)
    {
        var stride = site.RowsIn(config.StrideSeconds);
        var rows = Enumerable.Range(1, site.RowCount / stride).Select(i => (i * stride) - 1).ToArray();
        var node = Enumerable.Range(0, site.Kinds.Count).Where(k => site.Kinds[k].Kind == EntityKind.Node).Select(k => (int?)k).FirstOrDefault();
        var nodes = node is { } index ? Described(site, index, null, rows, scales, config) : null;
        return
        [
            .. Enumerable.Range(0, site.Kinds.Count).Where(k => kinds.Contains(site.Kinds[k].Kind))
                .Select(k => k == node ? nodes! : Described(site, k, nodes, rows, scales, config)),
        ];
    }

    private static KindPrecursors Described(Site site, int kind, KindPrecursors? nodes, int[] rows, SignalScales scales, PredictionConfig config)
    {
        var frame = site.Kinds[kind].Frame;
        var signals = frame.Schema.Signals;
        var taken = nodes is null ? [] : nodes.Columns.Select((name, i) => (Name: name, Column: i))
            .Where(column => OfNode.Contains(column.Name.Split(':')[0], StringComparer.Ordinal)).ToArray();
        string[] columns =
        [
            .. signals.SelectMany(signal => Views.Select(view => $"{signal.Name}:{view}")), .. Gaps, .. taken.Select(column => $"node/{column.Name}"),
        ];
        var result = new KindPrecursors(site, kind, columns, rows);
        var recent = TrailingMeans.Of(frame, rows, site.RowsIn(config.LevelSeconds));
        var slow = TrailingMeans.Of(frame, rows, site.RowsIn(config.SlowLevelSeconds));
        Parallel.For(0, rows.Length, m =>
        {
            var peers = new OtherMedians(frame.Schema.Entities.Count);
            for (var s = 0; s < signals.Count; s++)
            {
                Levels(result, recent, m, s, 0, peers, level => scales.Of(site.Kinds[kind].Kind, signals[s], level));
                Levels(result, slow, m, s, 1, peers, level => FineUnit * scales.Of(site.Kinds[kind].Kind, signals[s], level));
                for (var e = 0; e < frame.Schema.Entities.Count; e++)
                {
                    var cells = result.Write(m, e)[(s * Views.Length)..];
                    cells[4] = (float)Math.Clamp(Math.Sinh(cells[0]), -LargestExcess, LargestExcess);
                }
            }
            GapFeatures.Write(result, recent, m, signals.Count * Views.Length);
        });
        var stride = rows.Length > 1 ? rows[1] - rows[0] : 1;
        Trends(result, recent, site.RowsIn(config.TrendSeconds) / stride, 0);
        Trends(result, slow, site.RowsIn(config.SlowTrendSeconds) / stride, 1);
        if (nodes is not null)
            Copy(result, nodes, taken.Select(column => column.Column).ToArray());
        return result;
    }

    private static void Levels(KindPrecursors result, TrailingMeans means, int moment, int signal, int view, OtherMedians peers, Func<double, double> unit)
    {
        peers.Take(means, moment, signal);
        for (var e = 0; e < result.Entities.Count; e++)
        {
            var value = means.Value(moment, e, signal);
            if (float.IsNaN(value))
                continue;
            var usual = peers.Without(e);
            var level = float.IsNaN(usual) ? 0 : usual;
            result.Write(moment, e)[(signal * Views.Length) + view] = (float)Math.Asinh((value - level) / unit(level));
        }
    }

    private static void Trends(KindPrecursors result, TrailingMeans means, int back, int view)
    {
        for (var m = back; m < result.Rows.Count; m++)
        {
            for (var e = 0; e < result.Entities.Count; e++)
            {
                var now = result.Write(m, e);
                var then = result.Write(m - back, e);
                for (var s = 0; s < means.Signals; s++)
                {
                    if (!float.IsNaN(means.Value(m, e, s)) && !float.IsNaN(means.Value(m - back, e, s)))
                        now[(s * Views.Length) + view + 2] = now[(s * Views.Length) + view] - then[(s * Views.Length) + view];
                }
            }
        }
    }

    private static void Copy(KindPrecursors result, KindPrecursors nodes, int[] columns)
    {
        for (var e = 0; e < result.Entities.Count; e++)
        {
            if (result.Site.Find(result.Site.PlaceOf(result.Entities[e].Id)) is not { } place || place.Kind != nodes.KindIndex)
                continue;
            for (var m = 0; m < result.Rows.Count; m++)
            {
                var source = nodes.At((m * nodes.Entities.Count) + place.Entity);
                var target = result.Write(m, e)[^columns.Length..];
                for (var c = 0; c < columns.Length; c++)
                    target[c] = source[columns[c]];
            }
        }
    }
}

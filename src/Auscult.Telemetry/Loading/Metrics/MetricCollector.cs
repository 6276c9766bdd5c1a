using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Auscult.Telemetry.Catalogue;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.Metrics;

/// <summary>
/// Turns series of metrics with labels into signals of entities, whatever they are read from. Counters stay running totals; a histogram or
/// summary that the catalogue knows becomes the signals it names, <c>x</c> for the mean and <c>x{quantile="0.99"}</c> for a quantile of
/// each interval; any other keeps its sum and count as counters.
/// </summary>
/// <param name="builder">Where entities and samples go.</param>
/// <param name="catalogue">The known signals.</param>
internal sealed class MetricCollector(DatasetBuilder builder, SignalCatalogue catalogue)
{
    private readonly SignalResolver _resolver = new(catalogue);
    private readonly SignalSelector _selector = new(catalogue);
    private readonly Dictionary<(string Entity, string Family, string Part), Histogram> _histograms = [];
    private readonly Dictionary<string, SampleSeries> _xids = new(StringComparer.Ordinal);

    /// <summary>Types and descriptions, as the source tells them.</summary>
    public MetricFamilies Families { get; } = new();

    /// <summary>The metrics without a signal in the catalogue.</summary>
    public IReadOnlyList<UnmappedMetric> Unmapped() => _resolver.Unmapped();

    /// <summary>Where the samples of a series go.</summary>
    /// <param name="metric">The name.</param>
    /// <param name="labels">The labels, none used yet.</param>
    /// <param name="node">The node where no label names one.</param>
    public SampleTarget Open(string metric, MetricLabels labels, string? node)
    {
        if (Families.IsCreationTime(metric))
            return IgnoredTarget.Instance;
        var (family, type) = Families.FamilyOf(metric, labels);
        if (metric == DcgmRules.LastXid)
            return OpenXid(labels, node);
        return type switch
        {
            MetricType.Info => IgnoredTarget.Instance,
            MetricType.Histogram or MetricType.Summary => OpenDistribution(metric, family, labels, node),
            MetricType.GaugeHistogram when metric.EndsWith("_bucket", StringComparison.Ordinal) => IgnoredTarget.Instance,
            _ when metric.EndsWith("_info", StringComparison.Ordinal) => IgnoredTarget.Instance,
            _ => OpenSignal(metric, type, labels, node),
        };
    }

    /// <summary>Works out what needs all samples: means and quantiles of distributions, events of XIDs.</summary>
    public void Finish()
    {
        foreach (var ((_, family, part), histogram) in _histograms)
        {
            histogram.Totals.Settle();
            if (_selector.Find(family, histogram.Labels.Fresh()) is { } mean)
                histogram.Totals.Mean(catalogue.Require(mean).Convert, SeriesOf(histogram, mean, part));
            foreach (var (alias, quantile) in _selector.Quantiles(family))
                histogram.Totals.Quantile(quantile, catalogue.Require(alias).Convert, SeriesOf(histogram, alias, part));
        }
        foreach (var (entity, codes) in _xids)
            AddXids(entity, codes);
    }

    private SampleTarget OpenSignal(string metric, MetricType type, MetricLabels labels, string? node)
    {
        var resolved = Resolve(metric, type, labels);
        var entity = EntityRules.Place(resolved.Signal.EntityKind, labels, builder, node);
        var part = resolved.Part.Length > 0 ? $"{PartOf(labels)}#{resolved.Part}" : PartOf(labels);
        var series = builder.Series(entity, resolved.Signal, part);
        return DcgmRules.IsDcgm(metric) ? new DcgmTarget(series, resolved) : new SignalTarget(series, resolved);
    }

    private SampleTarget OpenDistribution(string metric, string family, MetricLabels labels, string? node)
    {
        // A quantile of a summary is a level of its own.
        if (metric == family)
        {
            if (_selector.Find(metric, labels) is null && labels.Take("quantile") is { } quantile)
                return OpenSignal($"{metric}_q{quantile}", MetricType.Gauge, labels, node);
            return OpenSignal(metric, MetricType.Gauge, labels, node);
        }
        var isBucket = metric.EndsWith("_bucket", StringComparison.Ordinal);
        var reduced = _selector.Knows(family) ? OpenReduced(metric, family, labels.Fresh(), node) : IgnoredTarget.Instance;
        if (isBucket || (_selector.Knows(family) && !_selector.Knows(metric)))
            return reduced;
        var total = OpenSignal(metric, MetricType.Counter, labels, node);
        return reduced is IgnoredTarget ? total : new BothTargets(total, reduced);
    }

    private SampleTarget OpenReduced(string metric, string family, MetricLabels labels, string? node)
    {
        var bound = labels.Take("le");
        var quantiles = _selector.Quantiles(family);
        if (bound is not null && quantiles.Count == 0)
            return IgnoredTarget.Instance;
        var whole = labels.Fresh(without: "le");
        if ((quantiles.Count > 0 ? quantiles[0].Alias : _selector.Find(family, labels)) is not { } alias)
            return IgnoredTarget.Instance;
        var entity = EntityRules.Place(catalogue.Require(alias).Signal.EntityKind, labels, builder, node);
        ref var histogram = ref CollectionsMarshal.GetValueRefOrAddDefault(_histograms, (entity.Id, family, PartOf(labels)), out _);
        histogram ??= new Histogram(entity, whole, node);
        var totals = histogram.Totals;
        if (bound is not null)
            return MetricNumber.TryParse(Encoding.UTF8.GetBytes(bound), out var limit) ? new KeptTarget(totals.Bucket(limit))
                : IgnoredTarget.Instance;
        return new KeptTarget(metric.EndsWith("_sum", StringComparison.Ordinal) ? totals.Sum : totals.Count);
    }

    private SampleTarget OpenXid(MetricLabels labels, string? node)
    {
        var entity = EntityRules.Place(EntityKind.Gpu, labels, builder, node);
        ref var codes = ref CollectionsMarshal.GetValueRefOrAddDefault(_xids, entity.Id, out _);
        codes ??= new SampleSeries();
        return new KeptTarget(codes);
    }

    // The gauge holds the last code for ever: a change is an error, its repetition cannot be seen.
    private void AddXids(string entity, SampleSeries codes)
    {
        codes.Settle();
        var resolved = catalogue.Find(DcgmRules.LastXid);
        var counts = resolved is { Signal.EntityKind: EntityKind.Gpu } known
            ? builder.Series(builder.Entity(entity, EntityKind.Gpu), known.Signal)
            : null;
        var last = double.NaN;
        for (var i = 0; i < codes.Count; i++)
        {
            var code = codes.Values[i];
            if (double.IsNaN(code) || DcgmRules.IsBlank(code))
                continue;
            // What was there before the first scrape happened at an unknown time.
            var isNew = code != last && code > 0 && !double.IsNaN(last);
            if (isNew)
                builder.Events.Add(new OperationalEvent(
                    Micros.ToTime(codes.Times[i]), entity, "xid", code.ToString(CultureInfo.InvariantCulture)));
            counts?.Add(codes.Times[i], resolved!.Signal.Kind == SignalKind.Event ? (isNew ? 1 : 0) : code);
            last = code;
        }
    }

    private ResolvedSignal Resolve(string metric, MetricType type, MetricLabels labels)
    {
        var kind = EntityRules.KindOf(metric, labels);
        var name = _selector.Find(metric, labels) ?? EntityRules.OwnName(metric, labels);
        return _resolver.Resolve(name, Unknown, DcgmRules.UnitOf(metric, Families.Of(metric).Help));

        Signal Unknown(string unmapped)
        {
            var isCounter = type == MetricType.Counter || (type == MetricType.Unknown && IsNamedTotal(unmapped));
            var signalKind = isCounter ? SignalKind.Counter : type == MetricType.StateSet ? SignalKind.State : SignalKind.Gauge;
            return new Signal(unmapped, EntityRules.LayerOf(unmapped, kind), signalKind, "", kind, isCounter ? Aggregation.Sum : Aggregation.Mean);
        }
    }

    private SampleSeries SeriesOf(Histogram histogram, string alias, string part)
    {
        var signal = catalogue.Require(alias).Signal;
        return builder.Series(histogram.EntityOf(signal.EntityKind, builder), signal, part);
    }

    private static bool IsNamedTotal(string name) =>
        name.EndsWith("_total", StringComparison.Ordinal) || name.EndsWith("_sum", StringComparison.Ordinal)
            || name.EndsWith("_count", StringComparison.Ordinal);

    // Two exporters on one node are told apart by their ports.
    private static string PartOf(MetricLabels labels)
    {
        var rest = labels.Rest();
        return EntityRules.PortOf(labels.Find("instance")) is { } port ? $"{rest}:{port}" : rest;
    }

    private sealed record Histogram(Entity Entity, MetricLabels Labels, string? Node)
    {
        public HistogramSeries Totals { get; } = new();

        public Entity EntityOf(EntityKind kind, DatasetBuilder builder) =>
            kind == Entity.Kind ? Entity : EntityRules.Place(kind, Labels.Fresh(), builder, Node);
    }
}

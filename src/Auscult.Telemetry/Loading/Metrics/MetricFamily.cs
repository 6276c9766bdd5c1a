namespace Auscult.Telemetry.Loading.Metrics;

/// <summary>What an exporter says a metric is.</summary>
public enum MetricType
{
    /// <summary>Nothing is said.</summary>
    Unknown,

    /// <summary>A running total.</summary>
    Counter,

    /// <summary>A level.</summary>
    Gauge,

    /// <summary>Counts per bucket, sum and count, all running totals.</summary>
    Histogram,

    /// <summary>Levels of a distribution; nothing of it runs.</summary>
    GaugeHistogram,

    /// <summary>Quantiles, sum and count.</summary>
    Summary,

    /// <summary>A constant 1 whose labels are the information.</summary>
    Info,

    /// <summary>One 0 or 1 per state.</summary>
    StateSet,
}

/// <summary>What is known of a metric besides its samples.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Help">Its description; may name the unit.</param>
public sealed record MetricFamily(MetricType Type, string Help = "");

/// <summary>The families of a source, and which one a sample belongs to.</summary>
public sealed class MetricFamilies
{
    private static readonly MetricFamily Unknown = new(MetricType.Unknown);
    private readonly Dictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);

    /// <summary>Notes the type of a family; a later one replaces it.</summary>
    public void SetType(string name, MetricType type) => _families[name] = Of(name) with { Type = type };

    /// <summary>Notes the description of a family; a later one replaces it.</summary>
    public void SetHelp(string name, string help) => _families[name] = Of(name) with { Help = help };

    /// <summary>Notes type and description of a family.</summary>
    public void Set(string name, MetricFamily family) => _families[name] = family;

    /// <summary>The family of this very name.</summary>
    public MetricFamily Of(string name) => _families.GetValueOrDefault(name, Unknown);

    /// <summary>
    /// The type of what a sample belongs to, and the family's name: <c>x_bucket</c>, <c>x_sum</c> and <c>x_count</c> belong to <c>x</c>
    /// when that is a histogram or summary. A bucket or quantile of which no type is known is told by its label.
    /// </summary>
    public (string Name, MetricType Type) FamilyOf(string sample, MetricLabels labels)
    {
        foreach (var suffix in (ReadOnlySpan<string>)["_bucket", "_sum", "_count", "_gsum", "_gcount"])
        {
            if (Stem(sample, suffix) is { } stem && Of(stem).Type is var type && IsDistribution(type))
                return (stem, type);
        }
        if (Stem(sample, "_bucket") is { } bucket && labels.Find("le") is not null)
            return (bucket, MetricType.Histogram);
        if (Stem(sample, "_info") is { } info && Of(info).Type == MetricType.Info)
            return (info, MetricType.Info);
        if (Of(sample).Type == MetricType.Unknown && labels.Find("quantile") is not null)
            return (sample, MetricType.Summary);
        // OpenMetrics leaves the suffix out of a counter's family, the older text leaves it in.
        if (Of(sample).Type == MetricType.Unknown && Stem(sample, "_total") is not null)
            return (sample, MetricType.Counter);
        return (sample, Of(sample).Type);
    }

    /// <summary>Whether a sample is the moment when a counter or histogram was created.</summary>
    public bool IsCreationTime(string sample) => Stem(sample, "_created") is { } stem
        && (IsRunning(Of(stem).Type) || IsRunning(Of($"{stem}_total").Type));

    /// <summary>A name without its ending, or null when it ends otherwise.</summary>
    public static string? Stem(string name, string suffix) =>
        name.Length > suffix.Length && name.EndsWith(suffix, StringComparison.Ordinal) ? name[..^suffix.Length] : null;

    private static bool IsDistribution(MetricType type) => type is MetricType.Histogram or MetricType.Summary or MetricType.GaugeHistogram;

    private static bool IsRunning(MetricType type) => type is MetricType.Counter or MetricType.Histogram or MetricType.Summary;
}

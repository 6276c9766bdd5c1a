using System.Text.Json;
using Auscult.Foundation;
using Auscult.Telemetry.Loading.Metrics;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.Prometheus;

/// <summary>One request of an import: one metric in one stretch of time.</summary>
/// <param name="Query">Position of the selector in <see cref="PrometheusPlan.Queries"/>.</param>
/// <param name="Chunk">Number of the stretch.</param>
/// <param name="FromMicros">First moment.</param>
/// <param name="UntilMicros">First moment that is left out.</param>
internal sealed record PrometheusChunk(int Query, int Chunk, long FromMicros, long UntilMicros);

/// <summary>What an import asks for, fixed when it begins, so that an import that is continued asks for the same.</summary>
internal sealed record PrometheusPlan
{
    /// <summary>Points of one series in one answer; a server refuses more than 11,000.</summary>
    public const int MaxPoints = 10_000;

    /// <summary>Length of a stretch when samples are taken as they were scraped: 10,000 at one per second.</summary>
    public const long RawChunkMicros = MaxPoints * Micros.PerSecond;

    /// <summary>First moment, microseconds.</summary>
    public required long FromMicros { get; init; }

    /// <summary>First moment that is left out, microseconds.</summary>
    public required long UntilMicros { get; init; }

    /// <summary>The grid of <c>query_range</c>, microseconds; 0 takes samples as they were scraped.</summary>
    public required long StepMicros { get; init; }

    /// <summary>One series selector per metric.</summary>
    public required IReadOnlyList<string> Queries { get; init; }

    /// <summary>What the server knows of the metrics' types and meanings.</summary>
    public required IReadOnlyDictionary<string, MetricFamily> Families { get; init; }

    /// <summary>The requests, metric by metric.</summary>
    public IEnumerable<PrometheusChunk> Chunks()
    {
        var length = StepMicros > 0 ? MaxPoints * StepMicros : RawChunkMicros;
        for (var query = 0; query < Queries.Count; query++)
        {
            var number = 0;
            for (var from = FromMicros; from < UntilMicros; from += length)
                yield return new PrometheusChunk(query, number++, from, Math.Min(from + length, UntilMicros));
        }
    }

    /// <summary>The plan as JSON.</summary>
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this);

    /// <summary>The plan of <see cref="Write"/>; null where it is damaged.</summary>
    public static PrometheusPlan? Read(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize<PrometheusPlan>(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>
    /// The selector of one metric among the series that a selector of the user takes: <c>{job="node"}</c> and <c>up</c> give
    /// <c>{__name__="up",job="node"}</c>.
    /// </summary>
    /// <exception cref="InputException">The selector is no selector of series.</exception>
    public static string Select(string metric, string selector)
    {
        var trimmed = selector.Trim();
        var brace = trimmed.IndexOf('{', StringComparison.Ordinal);
        if (trimmed.Length == 0 || (brace >= 0 && !trimmed.EndsWith('}'))
            || (brace < 0 && !trimmed.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or ':')))
            throw new InputException(
                $"data.match: '{selector}' is no selector of series", remedy: "write it as {job=\"node\"} or node_load1");
        var matchers = brace < 0 ? "" : trimmed[(brace + 1)..^1].Trim().TrimEnd(',');
        var name = $"__name__=\"{metric.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
        return matchers.Length > 0 ? $"{{{name},{matchers}}}" : $"{{{name}}}";
    }
}

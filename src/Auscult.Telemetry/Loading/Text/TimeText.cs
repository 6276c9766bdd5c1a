using System.Globalization;
using Auscult.Foundation;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.Text;

/// <summary>How a time is written.</summary>
public enum TimeFormat
{
    /// <summary>ISO 8601, UTC unless it says otherwise.</summary>
    Iso,

    /// <summary>Seconds since 1970-01-01 UTC, fractions allowed.</summary>
    Seconds,

    /// <summary>Milliseconds since 1970-01-01 UTC.</summary>
    Milliseconds,

    /// <summary>Microseconds since 1970-01-01 UTC.</summary>
    Microseconds,
}

/// <summary>Reads times.</summary>
public static class TimeText
{
    private static readonly long Earliest = Micros.From(new DateTimeOffset(1990, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private static readonly long Latest = Micros.From(new DateTimeOffset(2200, 1, 1, 0, 0, 0, TimeSpan.Zero));

    /// <summary>Microseconds of a text, or null when it does not read as a time.</summary>
    public static long? Parse(string text, TimeFormat format)
    {
        if (format == TimeFormat.Iso)
            return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? Micros.From(time) : null;
        var scale = format switch { TimeFormat.Seconds => 1_000_000m, TimeFormat.Milliseconds => 1_000m, _ => 1m };
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) < long.MaxValue / scale
            ? (long)decimal.Round(number * scale)
            : null;
    }

    /// <summary>
    /// Whether a time can be when telemetry was taken: 1990 to 2200. Seconds read as milliseconds, or the other way round, cannot.
    /// </summary>
    public static bool IsPlausible(long micros) => micros >= Earliest && micros < Latest;

    /// <summary>A moment of the configuration; null stays null.</summary>
    /// <param name="text">ISO 8601, UTC unless it says otherwise.</param>
    /// <param name="key">The configuration's key, for messages.</param>
    /// <exception cref="InputException">It does not read as a time.</exception>
    public static DateTimeOffset? ParseKey(string? text, string key) => text is null
        ? null
        : Parse(text, TimeFormat.Iso) is { } micros
            ? Micros.ToTime(micros)
            : throw new InputException($"{key}: '{text}' is not a time", remedy: "write it as 2026-01-31T12:00:00Z");
}

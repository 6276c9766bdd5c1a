using System.Globalization;
using System.Text;
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

    /// <summary>Nanoseconds since 1970-01-01 UTC; rounded to microseconds.</summary>
    Nanoseconds,
}

/// <summary>Reads times.</summary>
public static class TimeText
{
    private static readonly long Earliest = Micros.From(new DateTimeOffset(1990, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private static readonly long Latest = Micros.From(new DateTimeOffset(2200, 1, 1, 0, 0, 0, TimeSpan.Zero));

    /// <summary>Microseconds of a text, or null when it does not read as a time.</summary>
    public static long? Parse(string text, TimeFormat format) => TryParse(Encoding.UTF8.GetBytes(text), format, out var micros) ? micros : null;

    /// <summary>Microseconds of a UTF-8 text.</summary>
    /// <returns>False when it does not read as a time.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, TimeFormat format, out long micros)
    {
        if (format != TimeFormat.Iso)
            return TryParseNumber(text, format, out micros);
        if (IsoTime.TryParse(text, out micros))
            return true;
        var isTime = DateTimeOffset.TryParse(
            Encoding.UTF8.GetString(text), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time);
        micros = isTime ? Micros.From(time) : 0;
        return isTime;
    }

    /// <summary>Microseconds of a whole number of a unit; null where they do not fit.</summary>
    public static long? Scale(long number, TimeFormat format) => format switch
    {
        TimeFormat.Seconds => Math.Abs((decimal)number) < long.MaxValue / Micros.PerSecond ? number * Micros.PerSecond : null,
        TimeFormat.Milliseconds => Math.Abs((decimal)number) < long.MaxValue / 1_000 ? number * 1_000 : null,
        TimeFormat.Microseconds => number,
        TimeFormat.Nanoseconds => (long)decimal.Round((decimal)number / 1_000),
        _ => null,
    };

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

    private static bool TryParseNumber(ReadOnlySpan<byte> text, TimeFormat format, out long micros)
    {
        micros = 0;
        var i = 0;
        var whole = 0L;
        while (i < text.Length && i < 18 && text[i] - (uint)'0' < 10)
            whole = (whole * 10) + (text[i++] - (uint)'0');
        if (i > 0 && (i == text.Length || text[i..].SequenceEqual(".0"u8)))
        {
            micros = Scale(whole, format) ?? 0;
            return Scale(whole, format) is not null;
        }
        var scale = format switch { TimeFormat.Seconds => 1_000_000m, TimeFormat.Milliseconds => 1_000m, TimeFormat.Nanoseconds => 0.001m, _ => 1m };
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || Math.Abs(number) >= long.MaxValue / Math.Max(1, scale))
            return false;
        micros = (long)decimal.Round(number * scale);
        return true;
    }
}

using System.Globalization;
using Auscult.Foundation;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.Text;

/// <summary>Reads times that do not say their zone, as nvidia-smi and Slurm print them, by the zone they were written in.</summary>
/// <param name="zone">The zone.</param>
public sealed class LocalTime(TimeZoneInfo zone)
{
    /// <summary>The zone of <c>data.time_zone</c>.</summary>
    /// <param name="name">A name as <c>Europe/Berlin</c>, an offset as <c>+02:00</c>, or null for UTC.</param>
    /// <exception cref="InputException">It is neither.</exception>
    public static LocalTime Of(string? name)
    {
        if (name is null || string.Equals(name, "UTC", StringComparison.OrdinalIgnoreCase))
            return new LocalTime(TimeZoneInfo.Utc);
        if (name.Length > 1 && name[0] is '+' or '-' && TimeSpan.TryParseExact(name[1..], @"hh\:mm", CultureInfo.InvariantCulture, out var offset)
            && offset <= TimeSpan.FromHours(14))
        {
            return new LocalTime(TimeZoneInfo.CreateCustomTimeZone(name, name[0] == '-' ? -offset : offset, name, name));
        }
        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
            ? new LocalTime(zone)
            : throw new InputException($"data.time_zone: '{name}' is unknown", remedy: "write it as Europe/Berlin or +02:00");
    }

    /// <summary>
    /// Microseconds of a text in one of the formats; null when it has none of them. A time that says its own zone keeps it. Of an hour that
    /// comes twice (the clock was set back) the second is meant.
    /// </summary>
    public long? Parse(string text, params string[] formats)
    {
        if (!DateTime.TryParseExact(
                text, formats, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces | DateTimeStyles.AdjustToUniversal, out var time))
        {
            return null;
        }
        // An hour that the clock skipped is read as if it had not.
        var offset = time.Kind == DateTimeKind.Utc ? TimeSpan.Zero : zone.GetUtcOffset(time);
        var utc = time.Ticks - offset.Ticks;
        return utc < DateTime.MinValue.Ticks || utc > DateTime.MaxValue.Ticks ? null : Micros.From(new DateTimeOffset(utc, TimeSpan.Zero));
    }
}

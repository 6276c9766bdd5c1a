namespace Auscult.Telemetry.Storage;

/// <summary>Moments as whole microseconds since 1970-01-01 UTC, the unit of every time column on disk.</summary>
public static class Micros
{
    /// <summary>Microseconds of one second.</summary>
    public const long PerSecond = 1_000_000;

    /// <summary>Rounds down to the microsecond.</summary>
    public static long From(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>Length of a span in microseconds.</summary>
    public static long From(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>The moment of a time column's value.</summary>
    public static DateTimeOffset ToTime(long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);
}

using Auscult.Foundation;
using Auscult.Telemetry.Loading.Text;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.NvidiaLogs;

/// <summary>Times of a log that prints none: a start and a step, both from the configuration.</summary>
internal sealed class TickTimes(DateTimeOffset? from, double? stepSeconds)
{
    private long _tick;

    /// <summary>Goes on to the next tick.</summary>
    public void Next() => _tick++;

    /// <summary>The time of the present tick, microseconds.</summary>
    /// <exception cref="InputException">The configuration does not say start and step.</exception>
    public long Now(LineReader reader) => from is { } start && stepSeconds is { } step
        ? Micros.From(start) + (long)Math.Round(_tick * step * Micros.PerSecond)
        : throw reader.Error("the log has no times", remedy: "say when it began and how far its rows are apart: data.from=2026-01-31T12:00:00Z data.step_seconds=1");
}

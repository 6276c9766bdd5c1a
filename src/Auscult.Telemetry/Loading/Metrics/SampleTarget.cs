using Auscult.Telemetry.Catalogue;
using Auscult.Telemetry.Loading.Importing;

namespace Auscult.Telemetry.Loading.Metrics;

/// <summary>Where the samples of one series of a source go.</summary>
internal abstract class SampleTarget
{
    /// <summary>Takes one sample.</summary>
    /// <param name="micros">Microseconds since 1970-01-01 UTC.</param>
    /// <param name="value">As the exporter gives it.</param>
    public abstract void Add(long micros, double value);
}

/// <summary>Series that say nothing of interest: information in labels, creation times, buckets nobody wants.</summary>
internal sealed class IgnoredTarget : SampleTarget
{
    public static IgnoredTarget Instance { get; } = new();

    public override void Add(long micros, double value)
    {
    }
}

/// <summary>A signal's series.</summary>
internal sealed class SignalTarget(SampleSeries series, ResolvedSignal signal) : SampleTarget
{
    public override void Add(long micros, double value) => series.Add(micros, signal.Convert(value));
}

/// <summary>A signal's series of a DCGM field, whose blank values are missing.</summary>
internal sealed class DcgmTarget(SampleSeries series, ResolvedSignal signal) : SampleTarget
{
    public override void Add(long micros, double value) =>
        series.Add(micros, DcgmRules.IsBlank(value) ? double.NaN : signal.Convert(value));
}

/// <summary>Keeps the samples as they are, for what is worked out of several series at the end.</summary>
internal sealed class KeptTarget(SampleSeries series) : SampleTarget
{
    public override void Add(long micros, double value) => series.Add(micros, value);
}

/// <summary>Two places for the same samples.</summary>
internal sealed class BothTargets(SampleTarget first, SampleTarget second) : SampleTarget
{
    public override void Add(long micros, double value)
    {
        first.Add(micros, value);
        second.Add(micros, value);
    }
}

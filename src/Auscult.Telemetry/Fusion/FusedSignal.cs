using Auscult.Telemetry.Domain;

namespace Auscult.Telemetry.Fusion;

/// <summary>How a signal of a dataset is described in a frame.</summary>
public static class FusedSignal
{
    private const string Total = "_total";

    /// <summary>
    /// Counters become gauges that end in <c>_per_second</c> instead of <c>_total</c>; everything else keeps its name.
    /// </summary>
    public static Signal Of(Signal signal)
    {
        if (signal.Kind != SignalKind.Counter)
            return signal;
        var unit = signal.Unit switch { "" => "", "s" => "ratio", var counted => $"{counted}/s" };
        return signal with { Name = RateName(signal.Name), Kind = SignalKind.Gauge, Unit = unit };
    }

    /// <summary>Name of the rate of a counter.</summary>
    public static string RateName(string counter) =>
        (counter.EndsWith(Total, StringComparison.Ordinal) ? counter[..^Total.Length] : counter) + "_per_second";
}

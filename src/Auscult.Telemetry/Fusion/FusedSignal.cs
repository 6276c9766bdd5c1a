using Auscult.Telemetry.Domain;

namespace Auscult.Telemetry.Fusion;

/// <summary>How a signal of a dataset is described in a frame.</summary>
public static class FusedSignal
{
    /// <summary>
    /// Counters become gauges that end in <c>_per_second</c> instead of <c>_total</c>; everything else keeps its name.
    /// </summary>
    public static Signal Of(Signal signal)
    {
        if (signal.Kind != SignalKind.Counter)
            return signal;
        const string Total = "_total";
        var stem = signal.Name.EndsWith(Total, StringComparison.Ordinal) ? signal.Name[..^Total.Length] : signal.Name;
        var unit = signal.Unit switch { "" => "", "s" => "ratio", var counted => $"{counted}/s" };
        return signal with { Name = $"{stem}_per_second", Kind = SignalKind.Gauge, Unit = unit };
    }
}

using Auscult.Telemetry.Domain;

namespace Auscult.Telemetry.Loading.Importing;

/// <summary>Tells values that no machine has from unusual ones, by the signal's unit.</summary>
public static class PlausibleValue
{
    /// <summary>Whether a value, in the signal's unit, can be true; NaN, which says that nothing was there, can.</summary>
    /// <remarks>The limits are wide on purpose: a ratio up to 10 (a percentage of several cores), a temperature up to 1,000 degrees.</remarks>
    public static bool Holds(Signal signal, double value)
    {
        if (double.IsNaN(value))
            return true;
        if (!double.IsFinite(value) || (signal.Kind == SignalKind.Counter && value < 0))
            return false;
        return signal.Unit switch
        {
            "ratio" => value is >= -0.01 and <= 10,
            "celsius" => value is >= -100 and <= 1_000,
            "W" => value is >= 0 and <= 1e6,
            "Hz" => value is >= 0 and <= 1e12,
            "bytes" or "bytes/s" => value is >= 0 and <= 1e21,
            "s" => value is >= 0 and <= 1e12,
            _ => true,
        };
    }
}

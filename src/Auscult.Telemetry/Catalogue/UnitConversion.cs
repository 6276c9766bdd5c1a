using System.Collections.Frozen;

namespace Auscult.Telemetry.Catalogue;

/// <summary>How a vendor's value becomes a value in a signal's unit: <c>value * Scale + Offset</c>.</summary>
/// <param name="Scale">The factor.</param>
/// <param name="Offset">What is added afterwards; other than 0 for temperatures and inverted ratios.</param>
public sealed record UnitConversion(double Scale, double Offset = 0)
{
    // Unit, what it measures in the catalogue's units, and how. KB, MB and GB are decimal, KiB, MiB and GiB binary.
    private static readonly FrozenDictionary<string, (string Base, UnitConversion To)> Units = Table(
    [
        ("s", "s", 1, 0), ("ms", "s", 1e-3, 0), ("us", "s", 1e-6, 0), ("µs", "s", 1e-6, 0), ("ns", "s", 1e-9, 0), ("min", "s", 60, 0),
        ("h", "s", 3600, 0),
        ("seconds", "s", 1, 0), ("milliseconds", "s", 1e-3, 0), ("microseconds", "s", 1e-6, 0), ("nanoseconds", "s", 1e-9, 0),
        ("bytes", "bytes", 1, 0), ("B", "bytes", 1, 0), ("words", "bytes", 4, 0), ("KB", "bytes", 1e3, 0), ("kB", "bytes", 1e3, 0),
        ("MB", "bytes", 1e6, 0),
        ("GB", "bytes", 1e9, 0), ("TB", "bytes", 1e12, 0), ("KiB", "bytes", 1024, 0), ("MiB", "bytes", 1048576, 0),
        ("GiB", "bytes", 1073741824, 0),
        ("bytes/s", "bytes/s", 1, 0), ("B/s", "bytes/s", 1, 0), ("KB/s", "bytes/s", 1e3, 0), ("MB/s", "bytes/s", 1e6, 0),
        ("GB/s", "bytes/s", 1e9, 0),
        ("KiB/s", "bytes/s", 1024, 0), ("MiB/s", "bytes/s", 1048576, 0), ("bit/s", "bytes/s", 0.125, 0), ("Mbit/s", "bytes/s", 125e3, 0),
        ("Gbit/s", "bytes/s", 125e6, 0),
        ("ratio", "ratio", 1, 0), ("percent", "ratio", 0.01, 0), ("%", "ratio", 0.01, 0),
        ("Hz", "Hz", 1, 0), ("kHz", "Hz", 1e3, 0), ("MHz", "Hz", 1e6, 0), ("GHz", "Hz", 1e9, 0),
        ("W", "W", 1, 0), ("mW", "W", 1e-3, 0), ("kW", "W", 1e3, 0), ("J", "J", 1, 0), ("mJ", "J", 1e-3, 0), ("Wh", "J", 3600, 0),
        ("V", "V", 1, 0), ("mV", "V", 1e-3, 0), ("flop/s", "flop/s", 1, 0), ("Tflop/s", "flop/s", 1e12, 0),
        ("celsius", "celsius", 1, 0), ("C", "celsius", 1, 0), ("K", "celsius", 1, -273.15), ("kelvin", "celsius", 1, -273.15),
        ("F", "celsius", 5.0 / 9, -160.0 / 9), ("fahrenheit", "celsius", 5.0 / 9, -160.0 / 9),
    ]);

    /// <summary>Values stay as they are.</summary>
    public static UnitConversion None { get; } = new(Scale: 1);

    /// <summary>A value in the signal's unit.</summary>
    public double Apply(double value) => (value * Scale) + Offset;

    /// <summary>The conversion from one unit to another; null when a unit is unknown or they measure different things.</summary>
    /// <param name="unit">A vendor's unit: <c>MiB</c>, <c>%</c>, <c>us</c>.</param>
    /// <param name="signalUnit">The unit of a signal.</param>
    public static UnitConversion? Between(string unit, string signalUnit)
    {
        if (string.Equals(unit, signalUnit, StringComparison.Ordinal))
            return None;
        return Units.TryGetValue(unit, out var from) && Units.TryGetValue(signalUnit, out var to) && from.Base == to.Base
            ? new UnitConversion(from.To.Scale / to.To.Scale, (from.To.Offset - to.To.Offset) / to.To.Scale)
            : null;
    }

    private static FrozenDictionary<string, (string Base, UnitConversion To)> Table(
        (string Unit, string Base, double Scale, double Offset)[] units) => units.ToFrozenDictionary(
            unit => unit.Unit, unit => (unit.Base, new UnitConversion(unit.Scale, unit.Offset)), StringComparer.Ordinal);
}

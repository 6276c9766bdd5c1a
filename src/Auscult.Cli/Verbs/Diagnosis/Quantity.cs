using System.Globalization;

namespace Auscult.Cli.Verbs.Diagnosis;

/// <summary>Values of signals with their unit, short enough for a table.</summary>
internal static class Quantity
{
    private static readonly (double Factor, string Prefix)[] Prefixes = [(1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")];

    /// <summary>A value; a dash where it is not known.</summary>
    /// <param name="value">In the catalogue's unit.</param>
    /// <param name="unit">The catalogue's unit.</param>
    public static string Of(double? value, string unit) => value is not { } known ? "-" : unit switch
    {
        "ratio" => $"{Short(100 * known)} %",
        "celsius" => $"{Short(known)} °C",
        "s" when Math.Abs(known) is > 0 and < 1e-3 => $"{Short(1e6 * known)} us",
        "s" when Math.Abs(known) is > 0 and < 1 => $"{Short(1e3 * known)} ms",
        "bytes" or "bytes/s" or "Hz" or "bits/s" or "J" => Prefixed(known, unit is "bytes" ? "B" : unit is "bytes/s" ? "B/s" : unit),
        "" or "bool" or "state" or "bits" => Short(known),
        _ => Math.Abs(known) >= 1e6 ? Prefixed(known, unit) : $"{Short(known)} {unit}",
    };

    private static string Prefixed(double value, string unit)
    {
        var (factor, prefix) = Prefixes.FirstOrDefault(candidate => Math.Abs(value) >= candidate.Factor, (1, ""));
        return $"{Short(value / factor)} {prefix}{unit}";
    }

    /// <summary>Three digits that count.</summary>
    private static string Short(double value)
    {
        var size = Math.Abs(value);
        var text = size >= 1e7 || size is > 0 and < 1e-3 ? value.ToString("0.##e0", CultureInfo.InvariantCulture)
            : value.ToString(size >= 100 ? "0" : size >= 10 ? "0.#" : size >= 1 ? "0.##" : "0.###", CultureInfo.InvariantCulture);
        return text == "-0" ? "0" : text;
    }
}

using System.Globalization;

namespace Auscult.Telemetry.Loading.NvidiaLogs;

/// <summary>Reads one value as nvidia-smi and dcgmi print it: <c>45 %</c>, <c>1024 MiB</c>, <c>Not Active</c>, <c>P0</c>, <c>0x4</c>, <c>[N/A]</c>.</summary>
internal static class NvidiaValue
{
    private static readonly string[] Missing =
        ["", "-", "N/A", "Not Supported", "Unknown Error", "GPU requires reset", "Insufficient Permissions", "Not Found", "ERR!", "No data", "nan"];

    /// <summary>The number and the unit behind it.</summary>
    /// <param name="text">The value.</param>
    /// <param name="number">NaN where the tool says that there is none.</param>
    /// <param name="unit">What stands behind the number; null when nothing does.</param>
    /// <returns>False when it is another text.</returns>
    public static bool TryParse(string text, out double number, out string? unit)
    {
        (number, unit) = (double.NaN, null);
        text = text.Trim();
        if (text is ['[', .., ']'])
            text = text[1..^1];
        if (Missing.Contains(text, StringComparer.OrdinalIgnoreCase))
            return true;
        if (Word(text) is { } word)
        {
            number = word;
            return true;
        }
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            return TryHex(text.AsSpan(2), out number);
        var digits = text;
        if (text.IndexOf(' ', StringComparison.Ordinal) is > 0 and var space)
            (digits, unit) = (text[..space], text[(space + 1)..].Trim());
        return TryNumber(digits, out number);
    }

    private static double? Word(string text) => text switch
    {
        "Active" or "Enabled" or "Yes" => 1,
        "Not Active" or "Disabled" or "No" => 0,
        ['P', >= '0' and <= '9'] or ['P', '1', >= '0' and <= '9'] => int.Parse(text.AsSpan(1), CultureInfo.InvariantCulture),
        _ => null,
    };

    private static bool TryHex(ReadOnlySpan<char> text, out double number)
    {
        var parsed = ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits);
        number = bits;
        return parsed;
    }

    private static bool TryNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
}

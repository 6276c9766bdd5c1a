using Auscult.Telemetry.Loading.Text;

namespace Auscult.Telemetry.Loading.Metrics;

/// <summary>Reads numbers as metrics write them: decimal, <c>NaN</c>, <c>+Inf</c>, <c>-Inf</c>.</summary>
public static class MetricNumber
{
    /// <summary>The number that a whole text is.</summary>
    /// <returns>False when it is none, or too large for a double.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out double value)
    {
        if (NumberText.TryParse(text, out value))
            return true;
        var word = text.Length > 0 && text[0] is (byte)'+' or (byte)'-' ? text[1..] : text;
        value = Ascii(word, "inf"u8) || Ascii(word, "infinity"u8) ? (text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity)
            : double.NaN;
        return double.IsInfinity(value) || Ascii(text, "nan"u8);
    }

    private static bool Ascii(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word) => System.Text.Ascii.EqualsIgnoreCase(text, word);
}

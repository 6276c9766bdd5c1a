using System.Globalization;

namespace Auscult.Telemetry.Loading.Text;

/// <summary>Reads numbers from UTF-8 text.</summary>
public static class NumberText
{
    private const ulong LargestExact = 1UL << 53;
    private static readonly double[] PowersOfTen = [.. Enumerable.Range(0, 23).Select(i => double.Parse($"1e{i}"))];

    /// <summary>A finite number with a dot as decimal mark; neither spaces around it nor separators of thousands.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="value">The double nearest to it.</param>
    /// <returns>False for anything else, words for infinity and not-a-number included.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out double value)
    {
        var i = text.Length > 0 && text[0] is (byte)'-' or (byte)'+' ? 1 : 0;
        var first = i;
        var mantissa = 0UL;
        while (i < text.Length && text[i] - (uint)'0' < 10)
            mantissa = (mantissa * 10) + (text[i++] - (uint)'0');
        var digits = i - first;
        var decimals = 0;
        if (i < text.Length && text[i] == '.')
        {
            var dot = i++;
            while (i < text.Length && text[i] - (uint)'0' < 10)
                mantissa = (mantissa * 10) + (text[i++] - (uint)'0');
            decimals = i - dot - 1;
        }
        digits += decimals;
        // A quotient of two exact doubles is rounded once, hence correctly (Clinger, PLDI 1990); 19 digits fit into the mantissa.
        if (i == text.Length && digits is > 0 and <= 19 && mantissa <= LargestExact)
        {
            value = mantissa / PowersOfTen[decimals];
            if (text[0] == '-')
                value = -value;
            return true;
        }
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(text, Style, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
    }
}

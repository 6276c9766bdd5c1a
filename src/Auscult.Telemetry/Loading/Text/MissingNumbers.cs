using System.Text;

namespace Auscult.Telemetry.Loading.Text;

/// <summary>Reads numbers that may be missing.</summary>
/// <param name="spellings">Spellings of a missing number besides an empty text, any case; null: na, n/a, null, none. NaN always is one.</param>
public sealed class MissingNumbers(IReadOnlyList<string>? spellings = null)
{
    private readonly string[] _spellings = [.. spellings ?? ["na", "n/a", "null", "none"], "nan"];

    /// <summary>The number of a UTF-8 text; NaN where it is missing.</summary>
    /// <returns>False when it is text, or not finite.</returns>
    public bool TryRead(ReadOnlySpan<byte> text, out double value)
    {
        if (text.IsEmpty)
        {
            value = double.NaN;
            return true;
        }
        if (NumberText.TryParse(text, out value))
            return true;
        value = double.NaN;
        foreach (var spelling in _spellings)
        {
            if (Ascii.EqualsIgnoreCase(text, spelling))
                return true;
        }
        return false;
    }
}

using Auscult.Foundation;
using Auscult.Telemetry.Loading.Text;

namespace Auscult.Telemetry.Loading.Importing;

/// <summary>The lines of a text that can be read.</summary>
public static class GoodLines
{
    /// <summary>
    /// Every line with a character other than white space. A line that is no UTF-8 and the end of a truncated file are bad records: the first
    /// is left out, the second ends the lines.
    /// </summary>
    /// <exception cref="InputException">One of these, where bad records are not skipped.</exception>
    public static IEnumerable<string> Of(LineReader reader, BadRecords bad)
    {
        while (TryRead(reader, bad, out var line))
        {
            if (!string.IsNullOrWhiteSpace(line))
                yield return line;
        }
    }

    private static bool TryRead(LineReader reader, BadRecords bad, out string line)
    {
        line = "";
        ReadOnlySpan<byte> bytes;
        try
        {
            if (!reader.TryRead(out bytes))
                return false;
        }
        catch (InputException e)
        {
            bad.Report(e);
            return false;
        }
        try
        {
            line = reader.Text(bytes);
        }
        catch (InputException e)
        {
            bad.Report(e);
        }
        return true;
    }
}

using Auscult.Foundation;
using Auscult.Telemetry.Loading.Text;

namespace Auscult.Telemetry.Loading.Csv;

/// <summary>Finds out what separates the fields of a file.</summary>
internal static class DelimiterFinder
{
    private const int Lines = 20;

    /// <summary>Of comma, tab, semicolon and bar the one that splits the first lines alike, into the most fields; comma where none
    /// does.</summary>
    /// <exception cref="InputException">The file cannot be read.</exception>
    public static char Find(string path)
    {
        ReadOnlySpan<char> candidates = [',', '\t', ';', '|'];
        var best = (Delimiter: ',', Agreeing: 0, Fields: 1);
        foreach (var candidate in candidates)
        {
            var widths = Widths(path, candidate);
            if (widths.Count == 0 || widths[0] == 1)
                continue;
            var agreeing = widths.Count(width => width == widths[0]);
            if (agreeing > best.Agreeing || (agreeing == best.Agreeing && widths[0] > best.Fields))
                best = (candidate, agreeing, widths[0]);
        }
        return best.Delimiter;
    }

    private static List<int> Widths(string path, char delimiter)
    {
        using var records = new RecordReader(LineReader.Open(path), (byte)delimiter);
        var widths = new List<int>();
        for (var i = 0; i < Lines; i++)
        {
            try
            {
                if (!records.Read(width: 0))
                    break;
                widths.Add(records.Fields.Count);
            }
            catch (InputException)
            {
                // Told by whoever reads the file.
                widths.Add(0);
            }
        }
        return widths;
    }
}

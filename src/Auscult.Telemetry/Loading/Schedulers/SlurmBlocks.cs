using System.Text.RegularExpressions;
using Auscult.Foundation;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Loading.Text;

namespace Auscult.Telemetry.Loading.Schedulers;

/// <summary>Collects the <c>Key=Value</c> pairs of <c>scontrol show</c>, of one line (<c>-o</c>) or many, into records.</summary>
internal sealed partial class SlurmBlocks(SlurmFacts facts, BadRecords bad)
{
    private Dictionary<string, string> _fields = new(StringComparer.Ordinal);

    /// <summary>Whether a record has begun.</summary>
    public bool IsOpen => _fields.Count > 0;

    /// <summary>Whether a line begins a record.</summary>
    public static bool IsFirstLine(string line) => line.StartsWith("JobId=", StringComparison.Ordinal) || line.StartsWith("NodeName=", StringComparison.Ordinal);

    /// <summary>Reads a line of a record.</summary>
    public void Read(string line, LineReader reader)
    {
        if (IsFirstLine(line))
            Close(reader);
        var keys = Key().Matches(line);
        for (var i = 0; i < keys.Count; i++)
        {
            var end = i + 1 < keys.Count ? keys[i + 1].Index : line.Length;
            var key = keys[i].Groups["key"].Value;
            // A value that looks like a pair, in a command or a comment, does not replace what stands before.
            _fields.TryAdd(key, line[(keys[i].Index + keys[i].Length)..end].Trim());
        }
    }

    /// <summary>Ends the record that is open.</summary>
    public void Close(LineReader reader)
    {
        if (!IsOpen)
            return;
        var record = new SlurmRecord(_fields, reader);
        _fields = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            if (record.Has("JobId"))
                facts.Job(record);
            else
                facts.Node(record);
        }
        catch (InputException e)
        {
            bad.Report(e);
        }
    }

    [GeneratedRegex("(?<=^|\\s)(?<key>[A-Za-z][A-Za-z0-9_/:&-]*)=", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Key();
}

using System.Text;
using System.Text.Json;
using Auscult.Foundation;

namespace Auscult.Retraining.State;

/// <summary>The lineage: JSON lines, only ever appended to. Whoever appends holds the lock.</summary>
/// <param name="file">The file.</param>
public sealed class Lineage(string file)
{
    /// <summary>All entries, oldest first; what a killed process left of a line is not one.</summary>
    /// <exception cref="InputException">A line is malformed.</exception>
    public IReadOnlyList<LineageEntry> Read()
    {
        if (!File.Exists(file))
            return [];
        var text = File.ReadAllText(file);
        var lines = text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Select((line, i) =>
        {
            try
            {
                return JsonSerializer.Deserialize(line, RetrainLines.Default.LineageEntry)!;
            }
            catch (JsonException e)
            {
                throw new InputException("not a line of a lineage", file, i + 1, remedy: "remove the line", inner: e);
            }
        })];
    }

    /// <summary>Appends an entry, which is on the disk when the call returns.</summary>
    public void Append(LineageEntry entry)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        using var stream = new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        CutUnfinishedLine(stream);
        stream.Write(Encoding.UTF8.GetBytes(entry.ToLine() + "\n"));
        stream.Flush(flushToDisk: true);
    }

    private static void CutUnfinishedLine(FileStream stream)
    {
        var end = stream.Length;
        while (end > 0)
        {
            stream.Seek(end - 1, SeekOrigin.Begin);
            if (stream.ReadByte() == '\n')
                break;
            end--;
        }
        stream.SetLength(end);
        stream.Seek(end, SeekOrigin.Begin);
    }
}

using Auscult.Foundation;
using Auscult.Telemetry.Loading.Text;

namespace Auscult.Telemetry.Loading.Tables;

/// <summary>Finds and opens the files of a table.</summary>
internal static class TableFiles
{
    private static readonly string[] Extensions = [".csv", ".tsv", ".txt", ".jsonl", ".ndjson", ".parquet"];

    /// <summary>One file, the files of a folder, or those that a pattern with * and ? in the last part of the path names; in order of
    /// name.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public static IReadOnlyList<string> Find(string root)
    {
        if (File.Exists(root))
            return [root];
        if (Directory.Exists(root))
            return Found(Directory.EnumerateFiles(root).Where(path => Extensions.Contains(Extension(path), StringComparer.OrdinalIgnoreCase)), root);
        var pattern = Path.GetFileName(root);
        var folder = Path.GetDirectoryName(root) is { Length: > 0 } given ? given : ".";
        if (!pattern.AsSpan().ContainsAny('*', '?') || !Directory.Exists(folder))
            throw new InputException("no such file", root);
        return Found(Directory.EnumerateFiles(folder, pattern), root);
    }

    /// <summary>The file's name without folder and extensions.</summary>
    public static string Stem(string path) => Path.GetFileName(path).Split('.')[0] is { Length: > 0 } stem ? stem : Path.GetFileName(path);

    /// <summary>Opens a file; what it is, its first bytes tell.</summary>
    /// <exception cref="InputException">It cannot be read, or is empty.</exception>
    public static ITable Open(string path, TableMapping mapping, CancellationToken cancellation)
    {
        if (IsParquet(path))
            return new ParquetTable(path, mapping.Missing, cancellation);
        using (var lines = LineReader.Open(path, cancellation))
        {
            while (lines.TryRead(out var line))
            {
                line = line.Trim(" \t"u8);
                if (line.StartsWith("{"u8) || line.StartsWith("[{"u8) || line.SequenceEqual("["u8))
                    return new JsonLinesTable(path, mapping.Missing, cancellation);
                if (!line.IsEmpty)
                    break;
            }
        }
        return new DelimitedTable(path, mapping.Delimiter, mapping.Missing, cancellation);
    }

    private static bool IsParquet(string path)
    {
        try
        {
            Span<byte> magic = stackalloc byte[4];
            using var stream = File.OpenRead(path);
            return stream.ReadAtLeast(magic, 4, throwOnEndOfStream: false) == 4 && magic.SequenceEqual("PAR1"u8);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"cannot be read ({e.Message.TrimEnd('.')})", path, inner: e);
        }
    }

    private static IReadOnlyList<string> Found(IEnumerable<string> files, string root) =>
        files.Order(StringComparer.Ordinal).ToArray() is { Length: > 0 } found ? found : throw new InputException("no file matches", root);

    private static string Extension(string path) =>
        Path.GetExtension(path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path);
}

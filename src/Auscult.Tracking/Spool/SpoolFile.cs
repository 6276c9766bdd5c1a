using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Auscult.Foundation;

namespace Auscult.Tracking.Spool;

/// <summary>
/// An append-only file of records, one a line: CRC-32C of the JSON in eight hexadecimal digits, a space, the JSON. A process that is
/// killed at any
/// byte leaves whole lines and at most one half line, which no reader takes for a record.
/// </summary>
internal sealed class SpoolFile : IDisposable
{
    private const int PrefixBytes = 9;
    private const int ReadBytes = 1 << 20;
    private readonly FileStream _stream;

    internal SpoolFile(FileStream stream) => _stream = stream;

    /// <summary>Opens a file for appending; a half line at its end is cut off.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static SpoolFile Append(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var whole = File.Exists(path) ? Read(path, 0).Select(line => line.End).LastOrDefault() : 0;
        var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        if (stream.Length > whole)
            stream.SetLength(whole);
        stream.Seek(0, SeekOrigin.End);
        return new SpoolFile(stream);
    }

    /// <summary>Adds a record with one write. What a full disk cut in half is taken back.</summary>
    /// <exception cref="IOException">The disk is full.</exception>
    public void Write(SpoolRecord record)
    {
        var line = Line(record);
        var start = _stream.Position;
        try
        {
            _stream.Write(line);
        }
        catch (IOException)
        {
            TakeBack(start);
            throw;
        }
    }

    /// <summary>Puts everything on the disk.</summary>
    public void Flush() => _stream.Flush(flushToDisk: true);

    /// <summary>Whole records from a byte on, each with the byte behind it. A line that is damaged is passed over.</summary>
    /// <param name="path">The file; a missing one holds nothing.</param>
    /// <param name="start">Where a line begins.</param>
    public static IEnumerable<(SpoolRecord Record, long End)> Read(string path, long start)
    {
        if (!File.Exists(path))
            yield break;
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        stream.Seek(start, SeekOrigin.Begin);
        var buffer = new byte[ReadBytes];
        var (filled, place) = (0, start);
        while (true)
        {
            var read = stream.Read(buffer.AsSpan(filled));
            filled += read;
            var used = 0;
            while (buffer.AsSpan(used, filled - used).IndexOf((byte)'\n') is >= 0 and var length)
            {
                var record = Parse(buffer.AsSpan(used, length));
                used += length + 1;
                if (record is not null)
                    yield return (record, place + used);
            }
            place += used;
            buffer.AsSpan(used, filled - used).CopyTo(buffer);
            filled -= used;
            if (read == 0)
                yield break;
            if (filled == buffer.Length)
                Array.Resize(ref buffer, buffer.Length * 2);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private void TakeBack(long start)
    {
        try
        {
            _stream.SetLength(start);
            _stream.Seek(start, SeekOrigin.Begin);
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            // Half a line stays, which readers pass over; the next record is on a line of its own only after the next start.
            return;
        }
    }

    private static byte[] Line(SpoolRecord record)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(record, SpoolJson.Default.SpoolRecord);
        var line = new byte[PrefixBytes + json.Length + 1];
        Encoding.ASCII.GetBytes(Crc32C.Of(json).ToString("x8", CultureInfo.InvariantCulture), line);
        line[PrefixBytes - 1] = (byte)' ';
        json.CopyTo(line, PrefixBytes);
        line[^1] = (byte)'\n';
        return line;
    }

    private static SpoolRecord? Parse(ReadOnlySpan<byte> line)
    {
        if (line.Length <= PrefixBytes || !Utf8Parser.TryParse(line[..8], out uint sum, out var digits, 'x') || digits != 8
            || Crc32C.Of(line[PrefixBytes..]) != sum)
            return null;
        try
        {
            return JsonSerializer.Deserialize(line[PrefixBytes..], SpoolJson.Default.SpoolRecord);
        }
        catch (JsonException)
        {
            // Written by another version: the checksum is right and the words are not ours.
            return null;
        }
    }
}

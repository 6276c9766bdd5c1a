using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Auscult.Foundation;

namespace Auscult.Telemetry.Loading.Text;

/// <summary>
/// Reads a text file line by line as UTF-8 bytes, without a string per line. Gzip is recognised by its content, whatever the file is called.
/// </summary>
public sealed class LineReader : IDisposable
{
    /// <summary>A line longer than this is no text of any source: 16 MiB.</summary>
    public const int MaxLineBytes = 1 << 24;

    private readonly Stream _stream;
    private readonly CancellationToken _cancellation;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(1 << 17);
    private int _begin;
    private int _end;
    private bool _ended;
    private bool _truncated;
    private bool _failed;

    /// <param name="stream">The text, compressed or not; disposed with the reader.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public LineReader(Stream stream, string name, CancellationToken cancellation = default)
    {
        Name = name;
        _cancellation = cancellation;
        _stream = GzipReader.Open(stream);
        Fill();
        if (Pending.StartsWith(Encoding.UTF8.Preamble))
            _begin += 3;
        else if (Pending.StartsWith(Encoding.Unicode.Preamble) || Pending.StartsWith(Encoding.BigEndianUnicode.Preamble))
            throw new InputException("the file is UTF-16", name, remedy: "convert it to UTF-8");
    }

    /// <summary>The file, for messages.</summary>
    public string Name { get; }

    /// <summary>Whether the compressed file turned out damaged or truncated; every whole line before the damage is still given.</summary>
    public bool IsDamaged => _truncated;

    /// <summary>One-based number of the line read last.</summary>
    public long Line { get; private set; }

    /// <summary>Whether the line read last has a line end; only the last line of a file may lack it.</summary>
    public bool IsLineEnded { get; private set; }

    /// <summary>Whether the line read last ended in carriage return and line feed.</summary>
    public bool HadCarriageReturn { get; private set; }

    private ReadOnlySpan<byte> Pending => _buffer.AsSpan(_begin, _end - _begin);

    /// <summary>Opens a file.</summary>
    /// <exception cref="InputException">It does not exist, is a folder, or may not be read.</exception>
    public static LineReader Open(string path, CancellationToken cancellation = default)
    {
        try
        {
            return new LineReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1, FileOptions.SequentialScan), path, cancellation);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException("no such file", path, inner: e);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new InputException($"cannot be read ({e.Message.TrimEnd('.')})", path, inner: e);
        }
    }

    /// <summary>Goes to the next line.</summary>
    /// <param name="line">Its bytes without the line end; valid until the next call.</param>
    /// <returns>False at the end of the file.</returns>
    /// <exception cref="InputException">
    /// The compressed file is truncated or damaged, after every whole line was given; or a line never ends. The next call says that the file ends.
    /// </exception>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        var searched = 0;
        line = default;
        while (!_failed)
        {
            var length = Pending[searched..].IndexOf((byte)'\n');
            if (length >= 0)
                return Take(searched + length, skip: 1, out line);
            searched = Pending.Length;
            if (_ended)
                break;
            Fill();
        }
        if (_failed)
            return false;
        _failed = _truncated;
        if (_truncated)
            throw new InputException("the file is damaged or truncated", Name, Line + 1, remedy: "copy it again from its source");
        return Take(Pending.Length, skip: 0, out line) && line.Length > 0;
    }

    /// <summary>A line as text.</summary>
    /// <exception cref="InputException">It is not UTF-8.</exception>
    public string Text(ReadOnlySpan<byte> line) => Utf8.IsValid(line)
        ? Encoding.UTF8.GetString(line)
        : throw Error("is not UTF-8 text", remedy: "convert the file to UTF-8");

    /// <summary>An error in the line read last.</summary>
    public InputException Error(string problem, string? column = null, string? remedy = null, Exception? inner = null) =>
        new(problem, Name, Line, column, remedy, inner);

    /// <inheritdoc/>
    public void Dispose()
    {
        _stream.Dispose();
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        (_begin, _end, _ended) = (0, 0, true);
    }

    private bool Take(int length, int skip, out ReadOnlySpan<byte> line)
    {
        line = Pending[..length];
        _begin += length + skip;
        if (skip == 0 && length == 0)
            return false;
        Line++;
        IsLineEnded = skip > 0;
        HadCarriageReturn = line.EndsWith("\r"u8);
        if (HadCarriageReturn)
            line = line[..^1];
        return skip > 0 || length > 0;
    }

    private void Fill()
    {
        _cancellation.ThrowIfCancellationRequested();
        if (_begin > 0)
        {
            Pending.CopyTo(_buffer);
            (_begin, _end) = (0, _end - _begin);
        }
        if (_end == _buffer.Length)
            Grow();
        try
        {
            var read = _stream.Read(_buffer, _end, _buffer.Length - _end);
            _ended = read == 0;
            _end += read;
        }
        catch (InvalidDataException)
        {
            // What was decompressed before the damage is still given, line by line.
            (_ended, _truncated) = (true, true);
        }
    }

    private void Grow()
    {
        _failed = _buffer.Length >= MaxLineBytes;
        if (_failed)
            throw new InputException($"a line is longer than {MaxLineBytes >> 20} MiB", Name, Line + 1, remedy: "is this a text file?");
        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        Pending.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}

using System.IO.Compression;

namespace Auscult.Telemetry.Loading.Text;

/// <summary>
/// Decompresses gzip and notices when the file ends too early, which <see cref="GZipStream"/> does not: to it, a truncated file is one that
/// ends there.
/// </summary>
/// <remarks>
/// A member with a known text is put behind the file. A whole file, of one member or several, decompresses to its content and that text; where
/// the text is missing at the end, the file was not whole.
/// </remarks>
public sealed class GzipReader : Stream
{
    private static readonly byte[] Mark = "\0auscult: whole\0"u8.ToArray();
    private static readonly byte[] MarkMember = Compress(Mark);

    private readonly Stream _file;
    private readonly GZipStream _text;
    private readonly byte[] _block = new byte[1 << 16];
    private int _begin;
    private int _end;
    private bool _ended;

    /// <param name="file">The compressed bytes; disposed with the reader.</param>
    public GzipReader(Stream file)
    {
        _file = file;
        _text = new GZipStream(new Followed(file, MarkMember), CompressionMode.Decompress);
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Decompresses a stream that begins like gzip; gives any other back as it is.</summary>
    /// <param name="stream">A seekable stream; others are given back.</param>
    public static Stream Open(Stream stream)
    {
        if (!stream.CanSeek)
            return stream;
        Span<byte> magic = stackalloc byte[2];
        var start = stream.Position;
        var read = stream.ReadAtLeast(magic, 2, throwOnEndOfStream: false);
        stream.Position = start;
        return read == 2 && magic is [0x1f, 0x8b] ? new GzipReader(stream) : stream;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The file is damaged or truncated; everything before was given.</exception>
    public override int Read(Span<byte> buffer)
    {
        // The last bytes are held back until it is known whether they are the mark.
        while (_end - _begin <= Mark.Length && !_ended)
            Fill();
        var count = Math.Min(buffer.Length, _end - _begin - (_ended ? 0 : Mark.Length));
        _block.AsSpan(_begin, count).CopyTo(buffer);
        _begin += count;
        return count;
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _text.Dispose();
            _file.Dispose();
        }
        base.Dispose(disposing);
    }

    private static byte[] Compress(byte[] content)
    {
        using var memory = new MemoryStream();
        using (var zip = new GZipStream(memory, CompressionLevel.Fastest))
            zip.Write(content);
        return memory.ToArray();
    }

    private void Fill()
    {
        _block.AsSpan(_begin, _end - _begin).CopyTo(_block);
        (_begin, _end) = (0, _end - _begin);
        var read = _text.Read(_block, _end, _block.Length - _end);
        _end += read;
        if (read > 0)
            return;
        _ended = true;
        if (!_block.AsSpan(_begin, _end - _begin).EndsWith(Mark))
        {
            _end = _begin;
            throw new InvalidDataException("the compressed file ends too early");
        }
        _end -= Mark.Length;
    }

    /// <summary>A stream and then some bytes.</summary>
    private sealed class Followed(Stream first, byte[] then) : Stream
    {
        private int _position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (first.Read(buffer, offset, count) is > 0 and var read)
                return read;
            var rest = Math.Min(count, then.Length - _position);
            then.AsSpan(_position, rest).CopyTo(buffer.AsSpan(offset));
            _position += rest;
            return rest;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

using System.Net;

namespace Auscult.Tracking.Rest;

/// <summary>A file, or a part of one, as the body of a request: read while it is sent, and read again when the request is
/// repeated.</summary>
internal sealed class FileContent : HttpContent
{
    private const int BufferBytes = 1 << 17;
    private readonly string _path;
    private readonly long _start;
    private readonly long _length;

    public FileContent(string path, long start = 0, long? length = null)
    {
        (_path, _start) = (path, start);
        _length = length ?? (new System.IO.FileInfo(path).Length - start);
        Headers.ContentType = new("application/octet-stream");
        Headers.ContentLength = _length;
    }

    /// <summary>Called after each piece that was sent.</summary>
    public Action? OnProgress { get; set; }

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete,
            bufferSize: 0, FileOptions.SequentialScan);
        file.Seek(_start, SeekOrigin.Begin);
        var buffer = new byte[(int)Math.Min(BufferBytes, Math.Max(1, _length))];
        for (var left = _length; left > 0;)
        {
            var read = await file.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), cancellationToken);
            if (read == 0)
                throw new EndOfStreamException($"{_path}: became shorter while it was sent");
            await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            left -= read;
            OnProgress?.Invoke();
        }
    }

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = _length;
        return true;
    }
}

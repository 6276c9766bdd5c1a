using Microsoft.Win32.SafeHandles;

namespace Auscult.Telemetry.Loading.Recorded;

/// <summary>
/// A file of <c>/proc</c> or <c>/sys</c> that is opened once and read again from its start at every tick, into one buffer.
/// </summary>
/// <param name="path">The file; it need not exist yet.</param>
internal sealed class ProcFile(string path) : IDisposable
{
    private byte[] _buffer = new byte[4096];
    private SafeFileHandle? _handle;

    /// <summary>
    /// The current content, valid until the next call; empty when the file is absent or its device went away. A file that failed is
    /// opened anew at the next call, so a device that comes back is seen again.
    /// </summary>
    public ReadOnlySpan<byte> Read()
    {
        try
        {
            _handle ??= File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var length = Fill(_handle);
            return _buffer.AsSpan(0, length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            _handle?.Dispose();
            _handle = null;
            return [];
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _handle?.Dispose();

    private int Fill(SafeFileHandle handle)
    {
        var length = 0;
        while (true)
        {
            // The kernel hands out large tables page by page: only an empty read is the end.
            var read = RandomAccess.Read(handle, _buffer.AsSpan(length), length);
            if (read == 0)
                return length;
            length += read;
            if (length == _buffer.Length)
                Array.Resize(ref _buffer, _buffer.Length * 2);
        }
    }
}

using Microsoft.Win32.SafeHandles;

namespace Auscult.Telemetry.Loading.TrainingLogs;

/// <summary>
/// Follows a file that another process appends lines to. Only whole lines are handed out; a file that is replaced, renamed away or
/// truncated is followed from its new beginning after the rest of the old one.
/// </summary>
public sealed class LineTail : IDisposable
{
    private const int LongestLine = 1 << 20;

    private readonly string _path;
    private byte[] _buffer = new byte[1 << 16];
    private int _held;
    private bool _skipping;
    private long _offset;
    private SafeFileHandle? _handle;
    private string? _place;

    /// <param name="path">The file; it need not exist yet.</param>
    /// <param name="fromEnd">True to leave out what the file holds already.</param>
    public LineTail(string path, bool fromEnd)
    {
        _path = path;
        if (!fromEnd || !TryOpen())
            return;
        _offset = RandomAccess.GetLength(_handle!);
        // The file may end within a line: its second half is no line.
        Span<byte> last = stackalloc byte[1];
        _skipping = _offset > 0 && RandomAccess.Read(_handle!, last, _offset - 1) == 1 && last[0] != '\n';
    }

    /// <summary>Handles one line, without its end.</summary>
    public delegate void LineHandler(ReadOnlyMemory<byte> line);

    /// <summary>How often the file was replaced or truncated.</summary>
    public int Rotations { get; private set; }

    /// <summary>Lines dropped because they were longer than a mebibyte.</summary>
    public int OverlongLines { get; private set; }

    /// <summary>Hands out the whole lines that were appended since the last call.</summary>
    public void Read(LineHandler handler)
    {
        try
        {
            if (_handle is null && !TryOpen())
                return;
            if (RandomAccess.GetLength(_handle!) < _offset)
                StartOver();
            ReadToEnd(handler);
            if (WasReplaced())
            {
                Close();
                if (TryOpen())
                    ReadToEnd(handler);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Close();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _handle?.Dispose();

    private bool TryOpen()
    {
        try
        {
            _handle = File.OpenHandle(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            _place = PlaceOf(_handle);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private void Close()
    {
        _handle?.Dispose();
        _handle = null;
        StartOver();
    }

    private void StartOver()
    {
        Rotations++;
        (_offset, _held, _skipping) = (0, 0, false);
    }

    /// <summary>The kernel's name of an open file follows a rename and says when it was deleted.</summary>
    private static string? PlaceOf(SafeFileHandle handle) =>
        new FileInfo($"/proc/self/fd/{handle.DangerousGetHandle()}").LinkTarget;

    private bool WasReplaced() => !string.Equals(PlaceOf(_handle!), _place, StringComparison.Ordinal);

    private void ReadToEnd(LineHandler handler)
    {
        int read;
        while ((read = RandomAccess.Read(_handle!, _buffer.AsSpan(_held), _offset)) > 0)
        {
            _offset += read;
            _held += read;
            HandOut(handler);
        }
    }

    private void HandOut(LineHandler handler)
    {
        var start = 0;
        int length;
        while ((length = _buffer.AsSpan(start, _held - start).IndexOf((byte)'\n')) >= 0)
        {
            if (!_skipping && length > 0)
                handler(_buffer.AsMemory(start, length));
            _skipping = false;
            start += length + 1;
        }
        _buffer.AsSpan(start, _held - start).CopyTo(_buffer);
        _held -= start;
        if (_held < _buffer.Length)
            return;
        if (_buffer.Length < LongestLine)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        else
        {
            OverlongLines += _skipping ? 0 : 1;
            (_held, _skipping) = (0, true);
        }
    }
}

namespace Auscult.Telemetry.Loading.Recorded;

/// <summary>
/// An append-only file with a writer thread. Whoever appends never waits: while a disk is slow, what was appended waits in memory.
/// </summary>
internal sealed class JournalFile : IDisposable
{
    private static readonly TimeSpan SyncPeriod = TimeSpan.FromSeconds(5);

    private readonly Stream _stream;
    private readonly Thread _thread;
    private readonly Lock _gate = new();
    private readonly AutoResetEvent _arrived = new(initialState: false);
    private MemoryStream _waiting = new();
    private MemoryStream _writing = new();
    private bool _completed;
    private volatile IOException? _failure;

    /// <param name="path">The file; must not exist.</param>
    public JournalFile(string path)
        : this(Create(path))
    {
    }

    /// <param name="stream">Where to write; owned by this object.</param>
    public JournalFile(Stream stream)
    {
        _stream = stream;
        _thread = new Thread(WriteUntilCompleted) { IsBackground = true, Name = "recording journal" };
        _thread.Start();
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        ThrowIfFailed();
        lock (_gate)
            _waiting.Write(bytes);
        _arrived.Set();
    }

    public void Complete()
    {
        lock (_gate)
            _completed = true;
        _arrived.Set();
        _thread.Join();
        ThrowIfFailed();
    }

    public void Dispose()
    {
        lock (_gate)
            _completed = true;
        _arrived.Set();
        _thread.Join();
        _stream.Dispose();
        _arrived.Dispose();
    }

    private static FileStream Create(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
    }

    private void ThrowIfFailed()
    {
        if (_failure is { } failure)
            throw new IOException(failure.Message, failure);
    }

    private void WriteUntilCompleted()
    {
        var synced = Environment.TickCount64;
        try
        {
            bool completed;
            do
            {
                _arrived.WaitOne();
                lock (_gate)
                {
                    (_waiting, _writing) = (_writing, _waiting);
                    completed = _completed;
                }
                _stream.Write(_writing.GetBuffer().AsSpan(0, (int)_writing.Length));
                _writing.SetLength(0);
                if (completed || Environment.TickCount64 - synced >= SyncPeriod.TotalMilliseconds)
                {
                    (_stream as FileStream)?.Flush(flushToDisk: true);
                    synced = Environment.TickCount64;
                }
            }
            while (!completed);
        }
        catch (IOException e)
        {
            _failure = e;
        }
    }
}

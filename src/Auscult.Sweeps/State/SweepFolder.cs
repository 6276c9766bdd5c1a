using System.Globalization;
using System.Text;
using System.Text.Json;
using Auscult.Foundation;

namespace Auscult.Sweeps.State;

/// <summary>
/// A sweep's folder: <c>sweep.yaml</c>, the events in <c>trials.jsonl</c> (only ever appended to, one line a write), <c>lock</c>, and one folder per
/// trial. Any number of processes on machines that share the folder may work at it: each change is made under the lock, by what the log says then.
/// </summary>
public sealed class SweepFolder(string path, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly SweepBoard _board = new();
    private long _read;
    private long _line;

    /// <summary>The folder as the user named it.</summary>
    public string Name { get; } = path;

    /// <summary>The folder, absolute.</summary>
    public string Location { get; } = Path.GetFullPath(path);

    /// <summary>The sweep file's copy.</summary>
    public string Specification => Path.Combine(Location, "sweep.yaml");

    /// <summary>Whether a sweep was begun here.</summary>
    public bool Exists => File.Exists(Log);

    private string Log => Path.Combine(Location, "trials.jsonl");

    /// <summary>Folder of one trial, which is also its <c>output_dir</c>.</summary>
    public string TrialFolder(int number) => Path.Combine(Location, "trials", number.ToString("D4", CultureInfo.InvariantCulture));

    /// <summary>File that the owner of a trial touches while it works.</summary>
    public string Heartbeat(int number) => Path.Combine(TrialFolder(number), "heartbeat");

    /// <summary>Begins a sweep, or goes on with the one that is here.</summary>
    /// <param name="digest">Fingerprint of what may not change between sessions.</param>
    /// <param name="specification">Text of the sweep file.</param>
    /// <param name="startParent">Starts the tracked parent run and gives its id; called only when the sweep is new.</param>
    /// <exception cref="InputException">The sweep that is here has another digest.</exception>
    public void Open(string digest, string specification, Func<string?> startParent) => Change((board, append) =>
    {
        if (board.Digest is null)
        {
            AtomicFile.WriteAllText(Specification, specification);
            append(new SweepEvent { Event = SweepEventKind.Created, Time = clock.GetUtcNow(), Digest = digest, RunId = startParent() });
        }
        else if (board.Digest != digest)
        {
            throw new InputException("another sweep was begun in this folder", Location, remedy: "give another --out, or the same sweep file and overrides to go on");
        }
        return true;
    });

    /// <summary>What the log says now.</summary>
    /// <exception cref="InputException">The log is damaged.</exception>
    public T Read<T>(Func<SweepBoard, T> look) => Change((board, _) => look(board));

    /// <summary>Looks at the board and appends events, which are on the disk when the call returns; nobody else does so meanwhile.</summary>
    internal T Change<T>(Func<SweepBoard, Action<SweepEvent>, T> change)
    {
        Directory.CreateDirectory(Location);
        lock (_gate)
        {
            using var turn = Acquire();
            using var log = new FileStream(Log, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
            CatchUp(log);
            return change(_board, happened =>
            {
                var line = Encoding.UTF8.GetBytes(happened.ToLine() + "\n");
                log.Seek(0, SeekOrigin.End);
                log.Write(line);
                log.Flush(flushToDisk: true);
                _read = log.Position;
                _line++;
                _board.Apply(happened);
            });
        }
    }

    // The lock is the operating system's (flock), so that it ends with its process however that ends.
    private FileStream Acquire()
    {
        while (true)
        {
            try
            {
                return new FileStream(Path.Combine(Location, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (e is not DirectoryNotFoundException and not PathTooLongException)
            {
                Thread.Sleep(20);
            }
        }
    }

    private void CatchUp(FileStream log)
    {
        if (log.Length < _read)
            throw new InputException("the log of the sweep was cut or replaced while it was used", Log, remedy: "start the sweep again");
        log.Seek(_read, SeekOrigin.Begin);
        var bytes = new byte[log.Length - _read];
        log.ReadExactly(bytes);
        var end = bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
        foreach (var line in Encoding.UTF8.GetString(bytes, 0, end).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            _line++;
            try
            {
                _board.Apply(SweepEvent.Parse(line));
            }
            catch (JsonException e)
            {
                throw new InputException("not an event of a sweep", Log, _line, remedy: "remove the line, or give another --out", inner: e);
            }
        }
        _read += end;
        // What a killed process left of a line.
        if (end < bytes.Length)
            log.SetLength(_read);
    }
}

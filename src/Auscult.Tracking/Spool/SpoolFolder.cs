using System.Text.Json;
using Auscult.Foundation;

namespace Auscult.Tracking.Spool;

/// <summary>
/// What one run has to tell the server: <c>records</c> (a <see cref="SpoolFile"/>), <c>files</c> (copies of artifacts until they arrived),
/// <c>state.json</c> (how far it was sent) and <c>lock</c> (held by the one process that sends).
/// </summary>
internal sealed class SpoolFolder(string root, string runId)
{
    /// <summary>The run's id here; the server has one of its own.</summary>
    public string RunId { get; } = runId;

    /// <summary>The run's folder.</summary>
    public string Path { get; } = System.IO.Path.Combine(root, runId);

    /// <summary>The records.</summary>
    public string Records => System.IO.Path.Combine(Path, "records");

    /// <summary>Copies of artifacts.</summary>
    public string Files => System.IO.Path.Combine(Path, "files");

    /// <summary>Whether something waits to be sent.</summary>
    public bool IsWaiting => File.Exists(Records);

    private string StateFile => System.IO.Path.Combine(Path, "state.json");

    /// <summary>The runs under a folder that have something to send, oldest first.</summary>
    public static IReadOnlyList<SpoolFolder> Waiting(string root) => Directory.Exists(root)
        ? [.. new DirectoryInfo(root).EnumerateDirectories().OrderBy(folder => folder.CreationTimeUtc)
            .Select(folder => new SpoolFolder(root, folder.Name)).Where(spool => spool.IsWaiting)]
        : [];

    /// <summary>Whether this run was spooled here, sent or not.</summary>
    public bool Exists => IsWaiting || File.Exists(StateFile);

    /// <summary>Whether nobody wrote down how far it was sent.</summary>
    public bool LacksState => !File.Exists(StateFile);

    /// <summary>How far it was sent.</summary>
    public SpoolState ReadState()
    {
        var state = File.Exists(StateFile) ? JsonSerializer.Deserialize(File.ReadAllBytes(StateFile), SpoolJson.Default.SpoolState)!
            : new SpoolState();
        // Records that are gone have all arrived; a process that was killed in between did not write that down.
        return IsWaiting && new System.IO.FileInfo(Records).Length >= state.Sent ? state : state with { Sent = 0 };
    }

    /// <summary>Writes down how far it was sent.</summary>
    public void WriteState(SpoolState state) =>
        AtomicFile.Write(StateFile, stream => JsonSerializer.Serialize(stream, state, SpoolJson.Default.SpoolState));

    /// <summary>Last step of each metric, sent or not.</summary>
    public Dictionary<string, long> LastSteps()
    {
        var steps = new Dictionary<string, long>(ReadState().LastSteps, StringComparer.Ordinal);
        foreach (var (record, _) in SpoolFile.Read(Records, 0))
        {
            if (record is { Op: SpoolOp.Metric, Key: { } key, Step: var step })
                steps[key] = Math.Max(steps.GetValueOrDefault(key, long.MinValue), step ?? 0);
        }
        return steps;
    }

    /// <summary>Removes what has arrived: all records of a run that ended.</summary>
    public void Clear(SpoolState state)
    {
        var steps = LastSteps();
        WriteState(state with { LastSteps = steps });
        File.Delete(Records);
        if (Directory.Exists(Files))
            Directory.Delete(Files, recursive: true);
        WriteState(state with { LastSteps = steps, Sent = 0 });
    }

    /// <summary>Takes the right to send; null when another process has it.</summary>
    public IDisposable? TryLock()
    {
        try
        {
            return new FileStream(System.IO.Path.Combine(Path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }
}

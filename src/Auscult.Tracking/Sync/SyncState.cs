using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Auscult.Foundation;

namespace Auscult.Tracking.Sync;

/// <summary>What one experiment, run, model or version of a store became at the server.</summary>
internal sealed record SyncEntry(string ServerId)
{
    /// <summary>Where its artifacts are.</summary>
    public string? ArtifactUri { get; init; }

    /// <summary>How many points of each metric arrived.</summary>
    public Dictionary<string, int> Metrics { get; init; } = [];

    /// <summary>Files that arrived: path to length and time of change.</summary>
    public Dictionary<string, string> Artifacts { get; init; } = [];

    /// <summary>Lengths and times of all its files when it had arrived whole; null before.</summary>
    public string? Whole { get; init; }
}

/// <summary>
/// What of a store has arrived at a server: one small file per thing under <c>STORE.sync/SERVER</c>, beside the store, because MLflow takes
/// every folder inside for an experiment.
/// </summary>
internal sealed class SyncState : IDisposable
{
    private readonly string _folder;
    private readonly FileStream? _lock;

    /// <exception cref="InputException">Another process is at work on it.</exception>
    public SyncState(string store, Uri server, bool isReadOnly)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(server.ToString())))[..12];
        _folder = Path.Combine(Path.TrimEndingDirectorySeparator(Path.GetFullPath(store)) + ".sync",
            $"{server.Host}-{server.Port.ToString(CultureInfo.InvariantCulture)}-{name}");
        if (isReadOnly)
            return;
        try
        {
            Directory.CreateDirectory(_folder);
            _lock = new FileStream(Path.Combine(_folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException("cannot be written, or another sync is at work", _folder,
                remedy: "wait for it, or make the folder writable", inner: e);
        }
    }

    /// <summary>What is known of a thing; null: nothing.</summary>
    public SyncEntry? Get(string kind, string id) => File.Exists(FileOf(kind, id))
        ? JsonSerializer.Deserialize(File.ReadAllBytes(FileOf(kind, id)), SyncJson.Default.SyncEntry)
        : null;

    /// <summary>Writes down what is known of a thing.</summary>
    public void Set(string kind, string id, SyncEntry entry) =>
        AtomicFile.Write(FileOf(kind, id), stream => JsonSerializer.Serialize(stream, entry, SyncJson.Default.SyncEntry));

    /// <summary>Length and time of change of every file of a folder, in a few digits.</summary>
    public static string Fingerprint(string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            hash.AppendData(Encoding.UTF8.GetBytes($"{Path.GetRelativePath(folder, file)} {Stamp(file)}\n"));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    /// <summary>Length and time of change of a file.</summary>
    public static string Stamp(string file)
    {
        var info = new FileInfo(file);
        return string.Create(CultureInfo.InvariantCulture, $"{info.Length} {info.LastWriteTimeUtc.Ticks}");
    }

    /// <inheritdoc/>
    public void Dispose() => _lock?.Dispose();

    private string FileOf(string kind, string id) => Path.Combine(_folder, $"{kind}-{Uri.EscapeDataString(id)}.json");
}

/// <summary>JSON of what arrived.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SyncEntry))]
internal sealed partial class SyncJson : JsonSerializerContext;

using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Auscult.Foundation;
using Auscult.Telemetry.Loading.Text;

namespace Auscult.Telemetry.Loading.Prometheus;

/// <summary>
/// What an import has got so far, in a folder of its own: the plan, and one compressed file per answer. A file appears whole or not at
/// all, so whatever was killed goes on where it was.
/// </summary>
internal sealed class PrometheusJournal : IDisposable
{
    private const string PlanFile = "plan.json";
    private readonly FileStream _lock;

    /// <param name="home">Where journals lie.</param>
    /// <param name="key">What is imported; the same text finds the same journal.</param>
    /// <exception cref="InputException">Another import of the same is running.</exception>
    public PrometheusJournal(string home, string key)
    {
        Folder = Path.Combine(home, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..24]);
        Directory.CreateDirectory(Folder);
        try
        {
            _lock = new FileStream(Path.Combine(Folder, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new InputException("another import of the same data is running", Folder, remedy: "wait for it", inner: e);
        }
    }

    /// <summary>Where it lies.</summary>
    public string Folder { get; }

    /// <summary>Where journals lie: <c>auscult/imports</c> in the user's cache, <c>XDG_CACHE_HOME</c> or <c>~/.cache</c>.</summary>
    public static string Home()
    {
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } given
            ? given
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        return Path.Combine(cache, "auscult", "imports");
    }

    /// <summary>The plan of the import that was begun; null where there is none.</summary>
    public PrometheusPlan? Plan()
    {
        var path = Path.Combine(Folder, PlanFile);
        return File.Exists(path) ? PrometheusPlan.Read(File.ReadAllBytes(path)) : null;
    }

    /// <summary>Begins with a plan; answers to another one are forgotten.</summary>
    public void Begin(PrometheusPlan plan)
    {
        foreach (var file in Directory.EnumerateFiles(Folder, "*.gz").ToArray())
            File.Delete(file);
        Put(PlanFile, plan.Write());
    }

    /// <summary>Whether the answer to a request is there.</summary>
    public bool Has(PrometheusChunk chunk) => File.Exists(Path.Combine(Folder, NameOf(chunk)));

    /// <summary>Keeps an answer.</summary>
    public void Put(PrometheusChunk chunk, byte[] answer)
    {
        using var memory = new MemoryStream();
        using (var zip = new GZipStream(memory, CompressionLevel.Fastest))
            zip.Write(answer);
        Put(NameOf(chunk), memory.ToArray());
    }

    /// <summary>An answer that was kept; null where it is missing or damaged.</summary>
    public byte[]? Get(PrometheusChunk chunk)
    {
        try
        {
            using var file = GzipReader.Open(File.OpenRead(Path.Combine(Folder, NameOf(chunk))));
            using var memory = new MemoryStream();
            file.CopyTo(memory);
            return memory.ToArray();
        }
        catch (Exception e) when (e is FileNotFoundException or InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Remove()
    {
        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    private static string NameOf(PrometheusChunk chunk) => $"{chunk.Query:D5}-{chunk.Chunk:D5}.json.gz";

    private void Put(string name, byte[] content)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllBytes($"{path}.part", content);
        File.Move($"{path}.part", path, overwrite: true);
    }
}

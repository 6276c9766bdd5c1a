using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Auscult.Foundation;
using Auscult.Learning.Diagnosis.Model;
using Auscult.Learning.Sites;
using Auscult.Retraining;
using Auscult.Retraining.Data;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading;
using Auscult.Telemetry.Storage;

namespace Auscult.Cli.Verbs.Retraining;

/// <summary>The data that come in: a folder of dataset folders that grows, or the recordings of the section <c>data</c>.</summary>
/// <param name="config">Which of both.</param>
/// <param name="data">The section; read only where no folder is given.</param>
/// <param name="site">Grid and columns.</param>
internal sealed class DeliveredData(RetrainConfig config, Func<DataConfig> data, SiteConfig site)
{
    private const string ManifestFile = "dataset.yaml";
    private readonly Dictionary<string, Dataset> _open = new(StringComparer.Ordinal);

    /// <summary>Where fused frames are kept.</summary>
    public string CacheFolder => Path.Combine(config.Folder, Pipelines.CacheFolder);

    /// <summary>Everything that lies there now, in order of names.</summary>
    /// <exception cref="InputException">There is no such folder or source.</exception>
    public IReadOnlyList<IncomingDataset> All()
    {
        if (config.Incoming is not { } folder)
        {
            var source = data();
            var dataset = DatasetSources.Load(source);
            _open[source.Root] = dataset;
            return [Described(dataset.Manifest.Name, source.Root, dataset, recording => string.Create(
                CultureInfo.InvariantCulture, $"{recording.Start:O}/{recording.End:O}"))];
        }
        if (!Directory.Exists(folder))
            throw new InputException("no such folder", folder, remedy: "give retrain.incoming=DIR, a folder of dataset folders");
        return [.. Directory.EnumerateDirectories(folder).Where(path => Path.GetFileName(path)[0] != '.' && File.Exists(Path.Combine(path, ManifestFile)))
            .Order(StringComparer.Ordinal).Select(Read)];
    }

    /// <summary>Opens a recording.</summary>
    /// <exception cref="InputException">It cannot be read any more.</exception>
    public Site Open(string location, string recording)
    {
        if (!_open.TryGetValue(location, out var dataset))
            _open.Add(location, dataset = config.Incoming is null ? DatasetSources.Load(data()) : Dataset.Open(location));
        return Site.Open(dataset, recording, site, CacheFolder);
    }

    /// <summary>Recordings of a role, named <c>dataset/recording</c>.</summary>
    public IReadOnlyList<DiagnosisRecording> Of(IEnumerable<Delivery> deliveries, DataRole role) =>
    [
        .. deliveries.SelectMany(delivery => delivery.Of(role).Select(recording =>
            new DiagnosisRecording($"{delivery.Dataset}/{recording.Name}", () => Open(delivery.Location, recording.Name)))),
    ];

    private IncomingDataset Read(string path)
    {
        var name = Path.GetFileName(path);
        var digest = Digest(path);
        try
        {
            var dataset = Dataset.Open(path);
            _open[path] = dataset;
            return Described(name, path, dataset, _ => digest);
        }
        catch (InputException e)
        {
            return new IncomingDataset(name, path, [], $"{e.Message} ({digest})");
        }
    }

    private static IncomingDataset Described(string name, string location, Dataset dataset, Func<Recording, string> digest) => new(
        name, location, [.. dataset.Manifest.Recordings.OrderBy(recording => recording.Start).Select(recording => new IncomingRecording(
            recording.Name, digest(recording),
            dataset.Manifest.Splits.FirstOrDefault(part => part.Value.Contains(recording.Name, StringComparer.Ordinal)).Key))]);

    // Names, sizes and times of its files: reading all of a folder that grows would take longer each time.
    private static string Digest(string path) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Directory
        .EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(file => new FileInfo(file))
        .Select(file => string.Create(
            CultureInfo.InvariantCulture, $"{Path.GetRelativePath(path, file.FullName)} {file.Length} {file.LastWriteTimeUtc.Ticks}"))))))[..16];
}

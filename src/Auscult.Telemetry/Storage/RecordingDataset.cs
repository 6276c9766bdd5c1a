using System.Security.Cryptography;
using System.Text;
using Auscult.Foundation;
using Auscult.Telemetry.Domain;

namespace Auscult.Telemetry.Storage;

/// <summary>
/// One recording of a dataset, as a dataset of its own: the entities that were there, their groups, labels and samples. What has no sample in
/// it, such as another cluster of the same folder, is left out.
/// </summary>
public sealed class RecordingDataset : Dataset
{
    private readonly Dataset _whole;
    private readonly Recording _recording;
    private readonly HashSet<string> _present;
    private readonly Lazy<string> _fingerprint;

    /// <param name="whole">The dataset.</param>
    /// <param name="recording">Name of one of its recordings.</param>
    /// <exception cref="InputException">There is no such recording, or it has no sample.</exception>
    public RecordingDataset(Dataset whole, string recording)
    {
        _whole = whole;
        _recording = whole.Manifest.Recordings.FirstOrDefault(candidate => candidate.Name == recording)
            ?? throw new InputException(
                $"there is no recording '{recording}'", whole.Location,
                remedy: NearestName.Suggest(recording, [.. whole.Manifest.Recordings.Select(known => known.Name)]));
        (Series, var sampled) = Sampled();
        if (Series.Count == 0)
            throw new InputException($"recording '{recording}' has no sample", whole.Location);
        _present = Present(sampled);
        Topology = Restricted(whole.Topology, _present);
        Manifest = whole.Manifest with
        {
            Name = $"{whole.Manifest.Name}-{recording}",
            Recordings = [_recording],
            Splits = new Dictionary<string, IReadOnlyList<string>>(),
        };
        Incidents = [.. whole.Incidents.Where(incident => incident.Recording == recording)];
        Events = [.. whole.Events.Where(happened =>
            happened.Time >= _recording.Start && happened.Time < _recording.End && _present.Contains(happened.Entity))];
        _fingerprint = new Lazy<string>(() =>
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{whole.Fingerprint}/{recording}"))));
    }

    /// <inheritdoc/>
    public override string Location => _whole.Location;

    /// <inheritdoc/>
    public override DatasetManifest Manifest { get; }

    /// <inheritdoc/>
    public override Topology Topology { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Incident> Incidents { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<OperationalEvent> Events { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<SeriesInfo> Series { get; }

    /// <inheritdoc/>
    public override string Fingerprint => _fingerprint.Value;

    /// <inheritdoc/>
    public override SeriesTable ReadSeries(Layer layer, EntityKind entityKind, SeriesFilter? filter = null)
    {
        var wanted = filter ?? new SeriesFilter();
        return _whole.ReadSeries(layer, entityKind, wanted with
        {
            From = wanted.From > _recording.Start ? wanted.From : _recording.Start,
            Until = wanted.Until < _recording.End ? wanted.Until : _recording.End,
        });
    }

    /// <summary>The tables with a sample in the recording, and the entities that have one.</summary>
    private (List<SeriesInfo> Series, HashSet<string> Entities) Sampled()
    {
        var (series, entities) = (new List<SeriesInfo>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var info in _whole.Series)
        {
            var table = ReadSeries(info.Layer, info.EntityKind, new SeriesFilter { Columns = [] });
            if (table.RowCount == 0)
                continue;
            series.Add(info with { RowCount = table.RowCount });
            entities.UnionWith(table.EntityIndex.Distinct().Select(index => table.Entities[index]));
        }
        return (series, entities);
    }

    /// <summary>Every entity whose outermost container holds one with a sample.</summary>
    private HashSet<string> Present(HashSet<string> sampled)
    {
        var containment = Containment.Of(_whole.Topology);
        string Outermost(string id) => containment.IdsOutwards(id).Last();
        var tops = sampled.Select(Outermost).ToHashSet(StringComparer.Ordinal);
        return _whole.Topology.Entities.Select(entity => entity.Id).Where(id => tops.Contains(Outermost(id))).ToHashSet(StringComparer.Ordinal);
    }

    private static Topology Restricted(Topology topology, HashSet<string> present) => new(
        [.. topology.Entities.Where(entity => present.Contains(entity.Id))],
        [.. topology.Groups.Select(group => group with { Members = [.. group.Members.Where(present.Contains)] }).Where(group => group.Members.Count > 0)]);
}

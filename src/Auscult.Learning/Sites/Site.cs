using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Storage;

namespace Auscult.Learning.Sites;

/// <summary>All entities of one kind at a site, each with the signals that are measured on that kind itself.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Frame">Values <c>[entity, row, signal]</c>; its rows are the same moments for every kind.</param>
public sealed record SiteKind(EntityKind Kind, Frame Frame);

/// <summary>An entity of a site.</summary>
/// <param name="Kind">Index in <see cref="Site.Kinds"/>.</param>
/// <param name="Entity">Index on the entity axis of its frame.</param>
[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
public readonly record struct EntityRef(int Kind, int Entity);

/// <summary>A labelled interval on the rows of a site.</summary>
/// <param name="Incident">The label.</param>
/// <param name="FirstRow">First affected row.</param>
/// <param name="EndRow">First row after it.</param>
/// <param name="Root">The entity where it started, or its nearest container that has rows; null when there is none.</param>
public sealed record SiteIncident(Incident Incident, int FirstRow, int EndRow, EntityRef? Root);

/// <summary>
/// One cluster over one recording: every kind of entity with its own signals on one grid of time, the topology and the labels. This is
/// what is diagnosed: entities are compared with their past and with their peers, whatever a site calls and counts them.
/// </summary>
public sealed class Site : IDisposable
{
    private readonly Dictionary<string, EntityRef> _byId = new(StringComparer.Ordinal);

    private readonly bool _ownsFrames;

    private Site(RecordingDataset dataset, string recording, IReadOnlyList<SiteKind> kinds, IReadOnlyList<Incident>? incidents = null)
    {
        (Dataset, Recording, Kinds, _ownsFrames) = (dataset, recording, kinds, incidents is null);
        for (var k = 0; k < kinds.Count; k++)
        {
            var entities = kinds[k].Frame.Schema.Entities;
            for (var e = 0; e < entities.Count; e++)
                _byId[entities[e].Id] = new EntityRef(k, e);
        }
        var schema = kinds[0].Frame.Schema;
        (RowCount, Step, Start) = (schema.RowCount, schema.Step, schema.TimeOf(0));
        Incidents = [.. (incidents ?? dataset.Incidents).OrderBy(incident => incident.Onset).Select(Placed).OfType<SiteIncident>()];
        Faults = [.. Incidents.Where(placed => !placed.Incident.IsBenign)];
    }

    /// <summary>The recording as a dataset.</summary>
    public RecordingDataset Dataset { get; }

    /// <summary>Name of the recording.</summary>
    public string Recording { get; }

    /// <summary>Kinds of entities that have signals of their own, in the order of <see cref="EntityKind"/>.</summary>
    public IReadOnlyList<SiteKind> Kinds { get; }

    /// <summary>Rows of every frame.</summary>
    public int RowCount { get; }

    /// <summary>Time between two rows.</summary>
    public TimeSpan Step { get; }

    /// <summary>Time of the first row.</summary>
    public DateTimeOffset Start { get; }

    /// <summary>Labels within the recording, benign ones included, in order of onset.</summary>
    public IReadOnlyList<SiteIncident> Incidents { get; }

    /// <summary>Those of <see cref="Incidents"/> that are faults, not benign events.</summary>
    public IReadOnlyList<SiteIncident> Faults { get; }

    /// <summary>What contains what, and who is comparable.</summary>
    public Topology Topology => Dataset.Topology;

    /// <summary>Opens one recording of a dataset.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="recording">Name of the recording.</param>
    /// <param name="config">Grid and columns.</param>
    /// <param name="cacheFolder">Where fused frames are kept; null keeps them in memory.</param>
    /// <param name="only">Kinds to open; null opens all.</param>
    /// <exception cref="InputException">There is no such recording, or nothing was seen in it.</exception>
    public static Site Open(
        Dataset dataset, string recording, SiteConfig config, string? cacheFolder = null, IReadOnlySet<EntityKind>? only = null)
    {
        var part = new RecordingDataset(dataset, recording);
        var kinds = new List<SiteKind>();
        try
        {
            foreach (var kind in part.Series.Select(info => info.EntityKind).Distinct().Where(kind => only?.Contains(kind) != false).Order())
            {
                var fusion = new FusionConfig
                {
                    EntityKind = kind,
                    OwnSignals = true,
                    StepSeconds = config.StepSeconds,
                    Exclude = config.Exclude,
                    Peers = new PeerConfig { Group = "none" },
                };
                kinds.Add(new SiteKind(kind, FrameBuilder.Build(part, fusion, cacheFolder)));
            }
            return kinds.Count > 0 ? new Site(part, recording, kinds) : throw new InputException(
                $"recording '{recording}' has none of the kinds of entities that are needed ({string.Join(", ", only ?? new HashSet<EntityKind>())})".ToLowerInvariant(),
                dataset.Location);
        }
        catch
        {
            kinds.ForEach(kind => kind.Frame.Dispose());
            throw;
        }
    }

    /// <summary>The same site with other labels; the frames stay with this one, so it has to live as long.</summary>
    /// <param name="incidents">All labels it shall have; those outside of the recording are left out.</param>
    public Site Relabelled(IReadOnlyList<Incident> incidents) => new(Dataset, Recording, Kinds, incidents);

    /// <summary>The recordings of a part of a dataset's own split; all of them for an empty name.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="part"><c>train</c>, <c>validation</c>, <c>test</c>, or empty.</param>
    /// <exception cref="InputException">The dataset has no such part.</exception>
    public static IReadOnlyList<string> RecordingsOf(Dataset dataset, string part)
    {
        if (part.Length == 0)
            return [.. dataset.Manifest.Recordings.Select(recording => recording.Name)];
        return dataset.Manifest.Splits.TryGetValue(part, out var names) ? names : throw new InputException(
            $"the dataset has no split '{part}'", dataset.Location, remedy: NearestName.Suggest(part, [.. dataset.Manifest.Splits.Keys]));
    }

    /// <summary>The entity of an id, or its nearest container that has rows; null when there is none.</summary>
    public EntityRef? Find(string id)
    {
        foreach (var container in Containment.Of(Topology).IdsOutwards(id))
        {
            if (_byId.TryGetValue(container, out var found))
                return found;
        }
        return null;
    }

    /// <summary>Id of an entity.</summary>
    public string IdOf(EntityRef entity) => Kinds[entity.Kind].Frame.Schema.Entities[entity.Entity].Id;

    /// <summary>
    /// Where somebody would have to go for an entity: the node that holds it; the entity itself when no node does, such as a switch.
    /// </summary>
    public string PlaceOf(string id) => Containment.Of(Topology).NodeOf(id)?.Id ?? id;

    /// <summary>The row that holds a moment; may lie outside the recording.</summary>
    public int RowAt(DateTimeOffset time) => (int)Math.Floor((time - Start) / Step);

    /// <summary>Time of a row.</summary>
    public DateTimeOffset TimeOf(int row) => Start + (row * Step);

    /// <summary>Row of the first sign of an incident: its onset, or what was seen before it.</summary>
    public int FirstSign(SiteIncident incident) =>
        incident.Incident.PrecursorStart is { } sign ? Math.Min(incident.FirstRow, RowAt(sign)) : incident.FirstRow;

    /// <summary>Rows in some seconds, at least one.</summary>
    public int RowsIn(double seconds) => Math.Max(1, (int)Math.Round(seconds / Step.TotalSeconds));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var kind in _ownsFrames ? Kinds : [])
            kind.Frame.Dispose();
    }

    private SiteIncident? Placed(Incident incident)
    {
        var first = Math.Max(0, RowAt(incident.Onset));
        var end = Math.Min(RowCount, RowAt(incident.End - TimeSpan.FromTicks(1)) + 1);
        return end > first ? new SiteIncident(incident, first, end, Find(incident.RootEntity)) : null;
    }
}

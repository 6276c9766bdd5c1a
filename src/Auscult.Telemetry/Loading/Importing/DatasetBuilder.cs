using System.Runtime.InteropServices;
using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.Importing;

/// <summary>
/// Collects what a source meets, in any order: entities, groups, samples, events, incidents. <see cref="Build"/> puts samples in order, combines
/// parts, finds step and recordings, and checks everything.
/// </summary>
/// <param name="location">The file, folder or address, for messages.</param>
/// <param name="context">Where skipped records are counted.</param>
public sealed class DatasetBuilder(string location, ImportContext context)
{
    private readonly Dictionary<string, Entity> _entities = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Id, string Kind), List<string>> _groups = [];
    private readonly Dictionary<(Layer, EntityKind, string), Signal> _signals = [];
    private readonly Dictionary<(string Entity, Signal Signal), Dictionary<string, SampleSeries>> _series = [];

    /// <summary>Labels; set <see cref="Incident.Recording"/> to a name of the head's recordings, or leave it empty to have it found by time.</summary>
    public List<Incident> Incidents { get; } = [];

    /// <summary>Operational events.</summary>
    public List<OperationalEvent> Events { get; } = [];

    /// <summary>Adds an entity; one that is known is left as it is.</summary>
    /// <exception cref="InputException">It is known as another kind.</exception>
    public Entity Entity(string id, EntityKind kind, string? parent = null)
    {
        ref var entity = ref CollectionsMarshal.GetValueRefOrAddDefault(_entities, id, out _);
        entity ??= new Entity(id, kind, parent);
        return entity.Kind == kind
            ? entity
            : throw new InputException($"'{id}' is both {DatasetLayout.Word(entity.Kind)} and {DatasetLayout.Word(kind)}", location);
    }

    /// <summary>Makes an entity a member of a peer group.</summary>
    /// <param name="id">The group; unique among its kind.</param>
    /// <param name="kind">Lower-case kind: <c>tp</c>, <c>dp</c>, <c>leaf</c>, <c>job</c>.</param>
    /// <param name="member">An entity's id.</param>
    public void Group(string id, string kind, string member)
    {
        ref var members = ref CollectionsMarshal.GetValueRefOrAddDefault(_groups, (id, kind), out _);
        members ??= [];
        if (!members.Contains(member, StringComparer.Ordinal))
            members.Add(member);
    }

    /// <summary>Where samples of a signal of an entity go. Keep it where many follow.</summary>
    /// <param name="entity">The entity, which must be of the signal's kind.</param>
    /// <param name="signal">The signal.</param>
    /// <param name="part">
    /// Which of several series that stand for the same signal of the same entity; they are combined by the signal's aggregation.
    /// </param>
    /// <exception cref="ArgumentException">The entity is not of the signal's kind.</exception>
    public SampleSeries Series(Entity entity, Signal signal, string part = "")
    {
        if (entity.Kind != signal.EntityKind)
            throw new ArgumentException($"'{signal.Name}' is of a {signal.EntityKind}, '{entity.Id}' is a {entity.Kind}", nameof(entity));
        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(_signals, (signal.Layer, signal.EntityKind, signal.Name), out _);
        known ??= signal;
        ref var parts = ref CollectionsMarshal.GetValueRefOrAddDefault(_series, (entity.Id, known), out _);
        parts ??= new Dictionary<string, SampleSeries>(StringComparer.Ordinal);
        ref var series = ref CollectionsMarshal.GetValueRefOrAddDefault(parts, part, out _);
        return series ??= new SampleSeries();
    }

    /// <summary>The dataset.</summary>
    /// <exception cref="InputException">There is no sample, or a label refers to something unknown.</exception>
    public Dataset Build(DatasetHead head)
    {
        var repeated = _series.Values.Sum(parts => parts.Values.Sum(part => (long)part.Settle()));
        var filled = new Dictionary<(string Entity, Signal Signal), SampleSeries>();
        foreach (var (key, parts) in _series)
        {
            if (PartCombiner.Combine([.. parts.Values.Where(part => part.Count > 0)], key.Signal.Aggregation) is { Count: > 0 } whole)
                filled.Add(key, whole);
        }
        if (filled.Count == 0)
            throw new InputException("there is no sample in it", location, remedy: context.Bad.Count > 0 ? $"e.g. {context.Bad.Listed[0]}" : null);
        var step = head.Step ?? SamplingStep.Of(filled.Values);
        var recordings = head.Recordings.Count > 0 ? head.Recordings : RecordingFinder.Find(filled.Values, step, head.RecordingGap);
        var tables = _signals.Values.Where(signal => filled.Keys.Any(key => key.Signal == signal)).GroupBy(signal => (signal.Layer, signal.EntityKind))
            .Select(table => new MemorySeries(table.Key.Layer, table.Key.EntityKind, TableBuilder.Build([.. table], Entities(table.Key.EntityKind), filled)));
        var manifest = new DatasetManifest
        {
            Name = head.Name,
            Step = step,
            Origin = head.Origin,
            Licence = head.Licence,
            Recordings = recordings,
            Signals = [.. _signals.Values.OrderBy(signal => signal.Layer)],
            Splits = head.Splits,
            Import = new ImportNote
            {
                Source = head.Source,
                SkippedRecords = context.Bad.Count,
                RepeatedSamples = repeated,
                Unmapped = head.Unmapped,
                Remarks = context.Notes,
            },
        };
        var groups = _groups.Select(group => new EntityGroup(group.Key.Id, group.Key.Kind, group.Value));
        return new MemoryDataset(
            location, manifest, new Topology([.. ParentsFirst()], [.. groups]), [.. tables],
            [.. Incidents.Select(incident => RecordingFinder.Assign(incident, recordings, location))], Events);
    }

    private string[] Entities(EntityKind kind) => [.. _entities.Values.Where(entity => entity.Kind == kind).Select(entity => entity.Id)];

    private List<Entity> ParentsFirst()
    {
        var ordered = new List<Entity>(_entities.Count);
        var placed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entity in _entities.Values)
            Place(entity, depth: 0);
        return ordered;

        void Place(Entity entity, int depth)
        {
            if (depth > _entities.Count)
                throw new InputException($"'{entity.Id}' contains itself", location);
            if (placed.Contains(entity.Id))
                return;
            if (entity.Parent is { } parent)
            {
                Place(
                    _entities.GetValueOrDefault(parent) ?? throw new InputException($"'{entity.Id}' lies in the unknown entity '{parent}'", location),
                    depth + 1);
            }
            placed.Add(entity.Id);
            ordered.Add(entity);
        }
    }
}

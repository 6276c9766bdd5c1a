using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Auscult.Foundation;
using Auscult.Telemetry.Domain;

namespace Auscult.Telemetry.Storage;

/// <summary>One table of a <see cref="MemoryDataset"/>.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="EntityKind">What the rows are about.</param>
/// <param name="Table">The samples.</param>
public sealed record MemorySeries(Layer Layer, EntityKind EntityKind, SeriesTable Table);

/// <summary>A dataset whose samples are in memory: what loaders of foreign formats return.</summary>
public sealed class MemoryDataset : Dataset
{
    private readonly IReadOnlyList<MemorySeries> _tables;
    private readonly Lazy<string> _fingerprint;

    /// <exception cref="InputException">The same faults that <see cref="Dataset.Open"/> refuses.</exception>
    public MemoryDataset(
        string location, DatasetManifest manifest, Topology topology, IReadOnlyList<MemorySeries> series,
        IReadOnlyList<Incident>? incidents = null, IReadOnlyList<OperationalEvent>? events = null)
    {
        ManifestYaml.Check(manifest, location);
        TopologyParquet.Check(topology, location, location);
        Location = location;
        Manifest = manifest;
        Topology = topology;
        Incidents = [.. (incidents ?? []).OrderBy(incident => incident.Onset)];
        Events = [.. (events ?? []).OrderBy(happened => happened.Time)];
        LabelCheck.Check(Incidents, topology, manifest, location);
        _tables = [.. series.OrderBy(part => part.Layer).ThenBy(part => part.EntityKind)];
        Series = [.. _tables.Select(part => new SeriesInfo(
            part.Layer, part.EntityKind, [.. part.Table.Columns.Select(column => column.Name)], part.Table.RowCount, []))];
        if (_tables.Sum(part => (long)part.Table.RowCount) == 0)
            throw new InputException("the dataset is empty", location, remedy: "it has no row");
        foreach (var part in _tables)
        {
            if (part.Table.FirstUnorderedRow() is >= 0 and var row)
                throw SeriesBuffer.Unordered(part.Table, row, location);
        }
        _fingerprint = new Lazy<string>(Digest);
    }

    /// <inheritdoc/>
    public override string Location { get; }

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
        var info = InfoOf(layer, entityKind);
        var table = _tables.First(part => part.Layer == info.Layer && part.EntityKind == info.EntityKind).Table;
        return filter is null ? table : Select(table, filter);
    }

    private static SeriesTable Select(SeriesTable table, SeriesFilter filter)
    {
        var columns = filter.Columns is { } wanted
            ? [.. wanted.Select(name => table.Columns.FirstOrDefault(column => string.Equals(column.Name, name, StringComparison.Ordinal))
                ?? throw new InputException($"column '{name}' is missing", remedy: NearestName.Suggest(name, [.. table.Columns.Select(column => column.Name)])))]
            : table.Columns;
        var from = filter.From is { } start ? Micros.From(start) : long.MinValue;
        var until = filter.Until is { } end ? Micros.From(end) : long.MaxValue;
        var rows = Enumerable.Range(0, table.RowCount).Where(row =>
            table.TimesMicros[row] >= from && table.TimesMicros[row] < until
            && filter.Entities?.Contains(table.Entities[table.EntityIndex[row]], StringComparer.Ordinal) != false).ToArray();
        return new SeriesTable(
            table.Entities,
            [.. rows.Select(row => table.TimesMicros[row])],
            [.. rows.Select(row => table.EntityIndex[row])],
            [.. columns.Select(column => new SeriesColumn(column.Name, [.. rows.Select(row => column.Values[row])]))]);
    }

    private string Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        void Add(string text) => hash.AppendData(Encoding.UTF8.GetBytes(text));
        Add(ManifestYaml.Write(Manifest));
        Add(JsonSerializer.Serialize(Topology));
        Add(JsonSerializer.Serialize(Incidents));
        Add(JsonSerializer.Serialize(Events));
        foreach (var (layer, kind, table) in _tables)
        {
            Add(DatasetLayout.SeriesFile(layer, kind));
            Add(string.Join('\n', table.Entities));
            hash.AppendData(MemoryMarshal.AsBytes(table.TimesMicros.AsSpan()));
            hash.AppendData(MemoryMarshal.AsBytes(table.EntityIndex.AsSpan()));
            foreach (var column in table.Columns)
            {
                Add(column.Name);
                hash.AppendData(MemoryMarshal.AsBytes(column.Values.AsSpan()));
            }
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

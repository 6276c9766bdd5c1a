using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Fusion;

/// <summary>A first look at all samples of a dataset: what is seen, how often it is sampled, how far a sample reaches.</summary>
internal sealed class SampleScan
{
    private readonly TableReader _reader;
    private readonly Dataset _dataset;
    private readonly List<(int Segment, long Interval)> _intervals = [];
    private long _latest = long.MinValue;
    private long _longestInterval;

    public SampleScan(Dataset dataset, TableReader reader, Func<SeriesTable, SampleOrder> orderOf)
    {
        (_dataset, _reader) = (dataset, reader);
        foreach (var info in dataset.Series.Where(info => info.RowCount > 0 && info.Columns.Count > 0))
        {
            SampleOrder? order = null;
            foreach (var table in reader.Read(info, info.Columns))
                Look(info, table, order ??= orderOf(table));
            Orders.Add((info.Layer, info.EntityKind), order!);
        }
    }

    /// <summary>The columns that hold any finite number.</summary>
    public HashSet<(Layer, EntityKind, string)> Seen { get; } = [];

    /// <summary>The samples of each table on the grid.</summary>
    public Dictionary<(Layer, EntityKind), SampleOrder> Orders { get; } = [];

    /// <summary>
    /// The border before the rows that later samples may still change. A new sample changes no row that lies more than two gaps, states or held
    /// values before it, and no row of an earlier recording.
    /// </summary>
    public RowMark FinalRows(TimeGrid grid, long reach, long longestOffset)
    {
        var last = grid.Segments.Count - 1;
        var first = grid.MarkOf(grid.Segments[last].FirstRow);
        var candidate = _latest - (2 * reach) - longestOffset;
        return candidate <= first.Micros + grid.Tolerance
            ? first
            : grid.MarkOf(Math.Min(grid.Segments[last].EndRow - 1, grid.PositionIn(last).Of(candidate).Row));
    }

    /// <summary>The longest time over which one sample can have an effect on rows, in microseconds.</summary>
    public long Reach(FusionConfig config, long step) => new[]
    {
        config.MaxGapSteps * step, _longestInterval * 5 / 2, (long)(_longestInterval * config.GaugeHoldIntervals), (long)(config.MaxStateAgeSeconds * 1e6),
    }.Max() + step;

    /// <summary>A digest of all sampling intervals of the segments up to one.</summary>
    public string Intervals(int lastSegment)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (segment, interval) in _intervals.Where(known => known.Segment <= lastSegment))
            hash.AppendData(MemoryMarshal.AsBytes<long>([segment, interval]));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Number and digest of the samples before a moment, in the order of their tables.</summary>
    public (long Rows, string Digest) Before(long micros)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var count = 0L;
        foreach (var table in _dataset.Series.SelectMany(info => _reader.Read(info, info.Columns)))
        {
            var entities = table.Entities.Select(id => SHA256.HashData(Encoding.UTF8.GetBytes(id))).ToArray();
            for (var (begin, end) = (0, 0); begin < table.RowCount; begin = end + 1)
            {
                // Entities may be numbered otherwise when there are more samples, so each change of the entity tells its name.
                for (end = begin; end < table.RowCount && table.TimesMicros[end] < micros; end++)
                {
                    if (end == begin || table.EntityIndex[end] != table.EntityIndex[end - 1])
                        hash.AppendData(entities[table.EntityIndex[end]]);
                }
                if (end == begin)
                    continue;
                count += end - begin;
                hash.AppendData(MemoryMarshal.AsBytes(table.TimesMicros.AsSpan(begin, end - begin)));
                foreach (var column in table.Columns)
                    hash.AppendData(MemoryMarshal.AsBytes(column.Values.AsSpan(begin, end - begin)));
            }
        }
        return (count, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private void Look(SeriesInfo info, SeriesTable table, SampleOrder order)
    {
        foreach (var column in table.Columns)
        {
            if (Array.Exists(column.Values, double.IsFinite))
                Seen.Add((info.Layer, info.EntityKind, column.Name));
        }
        foreach (var samples in order.Entities)
        {
            _latest = Math.Max(_latest, samples.Times[samples.Count - 1]);
            for (var run = 0; run < samples.Runs.Count; run++)
            {
                Note(samples.Runs[run].Segment, samples.Runs[run].Interval);
                foreach (var column in table.Columns)
                    Note(samples.Runs[run].Segment, samples.IntervalOf(run, column.Values));
            }
        }
    }

    private void Note(int segment, long interval)
    {
        _intervals.Add((segment, interval));
        _longestInterval = Math.Max(_longestInterval, interval);
    }
}

using Auscult.Telemetry.Domain;

namespace Auscult.Telemetry.Fusion;

/// <summary>Consecutive rows of a <see cref="Frame"/> that come from one recording.</summary>
/// <param name="Recording">Name of the recording.</param>
/// <param name="FirstRow">Index of its first row.</param>
/// <param name="RowCount">Number of rows.</param>
/// <param name="Start">Time of its first row.</param>
public sealed record FrameSegment(string Recording, int FirstRow, int RowCount, DateTimeOffset Start)
{
    /// <summary>Index of the first row after the segment.</summary>
    public int EndRow => FirstRow + RowCount;
}

/// <summary>The columns of one layer: they are always adjacent.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="FirstSignal">Index of its first column.</param>
/// <param name="SignalCount">Number of columns.</param>
public sealed record LayerColumns(Layer Layer, int FirstSignal, int SignalCount);

/// <summary>What a <see cref="Frame"/> holds, without its values.</summary>
/// <param name="Entities">First axis.</param>
/// <param name="Signals">Last axis, ordered by layer.</param>
/// <param name="Segments">Second axis: recordings one after another, without a hole between their rows.</param>
/// <param name="Step">Distance of two rows within a segment.</param>
public sealed record FrameSchema(
    IReadOnlyList<Entity> Entities, IReadOnlyList<Signal> Signals, IReadOnlyList<FrameSegment> Segments, TimeSpan Step)
{
    /// <summary>Rows of all segments together.</summary>
    public int RowCount => Segments.Count == 0 ? 0 : Segments[^1].EndRow;

    /// <summary>Number of float32 values of the whole frame.</summary>
    public long ValueCount => (long)Entities.Count * RowCount * Signals.Count;

    /// <summary>Groups whose statistics the frame holds; may be empty.</summary>
    public IReadOnlyList<PeerGroup> PeerGroups { get; init; } = [];

    /// <summary>The present layers, in order.</summary>
    public IReadOnlyList<LayerColumns> Layers { get; } = LayersOf(Signals);

    /// <summary>Number of float32 values of the peer statistics: two planes <c>[row, signal]</c> per group.</summary>
    internal long PeerValueCount => 2L * PeerGroups.Count * RowCount * Signals.Count;

    /// <summary>Index of an entity, or -1.</summary>
    public int EntityIndex(string id) => IndexOf(Entities, entity => entity.Id == id);

    /// <summary>Index of a signal, or -1.</summary>
    public int SignalIndex(string name) => IndexOf(Signals, signal => signal.Name == name);

    /// <summary>Index of the column that shows a signal of the dataset, a counter by its rate, or -1.</summary>
    public int SignalIndexOf(string name) =>
        SignalIndex(name) is var index and >= 0 ? index : SignalIndex(FusedSignal.RateName(name));

    /// <summary>The segment of a recording, or null.</summary>
    public FrameSegment? SegmentOf(string recording) =>
        Segments.FirstOrDefault(segment => segment.Recording == recording);

    /// <summary>The segment that holds a row.</summary>
    public FrameSegment SegmentOf(int row)
    {
        var (low, high) = (0, Segments.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (row < Segments[middle].FirstRow)
                high = middle - 1;
            else if (row >= Segments[middle].EndRow)
                low = middle + 1;
            else
                return Segments[middle];
        }
        throw new ArgumentOutOfRangeException(nameof(row), row, $"the frame has {RowCount} rows");
    }

    /// <summary>The time of a row: the beginning of its step.</summary>
    public DateTimeOffset TimeOf(int row)
    {
        var segment = SegmentOf(row);
        return segment.Start + ((row - segment.FirstRow) * Step);
    }

    /// <summary>
    /// The rows of a recording whose steps touch <c>[from, to)</c>; an empty range at the nearest border when none does.
    /// </summary>
    /// <exception cref="ArgumentException">The frame has no such recording.</exception>
    public (int FirstRow, int RowCount) RowsBetween(string recording, DateTimeOffset from, DateTimeOffset to)
    {
        var segment = SegmentOf(recording)
            ?? throw new ArgumentException($"the frame has no recording '{recording}'", nameof(recording));
        var first = Math.Clamp(FloorDivide((from - segment.Start).Ticks, Step.Ticks), 0, segment.RowCount);
        var end = Math.Clamp(-FloorDivide((segment.Start - to).Ticks, Step.Ticks), first, segment.RowCount);
        return (segment.FirstRow + (int)first, (int)(end - first));
    }

    /// <summary>Peer statistics lie behind the entities as if they were entities.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such group.</exception>
    internal int PeerPlane(int group, PeerStatistic statistic)
    {
        if ((uint)group >= (uint)PeerGroups.Count)
            throw new ArgumentOutOfRangeException(nameof(group), group, $"the frame has {PeerGroups.Count} peer groups");
        return Entities.Count + (2 * group) + (int)statistic;
    }

    /// <summary>Index of the first value of a row of an entity, or of a plane of peer statistics.</summary>
    internal long Offset(int plane, int row) => (((long)plane * RowCount) + row) * Signals.Count;

    /// <summary>Throws when the rows do not lie within the frame.</summary>
    internal void CheckRows(int entity, int firstRow, int rowCount)
    {
        if ((uint)entity >= (uint)Entities.Count)
            throw new ArgumentOutOfRangeException(nameof(entity), entity, $"the frame has {Entities.Count} entities");
        CheckRows(firstRow, rowCount);
    }

    /// <inheritdoc cref="CheckRows(int, int, int)"/>
    internal void CheckRows(int firstRow, int rowCount)
    {
        if (firstRow < 0 || rowCount < 0 || (long)firstRow + rowCount > RowCount)
            throw new ArgumentOutOfRangeException(nameof(firstRow), $"rows {firstRow}+{rowCount} of a frame with {RowCount} rows");
    }

    private static long FloorDivide(long a, long b) => (a / b) - (a % b < 0 ? 1 : 0);

    private static int IndexOf<T>(IReadOnlyList<T> items, Func<T, bool> matches)
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (matches(items[i]))
                return i;
        }
        return -1;
    }

    private static List<LayerColumns> LayersOf(IReadOnlyList<Signal> signals)
    {
        var layers = new List<LayerColumns>();
        for (var i = 0; i < signals.Count; i++)
        {
            if (layers.Count > 0 && layers[^1].Layer == signals[i].Layer)
                layers[^1] = layers[^1] with { SignalCount = layers[^1].SignalCount + 1 };
            else if (layers.Count > 0 && layers[^1].Layer > signals[i].Layer)
                throw new ArgumentException($"signal '{signals[i].Name}' is out of layer order", nameof(signals));
            else
                layers.Add(new LayerColumns(signals[i].Layer, i, 1));
        }
        return layers;
    }
}

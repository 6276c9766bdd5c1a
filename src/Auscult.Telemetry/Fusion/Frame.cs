namespace Auscult.Telemetry.Fusion;

/// <summary>
/// The fused result: float32 values <c>[entity, row, signal]</c> on one grid, NaN where nothing was seen.
/// </summary>
public abstract class Frame : IDisposable
{
    private readonly SeenAges _ages;

    /// <param name="schema">Axes of the frame.</param>
    protected Frame(FrameSchema schema)
    {
        Schema = schema;
        _ages = new SeenAges(this);
    }

    /// <summary>Axes of the frame.</summary>
    public FrameSchema Schema { get; }

    /// <summary>Rows of one entity, <c>[row, signal]</c>, as a view that lives as long as the frame.</summary>
    public ReadOnlySpan<float> Rows(int entity, int firstRow, int rowCount)
    {
        Schema.CheckRows(entity, firstRow, rowCount);
        return Plane(entity, firstRow, rowCount);
    }

    /// <summary>
    /// A statistic of a peer group, <c>[row, signal]</c>, NaN where too few members were seen; a view that lives as long as the frame.
    /// </summary>
    /// <param name="group">Index in <see cref="FrameSchema.PeerGroups"/>.</param>
    /// <param name="statistic">Which one.</param>
    /// <param name="firstRow">First row.</param>
    /// <param name="rowCount">Number of rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such group or row.</exception>
    public ReadOnlySpan<float> PeerRows(int group, PeerStatistic statistic, int firstRow, int rowCount)
    {
        Schema.CheckRows(firstRow, rowCount);
        return Plane(Schema.PeerPlane(group, statistic), firstRow, rowCount);
    }

    /// <summary>
    /// How many steps ago each signal was last seen, <c>[row, signal]</c>: 0 where it is seen, counted on from before
    /// <paramref name="firstRow"/>. What was never seen since the beginning of the recording counts from there, the first row being 1.
    /// </summary>
    /// <remarks>A gauge or state that is held counts as seen: the age begins when the next sample is overdue.</remarks>
    /// <param name="entity">Index of the entity.</param>
    /// <param name="firstRow">First row.</param>
    /// <param name="rowCount">Number of rows.</param>
    /// <param name="steps">Where they are written.</param>
    public void StepsSinceSeen(int entity, int firstRow, int rowCount, Span<float> steps)
    {
        Schema.CheckRows(entity, firstRow, rowCount);
        _ages.Fill(entity, firstRow, rowCount, steps);
    }

    /// <inheritdoc cref="FrameSchema.TimeOf"/>
    public DateTimeOffset TimeOf(int row) => Schema.TimeOf(row);

    /// <inheritdoc cref="FrameSchema.SegmentOf(int)"/>
    public FrameSegment SegmentOf(int row) => Schema.SegmentOf(row);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>
    /// Rows that are known to be there: of an entity, or, behind the entities, of the two planes of each peer group in the order of
    /// <see cref="PeerStatistic"/>.
    /// </summary>
    protected abstract ReadOnlySpan<float> Plane(int plane, int firstRow, int rowCount);

    /// <summary>Releases the mapping behind the values.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}

/// <summary>A frame in managed memory: tests, notebooks, small live buffers.</summary>
/// <param name="schema">Axes of the frame.</param>
/// <param name="values">
/// <c>[entity, row, signal]</c>, as many as <see cref="FrameSchema.ValueCount"/>; behind them two planes <c>[row, signal]</c> per peer group:
/// median and median absolute deviation.
/// </param>
public sealed class MemoryFrame(FrameSchema schema, float[] values) : Frame(schema)
{
    private readonly float[] _values = values.LongLength == schema.ValueCount + schema.PeerValueCount
        ? values
        : throw new ArgumentException(
            $"{values.LongLength} values given, the schema has {schema.ValueCount + schema.PeerValueCount}", nameof(values));

    /// <inheritdoc/>
    protected override ReadOnlySpan<float> Plane(int plane, int firstRow, int rowCount) =>
        _values.AsSpan((int)Schema.Offset(plane, firstRow), rowCount * Schema.Signals.Count);
}

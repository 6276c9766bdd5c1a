namespace Auscult.Telemetry.Fusion;

/// <summary>
/// The fused result: float32 values <c>[entity, row, signal]</c> on one grid, NaN where nothing was seen.
/// </summary>
public abstract class Frame : IDisposable
{
    /// <param name="schema">Axes of the frame.</param>
    protected Frame(FrameSchema schema) => Schema = schema;

    /// <summary>Axes of the frame.</summary>
    public FrameSchema Schema { get; }

    /// <summary>Rows of one entity, <c>[row, signal]</c>, as a view that lives as long as the frame.</summary>
    public abstract ReadOnlySpan<float> Rows(int entity, int firstRow, int rowCount);

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

    /// <summary>Releases the mapping behind the values.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}

/// <summary>A frame in managed memory: tests, notebooks, small live buffers.</summary>
/// <param name="schema">Axes of the frame.</param>
/// <param name="values"><c>[entity, row, signal]</c>, as many as <see cref="FrameSchema.ValueCount"/>.</param>
public sealed class MemoryFrame(FrameSchema schema, float[] values) : Frame(schema)
{
    private readonly float[] _values = values.LongLength == schema.ValueCount
        ? values
        : throw new ArgumentException($"{values.LongLength} values given, the schema has {schema.ValueCount}", nameof(values));

    /// <inheritdoc/>
    public override ReadOnlySpan<float> Rows(int entity, int firstRow, int rowCount)
    {
        Schema.CheckRows(entity, firstRow, rowCount);
        var width = Schema.Signals.Count;
        return _values.AsSpan(((entity * Schema.RowCount) + firstRow) * width, rowCount * width);
    }
}

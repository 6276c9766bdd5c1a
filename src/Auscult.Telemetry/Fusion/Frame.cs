using Auscult.Telemetry.Domain;

namespace Auscult.Telemetry.Fusion;

/// <summary>Consecutive rows of a <see cref="Frame"/> that come from one recording.</summary>
/// <param name="Recording">Name of the recording.</param>
/// <param name="FirstRow">Index of its first row.</param>
/// <param name="RowCount">Number of rows.</param>
/// <param name="Start">Time of its first row.</param>
public sealed record FrameSegment(string Recording, int FirstRow, int RowCount, DateTimeOffset Start);

/// <summary>The columns of one layer: they are always adjacent.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="FirstSignal">Index of its first column.</param>
/// <param name="SignalCount">Number of columns.</param>
public sealed record LayerColumns(Layer Layer, int FirstSignal, int SignalCount);

/// <summary>What a <see cref="Frame"/> holds, without its values.</summary>
/// <param name="Entities">First axis.</param>
/// <param name="Signals">Last axis, ordered by layer.</param>
/// <param name="Segments">Second axis: recordings one after another.</param>
/// <param name="Step">Distance of two rows within a segment.</param>
public sealed record FrameSchema(
    IReadOnlyList<Entity> Entities, IReadOnlyList<Signal> Signals, IReadOnlyList<FrameSegment> Segments, TimeSpan Step)
{
    /// <summary>Rows of all segments together.</summary>
    public int RowCount => Segments.Count == 0 ? 0 : Segments[^1].FirstRow + Segments[^1].RowCount;

    /// <summary>Number of float32 values of the whole frame.</summary>
    public long ValueCount => (long)Entities.Count * RowCount * Signals.Count;

    /// <summary>The present layers, in order.</summary>
    public IReadOnlyList<LayerColumns> Layers { get; } = LayersOf(Signals);

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

/// <summary>
/// The fused result: float32 values <c>[entity, row, signal]</c> on one grid, NaN where nothing was seen.
/// </summary>
public abstract class Frame : IDisposable
{
    /// <param name="schema">Axes of the frame.</param>
    protected Frame(FrameSchema schema) => Schema = schema;

    /// <summary>Axes of the frame.</summary>
    public FrameSchema Schema { get; }

    /// <summary>All values, <c>[entity, row, signal]</c>, as a view.</summary>
    public abstract ReadOnlySpan<float> Rows(int entity, int firstRow, int rowCount);

    /// <summary>The time of a row.</summary>
    public DateTimeOffset TimeOf(int row)
    {
        var segment = SegmentOf(row);
        return segment.Start + ((row - segment.FirstRow) * Schema.Step);
    }

    /// <summary>The segment that holds a row.</summary>
    public FrameSegment SegmentOf(int row)
    {
        foreach (var segment in Schema.Segments)
        {
            if (row >= segment.FirstRow && row < segment.FirstRow + segment.RowCount)
                return segment;
        }
        throw new ArgumentOutOfRangeException(nameof(row), row, $"the frame has {Schema.RowCount} rows");
    }

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
        var width = Schema.Signals.Count;
        return _values.AsSpan(((entity * Schema.RowCount) + firstRow) * width, rowCount * width);
    }
}

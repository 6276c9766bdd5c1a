using Auscult.Telemetry.Domain;

namespace Auscult.Learning.Sites.Streaming;

/// <summary>
/// The shifts of one kind of entity as rows come in, in bounded memory: bit for bit what <see cref="SiteShifts.Trailing"/> gives for the
/// same rows of a recording. Sorting pasts is spread evenly over the ticks, and entities over the processors. Not safe for several callers
/// at once.
/// </summary>
public sealed class ShiftStream
{
    private const int ChunkSize = 64;

    private readonly StreamChunk[] _chunks;
    private readonly RowSpan[] _spans;
    private readonly SpreadFloors _floors;
    private readonly float[] _spreads;
    private readonly float[] _peers;
    private readonly float _limit;
    private readonly KindShifts _shifts;

    /// <param name="kind">The kind.</param>
    /// <param name="entities">Its entities; all are peers of each other.</param>
    /// <param name="signals">What is measured on each.</param>
    /// <param name="scales">Usual spreads.</param>
    /// <param name="config">Lengths and limits.</param>
    /// <param name="step">Time between two rows.</param>
    public ShiftStream(
        EntityKind kind, IReadOnlyList<Entity> entities, IReadOnlyList<Signal> signals, SignalScales scales, SiteConfig config, TimeSpan step)
    {
        var lengths = ShiftLengths.Of(config, step);
        _floors = new SpreadFloors(kind, signals, scales, config.SpreadFloor);
        _shifts = new KindShifts(kind, entities, signals, 1);
        _limit = (float)config.Limit;
        _spans = [.. Enumerable.Range(0, (entities.Count + ChunkSize - 1) / ChunkSize)
            .Select(i => new RowSpan(i * ChunkSize, Math.Min(entities.Count, (i + 1) * ChunkSize)))];
        _chunks = Array.ConvertAll(_spans, span => new StreamChunk(span, lengths, _floors));
        (_spreads, _peers) = (new float[(long)entities.Count * _floors.Width], new float[2 * _floors.Width]);
    }

    /// <summary>Rows taken so far.</summary>
    public long RowCount { get; private set; }

    /// <summary>Bytes held, whatever the number of rows.</summary>
    public long Bytes => _chunks.Sum(chunk => chunk.Bytes) + (sizeof(float) * ((long)_shifts.Values.Length + _spreads.Length));

    /// <summary>Takes the next row.</summary>
    /// <param name="values"><c>[entity, signal]</c>, NaN where nothing was seen.</param>
    /// <exception cref="ArgumentException">There is not one value for every signal of every entity.</exception>
    public void Push(ReadOnlyMemory<float> values)
    {
        var signals = _shifts.Signals.Count;
        if (values.Length != _shifts.Entities.Count * signals)
            throw new ArgumentException($"{values.Length} values for {_shifts.Entities.Count} entities x {signals} signals", nameof(values));
        Parallel.ForEach(_chunks, chunk => chunk.Push(values.Span, signals));
        RowCount++;
    }

    /// <summary>The shifts at the last row: one moment. The next call overwrites them.</summary>
    /// <exception cref="InvalidOperationException">No row was taken yet.</exception>
    public KindShifts Shifts()
    {
        if (RowCount == 0)
            throw new InvalidOperationException("no row was taken yet");
        var (entities, width) = (_shifts.Entities.Count, _floors.Width);
        Parallel.ForEach(_chunks, chunk => chunk.Write(_shifts, _spreads));
        Parallel.For(0, (_shifts.Signals.Count + PeerMedians.Tile - 1) / PeerMedians.Tile, () => new PeerMedians(entities), (tile, _, medians) =>
        {
            medians.Take(_shifts, 0, tile * PeerMedians.Tile, _peers, width);
            return medians;
        }, _ => { });
        Parallel.ForEach(_spans, span => ShiftCalculator.Compare(_shifts, _spreads, 0, span, _peers, _limit, width));
        return _shifts;
    }
}

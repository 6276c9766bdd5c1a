namespace Auscult.Learning.Sites.Streaming;

/// <summary>
/// What a <see cref="ShiftStream"/> remembers of some neighbouring entities, which one thread works on: the last rows, evenly spaced rows
/// of the past, sums of movement by block, and two generations of past statistics: the one in use, and the next, which a few entities take
/// at every tick.
/// </summary>
internal sealed class StreamChunk
{
    private readonly RowSpan _entities;
    private readonly ShiftLengths _lengths;
    private readonly SpreadFloors _floors;
    private readonly float[] _recent;
    private readonly float[] _samples;
    private readonly float[] _blocks;
    private readonly float[] _sums;
    private readonly float[] _now;
    private readonly int[] _rows;
    private readonly List<int> _taken = [];
    private readonly ColumnMedians _medians = new();
    private readonly int _sampleSlots;
    private readonly int _blockSlots;
    private PastStatistics _past;
    private PastStatistics _next;
    private int _row = -1;

    /// <param name="entities">Which entities.</param>
    /// <param name="lengths">Rows of past and now.</param>
    /// <param name="floors">Smallest spreads.</param>
    public StreamChunk(RowSpan entities, ShiftLengths lengths, SpreadFloors floors)
    {
        (_entities, _lengths, _floors) = (entities, lengths, floors);
        var kept = lengths.Past + lengths.Gap + lengths.Now;
        var size = entities.Count * Width;
        (_sampleSlots, _blockSlots) = ((kept / lengths.SampleStep) + 2, (kept / lengths.Refresh) + 2);
        (_recent, _samples, _blocks) = (new float[RecentSlots * size], new float[_sampleSlots * size], new float[2 * _blockSlots * size]);
        (_sums, _now, _rows) = (new float[2 * Width], new float[3 * Width], new int[RecentSlots]);
        (_past, _next) = (new PastStatistics(entities.Count, Width), new PastStatistics(entities.Count, Width));
    }

    /// <summary>Bytes of what is remembered.</summary>
    public long Bytes => sizeof(float) * ((long)_recent.Length + _samples.Length + _blocks.Length + (8L * _past.Median.Length));

    private int Width => _floors.Width;

    private int RecentSlots => _lengths.Now + 1;

    /// <summary>Takes one row.</summary>
    /// <param name="values">Values of all entities of the stream, <c>[entity, signal]</c>.</param>
    /// <param name="signals">Number of signals.</param>
    public void Push(ReadOnlySpan<float> values, int signals)
    {
        _row++;
        var block = _row / _lengths.Refresh % _blockSlots;
        if (_row % _lengths.Refresh == 0)
            _blocks.AsSpan(Place(block, 0, 2), 2 * _entities.Count * Width).Clear();
        for (var e = 0; e < _entities.Count; e++)
        {
            var row = Recent(_row, e);
            values.Slice((_entities.First + e) * signals, signals).CopyTo(_recent.AsSpan(row));
            var sums = Place(block, e, 2);
            ShiftKernels.AddRow(_recent, row, _row == 0 ? -1 : Recent(_row - 1, e), _blocks, sums, sums + Width, Width);
        }
        if (_row % _lengths.SampleStep == 0)
            Array.Copy(_recent, Recent(_row, 0), _samples, Sample(_row, 0), _entities.Count * Width);
        TakePasts();
    }

    /// <summary>Writes distance, presence and motion of the last row, and the spreads.</summary>
    /// <param name="shifts">Holds one moment.</param>
    /// <param name="spreads">Padded rows of all entities.</param>
    public void Write(KindShifts shifts, float[] spreads)
    {
        var now = _lengths.NowOf(_row);
        var rows = _rows.AsSpan(0, now.Count + 1);
        for (var e = 0; e < _entities.Count; e++)
        {
            for (var i = 0; i < rows.Length; i++)
                rows[i] = now.First + i == 0 ? -1 : Recent(now.First + i - 1, e);
            ShiftKernels.Now(_recent, rows, _past, e * Width, _now, Width);
            ShiftCalculator.Write(shifts.Write(0, _entities.First + e), _now, Width);
        }
        Array.Copy(_past.Spread, 0, spreads, _entities.First * Width, _entities.Count * Width);
    }

    /// <summary>
    /// Takes the next past of some entities. Its rows have all been there for a while when it comes into use, so the work is spread over
    /// the ticks in between.
    /// </summary>
    private void TakePasts()
    {
        var use = ((Math.Max(0, _row + 1 - _lengths.Now) / _lengths.Refresh) + 1) * _lengths.Refresh;
        if ((_row + 1 - _lengths.Now) % _lengths.Refresh == 0 && _row + 1 > _lengths.Now)
            use -= _lengths.Refresh;
        var last = use + _lengths.Now - 1;
        var first = Math.Max(last - _lengths.Refresh + 1, use - _lengths.Gap - 1);
        if (_row < first)
            return;
        var ticks = last - first + 1;
        var past = _lengths.PastOf(last);
        var end = (long)_entities.Count * (_row - first + 1) / ticks;
        for (var e = (long)_entities.Count * (_row - first) / ticks; e < end; e++)
            TakePast(past, (int)e);
        if (_row == last)
            (_past, _next) = (_next, _past);
    }

    private void TakePast(RowSpan past, int entity)
    {
        var step = _lengths.SampleStep;
        _taken.Clear();
        for (var row = (past.First + step - 1) / step * step; row < past.End; row += step)
            _taken.Add(Sample(row, entity));
        Array.Clear(_sums);
        for (var b = past.First / _lengths.Refresh; b * _lengths.Refresh < past.End; b++)
            ShiftKernels.Add(_blocks, Place(b % _blockSlots, entity, 2), _sums, 0, 2 * Width);
        _next.Take(
            entity, past.Count, past.Count >= _lengths.MinPast, _samples, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_taken), _sums,
            _floors, _medians);
    }

    private int Recent(int row, int entity) => Place(row % RecentSlots, entity, 1);

    private int Sample(int row, int entity) => Place(row / _lengths.SampleStep % _sampleSlots, entity, 1);

    private int Place(int slot, int entity, int parts) => ((slot * _entities.Count) + entity) * parts * Width;
}

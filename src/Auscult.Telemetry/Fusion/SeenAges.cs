namespace Auscult.Telemetry.Fusion;

/// <summary>
/// How many steps ago each signal was last seen. Only the ages at every <see cref="Stride"/>th row are kept (made when an entity is first
/// asked for), so that any row is reached by looking back at most so far, whatever lies before it.
/// </summary>
/// <param name="frame">The values.</param>
internal sealed class SeenAges(Frame frame)
{
    private const int Stride = 256;
    private readonly float[]?[] _kept = new float[]?[frame.Schema.Entities.Count];

    /// <inheritdoc cref="Frame.StepsSinceSeen"/>
    public void Fill(int entity, int firstRow, int rowCount, Span<float> steps)
    {
        var width = frame.Schema.Signals.Count;
        // Two threads may both compute them; the results are equal.
        var kept = Volatile.Read(ref _kept[entity]);
        if (kept is null)
            Volatile.Write(ref _kept[entity], kept = Keep(entity));
        var block = firstRow / Stride;
        var ages = kept.AsSpan(block * width, width).ToArray();
        Advance(entity, block * Stride, firstRow, ages);
        var values = frame.Rows(entity, firstRow, rowCount);
        for (var row = 0; row < rowCount; row++)
        {
            Step(values.Slice(row * width, width), IsFirst(firstRow + row), ages);
            ages.CopyTo(steps.Slice(row * width, width));
        }
    }

    // Ages as they are before each block of rows.
    private float[] Keep(int entity)
    {
        var (rows, width) = (frame.Schema.RowCount, frame.Schema.Signals.Count);
        var kept = new float[((rows / Stride) + 1) * width];
        var ages = new float[width];
        for (var block = 0; block * Stride <= rows; block++)
        {
            ages.CopyTo(kept, block * width);
            Advance(entity, block * Stride, Math.Min(rows, (block + 1) * Stride), ages);
        }
        return kept;
    }

    private void Advance(int entity, int row, int end, Span<float> ages)
    {
        if (row == end)
            return;
        var values = frame.Rows(entity, row, end - row);
        for (var i = 0; row < end; row++, i += ages.Length)
            Step(values.Slice(i, ages.Length), IsFirst(row), ages);
    }

    private bool IsFirst(int row) => frame.SegmentOf(row).FirstRow == row;

    private static void Step(ReadOnlySpan<float> values, bool isFirst, Span<float> ages)
    {
        for (var signal = 0; signal < ages.Length; signal++)
            ages[signal] = !float.IsNaN(values[signal]) ? 0 : isFirst ? 1 : ages[signal] + 1;
    }
}

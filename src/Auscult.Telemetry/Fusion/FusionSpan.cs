namespace Auscult.Telemetry.Fusion;

/// <summary>Which rows of a frame are computed, and which of them later samples can no longer change.</summary>
/// <param name="Grid">The rows that are computed: all of them, or those from <paramref name="FirstRow"/> on, numbered from 0.</param>
/// <param name="FirstRow">Row of the frame that is the first computed one.</param>
/// <param name="FirstSegment">Its segment.</param>
/// <param name="Kept">Where the rows that are new begin; those before it come from an earlier frame.</param>
/// <param name="Final">Where the rows begin that later samples may change.</param>
internal sealed record FusionSpan(TimeGrid Grid, int FirstRow, int FirstSegment, RowMark Kept, RowMark Final)
{
    /// <summary>Everything is computed; nothing is said about later samples.</summary>
    public static FusionSpan Everything(TimeGrid grid) => new(grid, 0, 0, RowMark.Beginning, RowMark.Beginning);
}

/// <summary>A border between rows.</summary>
/// <param name="Row">First row after it.</param>
/// <param name="Micros">Samples before this moment belong to the rows before it.</param>
internal sealed record RowMark(int Row, long Micros)
{
    public static RowMark Beginning { get; } = new(0, long.MinValue);
}

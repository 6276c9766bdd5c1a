using System.Runtime.InteropServices;
using Auscult.Telemetry.Fusion;

namespace Auscult.Telemetry.Windowing;

/// <summary>Consecutive rows of one entity of a <see cref="Frame"/>.</summary>
/// <param name="Entity">Index of the entity.</param>
/// <param name="FirstRow">First row.</param>
/// <param name="RowCount">Number of rows.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RowRange(int Entity, int FirstRow, int RowCount)
{
    /// <summary>First row after the range.</summary>
    public int EndRow => FirstRow + RowCount;

    /// <summary>Whether both ranges hold a common row of the same entity.</summary>
    public bool Overlaps(RowRange other) =>
        Entity == other.Entity && FirstRow < other.EndRow && other.FirstRow < EndRow;

    /// <summary>The values of one signal that were seen in the range, in order of time.</summary>
    /// <param name="frame">The values.</param>
    /// <param name="signal">Index on the signal axis.</param>
    public double[] Seen(Frame frame, int signal)
    {
        var width = frame.Schema.Signals.Count;
        var rows = frame.Rows(Entity, FirstRow, RowCount);
        var values = new List<double>(RowCount);
        for (var i = signal; i < rows.Length; i += width)
        {
            if (float.IsFinite(rows[i]))
                values.Add(rows[i]);
        }
        return [.. values];
    }

    /// <summary>Every row of every entity, one range per entity and segment.</summary>
    public static IReadOnlyList<RowRange> Everything(FrameSchema schema) =>
        [.. Enumerable.Range(0, schema.Entities.Count).SelectMany(entity =>
            schema.Segments.Select(segment => new RowRange(entity, segment.FirstRow, segment.RowCount)))];

    /// <summary>The same ranges, cut at the borders of segments; empty pieces are left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A range does not lie within the frame.</exception>
    public static IReadOnlyList<RowRange> CutAtSegments(FrameSchema schema, IEnumerable<RowRange> ranges)
    {
        var pieces = new List<RowRange>();
        foreach (var range in ranges)
        {
            schema.CheckRows(range.Entity, range.FirstRow, range.RowCount);
            for (var row = range.FirstRow; row < range.EndRow;)
            {
                var end = Math.Min(schema.SegmentOf(row).EndRow, range.EndRow);
                pieces.Add(new RowRange(range.Entity, row, end - row));
                row = end;
            }
        }
        return pieces;
    }

    /// <summary>The ranges without those parts in which the entity has no value in the whole recording: it was not there.</summary>
    /// <param name="frame">The values.</param>
    /// <param name="ranges">Rows; where nothing is left out they stay as they are.</param>
    public static IReadOnlyList<RowRange> Seen(Frame frame, IReadOnlyList<RowRange> ranges)
    {
        var known = new Dictionary<(int Entity, int FirstRow), bool>();
        bool IsSeen(RowRange piece)
        {
            var segment = frame.Schema.SegmentOf(piece.FirstRow);
            if (!known.TryGetValue((piece.Entity, segment.FirstRow), out var seen))
                known.Add((piece.Entity, segment.FirstRow), seen = frame.Rows(piece.Entity, segment.FirstRow, segment.RowCount).ContainsAnyExcept(float.NaN));
            return seen;
        }
        var pieces = CutAtSegments(frame.Schema, ranges);
        return pieces.All(IsSeen) ? ranges : Merge(pieces.Where(IsSeen));
    }

    /// <summary>The rows of <paramref name="ranges"/> that lie in none of <paramref name="excluded"/>, in the same order.</summary>
    public static IReadOnlyList<RowRange> Except(IEnumerable<RowRange> ranges, IEnumerable<RowRange> excluded)
    {
        var holes = Merge(excluded);
        var kept = new List<RowRange>();
        foreach (var range in ranges)
        {
            var first = range.FirstRow;
            foreach (var hole in holes.Where(hole => hole.Overlaps(range)))
            {
                if (hole.FirstRow > first)
                    kept.Add(new RowRange(range.Entity, first, hole.FirstRow - first));
                first = hole.EndRow;
            }
            if (first < range.EndRow)
                kept.Add(new RowRange(range.Entity, first, range.EndRow - first));
        }
        return kept;
    }

    /// <summary>The same rows as disjoint ranges, by entity and row; ranges that touch become one.</summary>
    public static IReadOnlyList<RowRange> Merge(IEnumerable<RowRange> ranges)
    {
        var merged = new List<RowRange>();
        foreach (var range in ranges.Where(range => range.RowCount > 0).OrderBy(range => range.Entity).ThenBy(range => range.FirstRow))
        {
            if (merged.Count > 0 && merged[^1].Entity == range.Entity && range.FirstRow <= merged[^1].EndRow)
                merged[^1] = merged[^1] with { RowCount = Math.Max(merged[^1].EndRow, range.EndRow) - merged[^1].FirstRow };
            else
                merged.Add(range);
        }
        return merged;
    }
}

using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;

namespace Auscult.Evaluation.Protocols;

/// <summary>Divides training rows into rows to fit on and rows to take a threshold from.</summary>
public static class HeldOutRows
{
    private const double Share = 0.3;
    private const int Many = 9;

    /// <summary>Every third range is held out where there are many (cases, occurrences), else the last 30% of each.</summary>
    public static (IReadOnlyList<RowRange> Fitted, IReadOnlyList<RowRange> HeldOut) Of(FrameSchema schema, IReadOnlyList<RowRange> train)
    {
        var ranges = RowRange.CutAtSegments(schema, train);
        if (ranges.Count >= Many)
            return ([.. ranges.Where((_, i) => i % 3 != 0)], [.. ranges.Where((_, i) => i % 3 == 0)]);
        var heldOut = ranges.Select(range => range with
        {
            FirstRow = range.EndRow - (int)(range.RowCount * Share),
            RowCount = (int)(range.RowCount * Share),
        });
        return (RowRange.Except(ranges, heldOut), [.. heldOut.Where(range => range.RowCount > 0)]);
    }
}

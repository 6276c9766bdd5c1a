using Auscult.Foundation;
using Auscult.Telemetry.Windowing;

namespace Auscult.Evaluation.Baselines;

/// <summary>Windows of consecutive rows as vectors <c>[row, signal]</c>, one vector after another.</summary>
internal static class FlatWindows
{
    private const long MaxValues = 24_000_000;
    private const int MostColumns = 1024;

    /// <summary>
    /// Evenly spread windows of some ranges: every n-th, n the largest for which there are <paramref name="maxWindows"/> (or as many as
    /// 96 MiB hold) and fewer than twice as many. One range is in memory at a time.
    /// </summary>
    /// <param name="ranges">Ranges that cross no border of a recording.</param>
    /// <param name="read">Gives the rows of a range, <c>[row, signal]</c> without NaN.</param>
    /// <param name="width">Number of signals.</param>
    /// <param name="windowRows">Rows of a window.</param>
    /// <param name="maxWindows">Wanted number of windows.</param>
    /// <exception cref="InputException">No range holds a whole window.</exception>
    public static float[] Gather(
        IReadOnlyList<RowRange> ranges, Func<RowRange, float[]> read, int width, int windowRows, int maxWindows)
    {
        var total = ranges.Sum(range => (long)Math.Max(0, range.RowCount - windowRows + 1));
        if (total == 0)
            throw new InputException($"no run of training rows holds a window of {windowRows} rows", remedy: "use longer recordings");
        var size = windowRows * width;
        var most = Math.Clamp(MaxValues / size, 1, maxWindows);
        var stride = Math.Max(1, total / most);
        var windows = new float[(total + stride - 1) / stride * size];
        var (taken, passed) = (0L, 0L);
        foreach (var range in ranges)
        {
            var count = Math.Max(0, range.RowCount - windowRows + 1);
            if (taken * stride < passed + count)
            {
                var rows = read(range);
                for (; taken * stride < passed + count; taken++)
                    rows.AsSpan((int)((taken * stride) - passed) * width, size).CopyTo(windows.AsSpan((int)(taken * size)));
            }
            passed += count;
        }
        return windows;
    }

    /// <summary>Rows with the first one repeated before them and the last one behind, so that every row has a whole window.</summary>
    public static float[] Padded(float[] rows, int width, int before, int after = 0)
    {
        var count = rows.Length / width;
        var padded = new float[(before + count + after) * width];
        for (var row = 0; row < before + count + after; row++)
            rows.AsSpan(Math.Clamp(row - before, 0, count - 1) * width, width).CopyTo(padded.AsSpan(row * width));
        return padded;
    }

    /// <summary>Rows per window, fewer where many signals would make the windows wider than 1,024 values.</summary>
    public static int RowsFor(int width, int wanted) => Math.Clamp(MostColumns / width, 1, wanted);
}

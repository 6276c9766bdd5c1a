using System.Collections;
using System.Runtime.InteropServices;
using Auscult.Telemetry.Fusion;

namespace Auscult.Telemetry.Windowing;

/// <summary>A view of <see cref="WindowIndex.Length"/> rows of one entity.</summary>
/// <param name="Entity">Index of the entity.</param>
/// <param name="FirstRow">First row of the window.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Window(int Entity, int FirstRow);

/// <summary>
/// Where windows of one length lie in a frame. Windows are views: the index holds no values. A window never crosses the border of
/// a segment or of a range it was made from.
/// </summary>
public sealed class WindowIndex : IReadOnlyList<Window>
{
    /// <summary>Stands for a place in a batch that shows no window.</summary>
    public const int NoWindow = -1;

    private readonly Window[] _windows;

    private WindowIndex(Window[] windows, int length, int stride, IReadOnlyList<RowRange> tooShort)
    {
        _windows = windows;
        Length = length;
        Stride = stride;
        TooShort = tooShort;
    }

    /// <summary>Rows of each window.</summary>
    public int Length { get; }

    /// <summary>Rows between the beginnings of two neighbouring windows.</summary>
    public int Stride { get; }

    /// <summary>Ranges that gave no window because they hold fewer rows than one.</summary>
    public IReadOnlyList<RowRange> TooShort { get; }

    /// <inheritdoc/>
    public int Count => _windows.Length;

    /// <inheritdoc/>
    public Window this[int index] => _windows[index];

    /// <summary>Windows over all rows of all entities.</summary>
    public static WindowIndex Over(FrameSchema schema, int length, int stride, bool coverEnd = false) =>
        Within(schema, RowRange.Everything(schema), length, stride, coverEnd);

    /// <summary>Windows inside the given rows.</summary>
    /// <param name="schema">Axes of the frame.</param>
    /// <param name="ranges">Rows that may be used; a range over several segments is cut at their borders.</param>
    /// <param name="length">Rows of one window.</param>
    /// <param name="stride">Rows between the beginnings of two windows.</param>
    /// <param name="coverEnd">
    /// Adds a last window that ends with its range when the stride would leave rows at the end uncovered; scoring needs every row.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">Length or stride is below 1, or a range lies outside the frame.</exception>
    public static WindowIndex Within(
        FrameSchema schema, IEnumerable<RowRange> ranges, int length, int stride, bool coverEnd = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        var windows = new List<Window>();
        var tooShort = new List<RowRange>();
        foreach (var range in RowRange.CutAtSegments(schema, ranges))
        {
            if (range.RowCount < length)
            {
                tooShort.Add(range);
                continue;
            }
            var last = range.EndRow - length;
            for (var row = range.FirstRow; row <= last; row += stride)
                windows.Add(new Window(range.Entity, row));
            if (coverEnd && windows[^1].FirstRow != last)
                windows.Add(new Window(range.Entity, last));
        }
        return new WindowIndex([.. windows], length, stride, tooShort);
    }

    /// <summary>The windows of one entity, in the same order.</summary>
    public WindowIndex OfEntity(int entity) => Where(window => window.Entity == entity);

    /// <summary>The windows that satisfy a condition, in the same order.</summary>
    public WindowIndex Where(Func<Window, bool> condition) =>
        new([.. _windows.Where(condition)], Length, Stride, TooShort);

    /// <summary>The rows of a window.</summary>
    public RowRange RowsOf(int index) => new(_windows[index].Entity, _windows[index].FirstRow, Length);

    /// <inheritdoc/>
    public IEnumerator<Window> GetEnumerator() => ((IEnumerable<Window>)_windows).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

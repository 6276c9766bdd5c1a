using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Fusion;

/// <summary>
/// The rows of a frame in time: one segment per recording, row k of a segment standing for the step that begins at
/// <c>start + k x step</c>.
/// </summary>
/// <remarks>
/// A sample belongs to the step that begins at most half a sampling interval after it, so that a sample taken every step at its beginning
/// stays in its own step when it comes a little early.
/// </remarks>
internal sealed class TimeGrid
{
    private readonly long[] _starts;
    private readonly long[] _ends;

    public TimeGrid(DatasetManifest manifest, double? stepSeconds, string location)
    {
        Step = stepSeconds is { } seconds ? (long)Math.Round(seconds * Micros.PerSecond) : Micros.From(manifest.Step);
        if (Step < 1)
            throw new InputException($"the step of {Step} microseconds is too short", location, remedy: "give fusion.step_seconds");
        Tolerance = Math.Min(Step, Micros.From(manifest.Step)) / 2;
        var segments = new List<FrameSegment>();
        foreach (var recording in manifest.Recordings)
        {
            var length = Micros.From(recording.End) - Micros.From(recording.Start);
            var rows = Math.Max(1, (length + Step - 1) / Step);
            var first = segments.Count == 0 ? 0 : segments[^1].EndRow;
            if (first + rows > int.MaxValue)
            {
                throw new InputException(
                    $"recording '{recording.Name}' spans {rows} steps of {TimeSpan.FromMicroseconds(Step)}", location,
                    remedy: "split the recording where nothing was recorded, or choose a larger fusion.step_seconds");
            }
            segments.Add(new FrameSegment(recording.Name, first, (int)rows, recording.Start));
        }
        Segments = segments;
        _starts = [.. segments.Select(segment => Micros.From(segment.Start))];
        _ends = [.. manifest.Recordings.Select(recording => Micros.From(recording.End))];
    }

    private TimeGrid(TimeGrid whole, int firstRow)
    {
        (Step, Tolerance) = (whole.Step, whole.Tolerance);
        var first = whole.SegmentOf(firstRow);
        var start = whole.BeginOf(first, firstRow);
        Segments =
        [
            .. whole.Segments.Skip(first).Select(segment => segment.FirstRow < firstRow
                ? new FrameSegment(segment.Recording, 0, segment.EndRow - firstRow, Micros.ToTime(start))
                : segment with { FirstRow = segment.FirstRow - firstRow }),
        ];
        _starts = [start, .. whole._starts.Skip(first + 1)];
        _ends = whole._ends[first..];
    }

    /// <summary>Microseconds between two rows.</summary>
    public long Step { get; }

    /// <summary>How much earlier than its step a sample may come, in microseconds.</summary>
    public long Tolerance { get; }

    public IReadOnlyList<FrameSegment> Segments { get; }

    public int RowCount => Segments.Count == 0 ? 0 : Segments[^1].EndRow;

    /// <summary>The rows from one on, counted from there.</summary>
    public TimeGrid From(int firstRow) => firstRow == 0 ? this : new TimeGrid(this, firstRow);

    /// <summary>The segment that holds a row.</summary>
    public int SegmentOf(int row)
    {
        var segment = 0;
        while (Segments[segment].EndRow <= row)
            segment++;
        return segment;
    }

    /// <summary>The border before a row.</summary>
    public RowMark MarkOf(int row) => new(row, BeginOf(SegmentOf(row), row) - Tolerance);

    /// <summary>The segment of a moment, or -1.</summary>
    public int SegmentAt(long micros)
    {
        var found = Array.BinarySearch(_starts, micros + Tolerance);
        var segment = found >= 0 ? found : ~found - 1;
        return segment >= 0 && micros < LastMomentOf(segment) ? segment : -1;
    }

    /// <summary>The first moment that no longer belongs to a segment.</summary>
    public long LastMomentOf(int segment)
    {
        var end = Math.Max(_ends[segment], _starts[segment] + (Segments[segment].RowCount * Step) - Tolerance);
        return segment + 1 < _starts.Length ? Math.Min(end, _starts[segment + 1] - Tolerance) : end;
    }

    /// <summary>Finds the rows of ascending moments of one segment.</summary>
    public GridPosition PositionIn(int segment) => new(_starts[segment], Step, Tolerance, Segments[segment]);

    /// <summary>When a row begins.</summary>
    public long BeginOf(int segment, int row) => _starts[segment] + ((row - Segments[segment].FirstRow) * Step);
}

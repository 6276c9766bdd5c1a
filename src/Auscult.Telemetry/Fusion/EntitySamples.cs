using System.Runtime.InteropServices;

namespace Auscult.Telemetry.Fusion;

/// <summary>Consecutive samples of one entity within one segment.</summary>
/// <param name="Segment">Index of the segment.</param>
/// <param name="Begin">Position of the first sample.</param>
/// <param name="End">Position after the last sample.</param>
/// <param name="Interval">Their own sampling interval in microseconds (<see cref="SamplingInterval"/>).</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SampleRun(int Segment, int Begin, int End, long Interval);

/// <summary>A row without sample and the earlier row whose gauges stand for it.</summary>
/// <param name="Row">The row without sample.</param>
/// <param name="Source">The row that holds.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct HeldRow(int Row, int Source);

/// <summary>
/// When one entity was sampled, in time order and placed on the grid by <see cref="SamplePlacer"/>; shared by all columns of its table.
/// </summary>
internal sealed class EntitySamples
{
    /// <summary>Id of the entity.</summary>
    public string Entity { get; set; } = "";

    /// <summary>Number of samples; the arrays may be longer.</summary>
    public int Count { get; set; }

    /// <summary>Time of each sample in microseconds, strictly increasing.</summary>
    public long[] Times { get; set; } = [];

    /// <summary>Frame row of each sample.</summary>
    public int[] Rows { get; set; } = [];

    /// <summary>Row whose step holds the moment of each sample, without tolerance; may lie just outside the segment.</summary>
    public int[] StepRows { get; set; } = [];

    /// <summary>Table row of each sample; null when sample i is row <see cref="FirstTableRow"/> + i.</summary>
    public int[]? TableRows { get; set; }

    /// <summary>Table row of the first sample when the others follow it.</summary>
    public int FirstTableRow { get; set; }

    /// <summary>Sample position and table row of earlier rows with the same time, earliest first.</summary>
    public List<(int Position, int TableRow)> Repeated { get; } = [];

    /// <summary>Samples by segment.</summary>
    public List<SampleRun> Runs { get; } = [];

    /// <summary>Rows that hold the gauge of an earlier row.</summary>
    public List<HeldRow> Held { get; } = [];

    /// <summary>Whether no two samples share a row.</summary>
    public bool OnePerRow { get; set; }

    /// <summary>Whether every sample is one row after the one before it, over all segments.</summary>
    public bool EveryRow => OnePerRow && Count > 0 && Rows[Count - 1] - Rows[0] == Count - 1;

    /// <summary>All samples, when these are only the last ones.</summary>
    private EntitySamples? Whole { get; set; }

    /// <summary>Number of runs of <see cref="Whole"/> before the first one here.</summary>
    private int EarlierRuns { get; set; }

    /// <summary>Row of the table of a sample.</summary>
    public int TableRowOf(int sample) => TableRows is null ? FirstTableRow + sample : TableRows[sample];

    /// <summary>The sampling interval of a column in a run, whatever part of the run is here.</summary>
    public long IntervalOf(int run, double[] column) =>
        SamplingInterval.OfColumn(Whole ?? this, (Whole ?? this).Runs[run + EarlierRuns], column);

    /// <summary>Whether a column has a finite value in a run before the samples of the run that are here.</summary>
    public bool HasEarlierValue(int run, double[] column)
    {
        if (Whole is null)
            return false;
        var all = Whole.Runs[run + EarlierRuns];
        for (var i = all.End - (Runs[run].End - Runs[run].Begin) - 1; i >= all.Begin; i--)
        {
            if (double.IsFinite(column[Whole.TableRowOf(i)]))
                return true;
        }
        return false;
    }

    /// <summary>The samples from a row on, with rows and segments counted from there; null when nothing is there.</summary>
    /// <param name="firstRow">First row.</param>
    /// <param name="firstSegment">Its segment.</param>
    public EntitySamples? From(int firstRow, int firstSegment)
    {
        var begin = 0;
        while (begin < Count && Rows[begin] < firstRow)
            begin++;
        // A run without any sample left still says that the entity was watched.
        var runs = Runs.Where(run => run.End > begin || run.Segment == firstSegment).ToArray();
        if (runs.Length == 0)
            return null;
        var tail = new EntitySamples
        {
            Entity = Entity, Count = Count - begin, Times = Times[begin..Count], OnePerRow = OnePerRow, Whole = this,
            Rows = [.. Rows[begin..Count].Select(row => row - firstRow)], StepRows = [.. StepRows[begin..Count].Select(row => row - firstRow)],
            TableRows = TableRows?[begin..Count], FirstTableRow = begin < Count ? TableRowOf(begin) : 0,
            EarlierRuns = Runs.IndexOf(runs[0]),
        };
        tail.Runs.AddRange(runs.Select(run => new SampleRun(
            run.Segment - firstSegment, Math.Max(0, run.Begin - begin), Math.Max(0, run.End - begin), run.Interval)));
        tail.Repeated.AddRange(Repeated.Where(row => row.Position >= begin).Select(row => (row.Position - begin, row.TableRow)));
        tail.Held.AddRange(Held.Where(held => held.Source >= firstRow).Select(held => new HeldRow(held.Row - firstRow, held.Source - firstRow)));
        return tail;
    }

    /// <summary>The values of a column, one per sample, in the order of <see cref="Times"/>.</summary>
    /// <param name="column">Values of the table.</param>
    /// <param name="buffer">Room for them; reallocated when too small.</param>
    public ReadOnlySpan<double> Gather(double[] column, ref double[] buffer)
    {
        if (TableRows is null && Repeated.Count == 0)
            return column.AsSpan(FirstTableRow, Count);
        if (buffer.Length < Count)
            buffer = new double[Count];
        var values = buffer.AsSpan(0, Count);
        for (var i = 0; i < values.Length; i++)
            values[i] = column[TableRowOf(i)];
        for (var i = Repeated.Count - 1; i >= 0; i--)
        {
            if (double.IsNaN(values[Repeated[i].Position]))
                values[Repeated[i].Position] = column[Repeated[i].TableRow];
        }
        return values;
    }
}

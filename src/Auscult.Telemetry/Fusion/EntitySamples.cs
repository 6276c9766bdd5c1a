using System.Runtime.InteropServices;

namespace Auscult.Telemetry.Fusion;

/// <summary>Consecutive samples of one entity within one segment.</summary>
/// <param name="Segment">Index of the segment.</param>
/// <param name="Begin">Position of the first sample.</param>
/// <param name="End">Position after the last sample.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SampleRun(int Segment, int Begin, int End);

/// <summary>A row without sample and the earlier row whose gauges stand for it.</summary>
/// <param name="Row">The row without sample.</param>
/// <param name="Source">The row that holds.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct HeldRow(int Row, int Source);

/// <summary>
/// When one entity was sampled, in time order and placed on the grid; shared by all columns of its table.
/// </summary>
internal sealed class EntitySamples
{
    /// <summary>Id of the entity.</summary>
    public required string Entity { get; init; }

    /// <summary>Time of each sample in microseconds, strictly increasing.</summary>
    public required long[] Times { get; init; }

    /// <summary>Frame row of each sample.</summary>
    public required int[] Rows { get; init; }

    /// <summary>Row whose step holds the moment of each sample, without tolerance; may lie just outside the segment.</summary>
    public required int[] StepRows { get; init; }

    /// <summary>Table row of each sample; null when sample i is row <see cref="FirstTableRow"/> + i.</summary>
    public required int[]? TableRows { get; init; }

    /// <summary>Table row of the first sample when the others follow it.</summary>
    public required int FirstTableRow { get; init; }

    /// <summary>Sample position and table row of earlier rows with the same time, earliest first.</summary>
    public required (int Position, int TableRow)[] Repeated { get; init; }

    /// <summary>Samples by segment.</summary>
    public required SampleRun[] Runs { get; init; }

    /// <summary>Rows that hold the gauge of an earlier row.</summary>
    public required HeldRow[] Held { get; init; }

    /// <summary>Median distance of two samples in microseconds; 0 when there are fewer than two.</summary>
    public required long MedianInterval { get; init; }

    /// <summary>Whether no two samples share a row.</summary>
    public required bool OnePerRow { get; init; }

    /// <summary>Whether every sample is one row after the one before it, over all segments.</summary>
    public bool EveryRow => OnePerRow && Rows[^1] - Rows[0] == Rows.Length - 1;

    /// <summary>The values of a column, one per sample, in the order of <see cref="Times"/>.</summary>
    /// <param name="column">Values of the table.</param>
    /// <param name="buffer">Room for them; reallocated when too small.</param>
    public ReadOnlySpan<double> Gather(double[] column, ref double[] buffer)
    {
        if (TableRows is null && Repeated.Length == 0)
            return column.AsSpan(FirstTableRow, Times.Length);
        if (buffer.Length < Times.Length)
            buffer = new double[Times.Length];
        var values = buffer.AsSpan(0, Times.Length);
        for (var i = 0; i < values.Length; i++)
            values[i] = column[TableRows is null ? FirstTableRow + i : TableRows[i]];
        for (var i = Repeated.Length - 1; i >= 0; i--)
        {
            if (double.IsNaN(values[Repeated[i].Position]))
                values[Repeated[i].Position] = column[Repeated[i].TableRow];
        }
        return values;
    }
}

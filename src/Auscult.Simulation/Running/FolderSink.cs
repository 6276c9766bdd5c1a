using Auscult.Simulation.Benchmark;
using Auscult.Simulation.Exporting;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;
using SeriesBlock = Auscult.Simulation.Exporting.SeriesBlock;

namespace Auscult.Simulation.Running;

/// <summary>Writes rows to the series files of a dataset folder as they come.</summary>
internal sealed class FolderSink : ISeriesSink
{
    private readonly Dictionary<(bool IsTruth, Layer Layer, EntityKind Kind), SeriesStream> _streams = [];

    /// <param name="writer">Has the manifest and the topology already.</param>
    /// <param name="head">The tables.</param>
    public FolderSink(DatasetWriter writer, SuiteHead head)
    {
        foreach (var table in head.Tables)
        {
            string[] names = [.. table.Columns.Select(column => column.Name)];
            _streams.Add(
                (table.IsTruth, table.Layer, table.EntityKind),
                table.IsTruth ? writer.OpenTruth(table.EntityKind, table.Entities, names)
                    : writer.OpenSeries(table.Layer, table.EntityKind, table.Entities, names));
        }
    }

    /// <summary>Rows of telemetry so far.</summary>
    public long Rows { get; private set; }

    /// <summary>Values of telemetry so far, those that were not seen left out.</summary>
    public long Samples { get; private set; }

    /// <inheritdoc/>
    public void Write(SeriesBlock block)
    {
        if (block.RowCount == 0)
            return;
        var stream = _streams[(block.IsTruth, block.Layer, block.EntityKind)];
        var target = stream.Rent(block.RowCount);
        block.TimesMicros.CopyTo(target.TimesMicros);
        block.EntityIndex.CopyTo(target.Entities);
        var missing = 0L;
        for (var column = 0; column < block.Columns.Count; column++)
        {
            if (block.IsCounter(column))
            {
                block.Doubles(column).CopyTo(target.Doubles(column));
                missing += CountMissing(block.Doubles(column));
            }
            else
            {
                block.Floats(column).CopyTo(target.Floats(column));
                missing += CountMissing(block.Floats(column));
            }
        }
        stream.Write(target);
        if (block.IsTruth)
            return;
        Rows += block.RowCount;
        Samples += ((long)block.RowCount * block.Columns.Count) - missing;
    }

    private static int CountMissing<T>(ReadOnlySpan<T> values)
        where T : struct, System.Numerics.IFloatingPointIeee754<T>
    {
        var missing = 0;
        foreach (var value in values)
            missing += T.IsNaN(value) ? 1 : 0;
        return missing;
    }
}

using Auscult.Simulation.Benchmark;
using Auscult.Simulation.Exporting;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;
using SeriesBlock = Auscult.Simulation.Exporting.SeriesBlock;

namespace Auscult.Simulation.Running;

/// <summary>Writes rows to the series files of a dataset folder as they come.</summary>
internal sealed class FolderSink : ISeriesSink
{
    private readonly Dictionary<(Layer Layer, EntityKind Kind), (SeriesStream Stream, bool[] IsCounter)> _streams = [];

    /// <param name="writer">Has the manifest and the topology already.</param>
    /// <param name="head">The tables.</param>
    public FolderSink(DatasetWriter writer, SuiteHead head)
    {
        var counters = head.Manifest.Signals.Where(signal => signal.Kind == SignalKind.Counter)
            .Select(signal => (signal.Layer, signal.EntityKind, signal.Name)).ToHashSet();
        foreach (var table in head.Tables)
        {
            bool[] isCounter = [.. table.Columns.Select(column => counters.Contains((table.Layer, table.EntityKind, column)))];
            _streams.Add((table.Layer, table.EntityKind), (writer.OpenSeries(table.Layer, table.EntityKind, table.Entities, table.Columns), isCounter));
        }
    }

    /// <summary>Rows so far.</summary>
    public long Rows { get; private set; }

    /// <summary>Values so far, those that were not seen left out.</summary>
    public long Samples { get; private set; }

    /// <inheritdoc/>
    public void Write(SeriesBlock block)
    {
        if (block.RowCount == 0)
            return;
        var (stream, isCounter) = _streams[(block.Layer, block.EntityKind)];
        var target = stream.Rent(block.RowCount);
        block.TimesMicros.AsSpan(0, block.RowCount).CopyTo(target.TimesMicros);
        block.EntityIndex.AsSpan(0, block.RowCount).CopyTo(target.Entities);
        var missing = 0L;
        for (var column = 0; column < isCounter.Length; column++)
        {
            var values = block.Values[column].AsSpan(0, block.RowCount);
            foreach (var value in values)
                missing += double.IsNaN(value) ? 1 : 0;
            if (isCounter[column])
            {
                values.CopyTo(target.Doubles(column));
                continue;
            }
            var floats = target.Floats(column);
            for (var row = 0; row < floats.Length; row++)
                floats[row] = (float)values[row];
        }
        Rows += block.RowCount;
        Samples += ((long)block.RowCount * isCounter.Length) - missing;
        stream.Write(target);
    }
}

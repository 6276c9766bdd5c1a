using Auscult.Simulation.Exporting;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;
using SeriesBlock = Auscult.Simulation.Exporting.SeriesBlock;

namespace Auscult.Simulation.Running;

/// <summary>Keeps every row of telemetry in memory; a dataset in memory has no place for the hidden state.</summary>
internal sealed class MemorySink : ISeriesSink
{
    private readonly Dictionary<(Layer Layer, EntityKind Kind), Rows> _tables = [];

    /// <inheritdoc/>
    public void Write(SeriesBlock block)
    {
        if (block.IsTruth)
            return;
        if (!_tables.TryGetValue((block.Layer, block.EntityKind), out var rows))
            _tables.Add((block.Layer, block.EntityKind), rows = new Rows(block.Entities, block.Columns));
        rows.Add(block);
    }

    /// <summary>What was written.</summary>
    public IReadOnlyList<MemorySeries> Series() =>
        [.. _tables.Where(table => table.Value.Count > 0).Select(table =>
            new MemorySeries(table.Key.Layer, table.Key.Kind, table.Value.ToTable()))];

    private sealed class Rows(IReadOnlyList<string> entities, IReadOnlyList<string> columns)
    {
        private readonly List<long> _times = [];
        private readonly List<int> _entityIndex = [];
        private readonly List<double>[] _values = [.. columns.Select(_ => new List<double>())];

        public int Count => _times.Count;

        public void Add(SeriesBlock block)
        {
            _times.AddRange((ReadOnlySpan<long>)block.TimesMicros);
            _entityIndex.AddRange((ReadOnlySpan<int>)block.EntityIndex);
            for (var i = 0; i < _values.Length; i++)
                Add(block, i, _values[i]);
        }

        private static void Add(SeriesBlock block, int column, List<double> values)
        {
            if (block.IsCounter(column))
                values.AddRange((ReadOnlySpan<double>)block.Doubles(column));
            else
            {
                foreach (var value in block.Floats(column))
                    values.Add(value);
            }
        }

        public SeriesTable ToTable() => new(
            entities, [.. _times], [.. _entityIndex], [.. columns.Select((name, i) => new SeriesColumn(name, [.. _values[i]]))]);
    }
}

using Auscult.Simulation.Exporting;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;
using SeriesBlock = Auscult.Simulation.Exporting.SeriesBlock;

namespace Auscult.Simulation.Running;

/// <summary>Keeps every row in memory.</summary>
internal sealed class MemorySink : ISeriesSink
{
    private readonly Dictionary<(Layer Layer, EntityKind Kind), Rows> _tables = [];

    /// <inheritdoc/>
    public void Write(SeriesBlock block)
    {
        if (!_tables.TryGetValue((block.Layer, block.EntityKind), out var rows))
            _tables.Add((block.Layer, block.EntityKind), rows = new Rows(block.Entities, block.Columns));
        rows.Add(block);
    }

    /// <summary>What was written.</summary>
    public IReadOnlyList<MemorySeries> Series() =>
        [.. _tables.Where(table => table.Value.Count > 0).Select(table => new MemorySeries(table.Key.Layer, table.Key.Kind, table.Value.ToTable()))];

    private sealed class Rows(IReadOnlyList<string> entities, IReadOnlyList<string> columns)
    {
        private readonly List<long> _times = [];
        private readonly List<int> _entityIndex = [];
        private readonly List<double>[] _values = [.. columns.Select(_ => new List<double>())];

        public int Count => _times.Count;

        public void Add(SeriesBlock block)
        {
            _times.AddRange(block.TimesMicros.AsSpan(0, block.RowCount));
            _entityIndex.AddRange(block.EntityIndex.AsSpan(0, block.RowCount));
            for (var i = 0; i < _values.Length; i++)
                _values[i].AddRange(block.Values[i].AsSpan(0, block.RowCount));
        }

        public SeriesTable ToTable() => new(
            entities, [.. _times], [.. _entityIndex], [.. columns.Select((name, i) => new SeriesColumn(name, [.. _values[i]]))]);
    }
}

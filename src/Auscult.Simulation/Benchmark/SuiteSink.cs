using Auscult.Simulation.Exporting;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Benchmark;

/// <summary>
/// Puts a member's rows into the tables of all members: its entities by their place there, NaN in columns that it lacks.
/// </summary>
/// <param name="tables">The tables of all members.</param>
/// <param name="inner">Takes the rows.</param>
internal sealed class SuiteSink(IReadOnlyList<SuiteTable> tables, ISeriesSink inner) : ISeriesSink
{
    private readonly Dictionary<(bool IsTruth, Layer Layer, EntityKind Kind), Target> _targets =
        tables.ToDictionary(table => (table.IsTruth, table.Layer, table.EntityKind), table => new Target(table));

    /// <inheritdoc/>
    public void Write(SeriesBlock block)
    {
        var target = _targets[(block.IsTruth, block.Layer, block.EntityKind)];
        inner.Write(target.Fits(block) ? block : target.Widen(block));
    }

    private sealed class Target(SuiteTable table)
    {
        private readonly Dictionary<string, int> _entityOf = table.Entities.Select((id, i) => (id, i)).ToDictionary(pair => pair.id, pair => pair.i, StringComparer.Ordinal);
        private readonly SeriesBlock _wide = new(table.Layer, table.EntityKind, table.Entities, table.Columns) { IsTruth = table.IsTruth };

        public bool Fits(SeriesBlock block) => block.Entities.Count == table.Entities.Count && block.Columns.SequenceEqual(table.Columns.Select(column => column.Name), StringComparer.Ordinal);

        public SeriesBlock Widen(SeriesBlock block)
        {
            _wide.Reserve(block.RowCount);
            block.TimesMicros.CopyTo(_wide.TimesMicros);
            // The entities of a member follow each other in the table as they do in the member.
            var first = _entityOf[block.Entities[0]];
            for (var row = 0; row < block.RowCount; row++)
                _wide.EntityIndex[row] = first + block.EntityIndex[row];
            for (var column = 0; column < table.Columns.Count; column++)
            {
                var source = IndexOf(block.Columns, table.Columns[column].Name);
                if (table.Columns[column].IsCounter)
                    Fill(_wide.Doubles(column), source < 0 ? default : block.Doubles(source), double.NaN);
                else
                    Fill(_wide.Floats(column), source < 0 ? default : block.Floats(source), float.NaN);
            }
            return _wide;
        }

        private static void Fill<T>(Span<T> target, ReadOnlySpan<T> source, T missing)
        {
            if (source.IsEmpty)
                target.Fill(missing);
            else
                source.CopyTo(target);
        }

        private static int IndexOf(IReadOnlyList<string> columns, string name)
        {
            for (var i = 0; i < columns.Count; i++)
            {
                if (string.Equals(columns[i], name, StringComparison.Ordinal))
                    return i;
            }
            return -1;
        }
    }
}

using System.Globalization;
using System.Runtime.CompilerServices;
using Auscult.Foundation;
using Auscult.Telemetry.Storage.DuckDb;

namespace Auscult.Telemetry.Storage.Long;

/// <summary>Reads some consecutive rows of a long Parquet file and puts them apart by series and partition.</summary>
/// <param name="file">The file; its columns are checked.</param>
/// <param name="columns">Their names.</param>
/// <param name="partitionOf">The partition of an entity.</param>
/// <param name="store">Where the samples go, with numbers of this reader's series.</param>
internal sealed class LongReader(ParquetFile file, LongColumns columns, Func<string, int> partitionOf, SampleStore store)
{
    private readonly TextIndex _entities = new();
    private readonly TextIndex _signals = new();
    private LongSeries[] _series = [];
    private int _seriesCount;
    private int[][] _seriesOf = [];
    private long _row;

    /// <summary>Entity ids in the order of their first sample.</summary>
    public IReadOnlyList<string> Entities => _entities.Texts;

    /// <summary>Signal names in the order of their first sample.</summary>
    public IReadOnlyList<string> Signals => _signals.Texts;

    public ReadOnlySpan<LongSeries> Series => _series.AsSpan(0, _seriesCount);

    /// <summary>Time of the earliest sample in microseconds.</summary>
    public long FirstMicros { get; private set; } = long.MaxValue;

    /// <summary>Time of the latest sample in microseconds.</summary>
    public long LastMicros { get; private set; } = long.MinValue;

    public SampleStore Store => store;

    /// <exception cref="InputException">A time, entity or signal is empty.</exception>
    /// <exception cref="DuckDbException">The file is truncated.</exception>
    public void Read(long firstRow, long endRow)
    {
        using var connection = DuckDbConnection.Open();
        // Each reader is one thread; DuckDB's own threads would only wait for it.
        connection.Execute("SET threads = 1");
        _row = firstRow;
        string[] expressions =
            [$"{Sql.Name(columns.Time)}::TIMESTAMP", Sql.Name(columns.Entity), Sql.Name(columns.Signal), $"{Sql.Name(columns.Value)}::DOUBLE"];
        using var statement = connection.Prepare(string.Create(CultureInfo.InvariantCulture, $"""
            SELECT {string.Join(", ", expressions)} FROM {Sql.Parquet(file.Path, "file_row_number = true")}
            WHERE file_row_number BETWEEN {firstRow} AND {endRow - 1}
            """));
        using var result = statement.Stream();
        foreach (var chunk in result.Chunks())
        {
            Add(chunk);
            _row += chunk.RowCount;
        }
    }

    // Optimised at once: whole files pass before the runtime would have found out that it is worth it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Add(DataChunk chunk)
    {
        var entities = chunk.Column(1);
        var signals = chunk.Column(2);
        var cells = chunk.Column(3);
        RequirePresent(chunk.Column(0), chunk.RowCount, columns.Time);
        RequirePresent(entities, chunk.RowCount, columns.Entity);
        RequirePresent(signals, chunk.RowCount, columns.Signal);
        var times = chunk.Column(0).Values<long>();
        var values = cells.Values<double>();
        var (first, last, isWhole) = (FirstMicros, LastMicros, cells.Validity.IsEmpty);
        for (var row = 0; row < times.Length; row++)
        {
            var number = NumberOf(_entities.IndexOf(entities.Utf8(row)), _signals.IndexOf(signals.Utf8(row)));
            ref var series = ref _series[number];
            var value = isWhole || cells.IsValid(row) ? values[row] : double.NaN;
            series.Count++;
            series.IsSeen |= double.IsFinite(value);
            (first, last) = (Math.Min(first, times[row]), Math.Max(last, times[row]));
            store.Add(series.Partition, new Sample(times[row], value, number));
        }
        (FirstMicros, LastMicros) = (first, last);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int NumberOf(int entity, int signal)
    {
        if (entity < _seriesOf.Length && signal < _seriesOf[entity].Length && _seriesOf[entity][signal] is > 0 and var known)
            return known - 1;
        return NewSeries(entity, signal);
    }

    private int NewSeries(int entity, int signal)
    {
        for (var next = _seriesOf.Length; next <= entity; next++)
            _seriesOf = [.. _seriesOf, []];
        if (signal >= _seriesOf[entity].Length)
            Array.Resize(ref _seriesOf[entity], Math.Max(8, 2 * signal));
        if (_seriesCount == _series.Length)
            Array.Resize(ref _series, Math.Max(256, 2 * _series.Length));
        _series[_seriesCount] = new LongSeries(entity, signal, partitionOf(_entities.Texts[entity]), 0, false);
        _seriesOf[entity][signal] = ++_seriesCount;
        return _seriesCount - 1;
    }

    private void RequirePresent(VectorView view, int count, string column)
    {
        for (var row = 0; !view.Validity.IsEmpty && row < count; row++)
        {
            if (!view.IsValid(row))
                throw new InputException("is empty", file.Name, _row + row + 1, column, "every sample needs a time, an entity and a signal");
        }
    }
}

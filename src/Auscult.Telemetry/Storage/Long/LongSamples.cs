using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Auscult.Foundation;
using Auscult.Telemetry.Storage.DuckDb;

namespace Auscult.Telemetry.Storage.Long;

/// <summary>One signal of one entity.</summary>
/// <param name="Entity">Number of the entity.</param>
/// <param name="Signal">Number of the signal.</param>
/// <param name="Partition">Where its samples are.</param>
/// <param name="Count">Number of samples.</param>
/// <param name="IsSeen">Whether any of them is a finite number.</param>
[StructLayout(LayoutKind.Auto)]
internal record struct LongSeries(int Entity, int Signal, int Partition, long Count, bool IsSeen);

/// <summary>
/// The rows of a long Parquet file, read once: apart by series and partition, the times they span. Memory stays bounded whatever the
/// size and order of the file.
/// </summary>
internal sealed class LongSamples : IDisposable
{
    // Each worker sorts one partition at a time: 16 bytes per sample.
    private const long SamplesPerPartition = 1 << 19;
    private const int MostPartitions = 256;
    private readonly ParquetFile _file;
    private readonly LongColumns _columns;
    private readonly Func<string, string> _hostOf;
    private readonly TextIndex _entities = new();
    private readonly TextIndex _signals = new();
    private LongSeries[] _series = [];
    private int _seriesCount;
    private int[][] _seriesOf = [];
    private readonly Dictionary<string, int> _partitionOfHost = new(StringComparer.Ordinal);
    private readonly SampleStore _store;
    private long _row;

    /// <param name="connection">Reads the file.</param>
    /// <param name="file">The file; its columns are checked.</param>
    /// <param name="columns">Their names.</param>
    /// <param name="hostOf">Entities of one host lie in one partition.</param>
    /// <param name="memoryBudget">Bytes of samples that stay in memory; the rest goes to a temporary file.</param>
    /// <exception cref="InputException">A time, entity or signal is empty, or the file is truncated.</exception>
    public LongSamples(DuckDbConnection connection, ParquetFile file, LongColumns columns, Func<string, string> hostOf, long memoryBudget)
    {
        (_file, _columns, _hostOf) = (file, columns, hostOf);
        RowCount = file.CountRows();
        _store = new SampleStore((int)Math.Clamp(RowCount / SamplesPerPartition, 1, MostPartitions), memoryBudget);
        try
        {
            ParquetFile.Guard(file.Path, () =>
            {
                Read(connection);
                return 0;
            });
        }
        catch
        {
            _store.Dispose();
            throw;
        }
    }

    public long RowCount { get; }

    /// <summary>Entity ids in the order of their first sample.</summary>
    public IReadOnlyList<string> Entities => _entities.Texts;

    /// <summary>Signal names in the order of their first sample.</summary>
    public IReadOnlyList<string> Signals => _signals.Texts;

    public IReadOnlyList<LongSeries> Series => new ArraySegment<LongSeries>(_series, 0, _seriesCount);

    /// <summary>Time of the earliest sample in microseconds.</summary>
    public long FirstMicros { get; private set; } = long.MaxValue;

    /// <summary>Time of the latest sample in microseconds.</summary>
    public long LastMicros { get; private set; } = long.MinValue;

    public SampleStore Store => _store;

    public void Dispose() => _store.Dispose();

    private void Read(DuckDbConnection connection)
    {
        string[] expressions =
            [$"{Sql.Name(_columns.Time)}::TIMESTAMP", Sql.Name(_columns.Entity), Sql.Name(_columns.Signal), $"{Sql.Name(_columns.Value)}::DOUBLE"];
        using var statement = connection.Prepare($"SELECT {string.Join(", ", expressions)} FROM {Sql.Parquet(_file.Path)}");
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
        RequirePresent(chunk.Column(0), chunk.RowCount, _columns.Time);
        RequirePresent(entities, chunk.RowCount, _columns.Entity);
        RequirePresent(signals, chunk.RowCount, _columns.Signal);
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
            _store.Add(series.Partition, new Sample(times[row], value, number));
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
        _series[_seriesCount] = new LongSeries(entity, signal, PartitionOf(_entities.Texts[entity]), 0, false);
        _seriesOf[entity][signal] = ++_seriesCount;
        return _seriesCount - 1;
    }

    private int PartitionOf(string entity)
    {
        var host = _hostOf(entity);
        if (!_partitionOfHost.TryGetValue(host, out var partition))
            _partitionOfHost.Add(host, partition = _partitionOfHost.Count % _store.PartitionCount);
        return partition;
    }

    private void RequirePresent(VectorView view, int count, string column)
    {
        for (var row = 0; !view.Validity.IsEmpty && row < count; row++)
        {
            if (!view.IsValid(row))
                throw new InputException("is empty", _file.Name, _row + row + 1, column, "every sample needs a time, an entity and a signal");
        }
    }
}

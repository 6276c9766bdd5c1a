using System.Collections.Concurrent;
using Auscult.Foundation;
using Auscult.Telemetry.Storage.DuckDb;

namespace Auscult.Telemetry.Storage;

/// <summary>
/// A series file that grows block by block: <see cref="Rent"/> a block, fill it, <see cref="Write"/> it. A thread of its own compresses
/// and writes what is complete, so memory holds a few blocks and one row group however long the series gets. The bytes of the file depend on the
/// rows alone, not on their grouping into blocks or on timing. One thread at a time may call the members.
/// </summary>
public sealed class SeriesStream : IDisposable
{
    /// <summary>One block is being filled, one waits, one is being written.</summary>
    private const int BlockCount = 3;

    private readonly string _name;
    private readonly BlockingCollection<SeriesBlock> _free = [];
    private readonly BlockingCollection<SeriesBlock> _filled = [];
    private readonly CancellationTokenSource _stopped = new();
    private readonly Thread _writer;
    private readonly long[] _lastTimes;
    private Exception? _failure;
    private bool _finished;

    internal SeriesStream(
        string name, string path, IReadOnlyList<string> entities, IReadOnlyList<(string Name, DuckDbType Type)> columns,
        ParquetCompression compression)
    {
        (_name, Entities) = (name, entities);
        _lastTimes = new long[entities.Count];
        Array.Fill(_lastTimes, long.MinValue);
        var types = columns.Select(column => column.Type).ToArray();
        for (var i = 0; i < BlockCount; i++)
            _free.Add(new SeriesBlock(types));
        var chunks = new SeriesChunks(entities, types, Next);
        _writer = new Thread(() => Run(path, columns, chunks, compression)) { Name = "series writer", IsBackground = true };
        _writer.Start();
    }

    /// <summary>What the entity indices of a block refer to.</summary>
    public IReadOnlyList<string> Entities { get; }

    /// <summary>Number of rows written so far, absent ones not counted.</summary>
    public long RowCount { get; private set; }

    /// <summary>An empty block; waits while all of them are queued for the disk.</summary>
    /// <param name="rowCount">Its number of rows; blocks keep the memory of the largest.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="IOException">What was written before cannot be stored, for instance because the disk is full.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public SeriesBlock Rent(int rowCount, CancellationToken cancellation = default)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_stopped.Token, cancellation);
        try
        {
            var block = _free.Take(either.Token);
            block.Resize(rowCount);
            return block;
        }
        catch (OperationCanceledException) when (_stopped.IsCancellationRequested)
        {
            ThrowFailure();
            throw;
        }
    }

    /// <summary>Hands a rented block over; it may not be touched afterwards.</summary>
    /// <exception cref="InputException">A row repeats or goes back in the time of its entity; the file is given up.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An entity index is not one of <see cref="Entities"/>.</exception>
    public void Write(SeriesBlock block)
    {
        try
        {
            Check(block.TimesMicros, block.Entities);
        }
        catch
        {
            _stopped.Cancel();
            throw;
        }
        _filled.Add(block);
    }

    /// <summary>Writes what is queued and closes the file; nothing can be written afterwards.</summary>
    /// <exception cref="IOException">It cannot be stored.</exception>
    public void Complete()
    {
        if (!_finished)
        {
            _filled.CompleteAdding();
            _writer.Join();
            _finished = true;
        }
        ThrowFailure();
    }

    /// <summary>Gives the file up when it is not complete.</summary>
    public void Dispose()
    {
        if (!_finished)
        {
            _stopped.Cancel();
            _writer.Join();
            _finished = true;
        }
        _free.Dispose();
        _filled.Dispose();
        _stopped.Dispose();
    }

    private void Check(ReadOnlySpan<long> times, ReadOnlySpan<int> entities)
    {
        for (var row = 0; row < entities.Length; row++)
        {
            var entity = entities[row];
            if (entity == SeriesBlock.Absent)
                continue;
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)entity, (uint)_lastTimes.Length, nameof(entities));
            if (times[row] <= _lastTimes[entity])
                throw SeriesBuffer.Unordered(Entities[entity], times[row], RowCount, _name);
            _lastTimes[entity] = times[row];
            RowCount++;
        }
    }

    private SeriesBlock? Next(SeriesBlock? used)
    {
        if (used is not null)
            _free.Add(used, CancellationToken.None);
        return _filled.TryTake(out var block, Timeout.Infinite, _stopped.Token) ? block : null;
    }

    private void Run(
        string path, IReadOnlyList<(string Name, DuckDbType Type)> columns, SeriesChunks chunks, ParquetCompression compression)
    {
        try
        {
            using var connection = DuckDbConnection.Open();
            // One thread, which is this one: rows keep their order, and the caller's threads keep their cores.
            connection.Execute("SET threads = 1");
            var source = RowSource.Register(
                connection, "series",
                [(DatasetLayout.TimeColumn, DuckDbType.Timestamp), (DatasetLayout.EntityColumn, DuckDbType.Varchar), .. columns], chunks.Fill);
            source.Execute(connection, Sql.CopyToParquet("FROM series()", path, compression));
        }
#pragma warning disable CA1031 // Thrown again where the caller can see it: by the next Rent, or by Complete.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _failure = e;
            _stopped.Cancel();
        }
    }

    private void ThrowFailure()
    {
        if (_failure is null)
            return;
        var cause = _failure is DuckDbException refused ? refused.Brief : _failure.Message;
        throw new IOException($"{_name}: cannot write ({cause})", _failure);
    }
}

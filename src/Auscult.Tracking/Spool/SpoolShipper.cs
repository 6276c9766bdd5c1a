using System.Net;
using Auscult.Tracking.Messages;
using Auscult.Tracking.Rest;

namespace Auscult.Tracking.Spool;

/// <summary>
/// Sends one spool to its server, in order, and remembers how far. The first batch after a start and the first after a failure may have
/// arrived already:
/// it is compared with what the server has, so that nothing is there twice.
/// </summary>
internal sealed class SpoolShipper(SpoolFolder spool, MlflowClient client, string spoolRoot, Action<string> warn) : IDisposable
{
    private IDisposable? _lock;
    private SpoolState _state = new();
    private bool _unsure = true;
    private long _unsureUntil;

    /// <summary>The run's id here.</summary>
    public string RunId => spool.RunId;

    /// <summary>Whether everything that is in the spool has arrived.</summary>
    public bool IsDone => !spool.IsWaiting || _state.Sent >= new System.IO.FileInfo(spool.Records).Length;

    /// <summary>Records that wait.</summary>
    public int Left => SpoolFile.Read(spool.Records, _lock is null ? spool.ReadState().Sent : _state.Sent).Count();

    /// <summary>Sends all whole records that the spool holds now; false when another process is sending them.</summary>
    /// <exception cref="MlflowException">The server refuses everything, or cannot be asked; the next call goes on where this one
    /// ended.</exception>
    public async Task<bool> ShipAsync(CancellationToken cancellation)
    {
        if (_lock is null)
        {
            _lock = spool.TryLock();
            if (_lock is null)
                return false;
            _state = spool.ReadState();
            _unsure = true;
            // With its state a spool lost the knowledge of what arrived.
            _unsureUntil = spool.LacksState && spool.IsWaiting ? new System.IO.FileInfo(spool.Records).Length : 0;
        }
        while (Batch() is { Count: > 0 } batch)
        {
            try
            {
                await SendAsync([.. batch.Select(line => line.Record)], cancellation);
                Save(_state with { Sent = batch[^1].End, Ended = EndedAfter(batch) });
            }
            catch (Exception)
            {
                _unsure = true;
                throw;
            }
            _unsure = batch[^1].End < _unsureUntil;
            foreach (var (record, _) in batch)
                Forget(record);
        }
        return true;
    }

    /// <summary>Removes the records of a run that ended and has arrived whole.</summary>
    public void ClearIfEnded()
    {
        if (_lock is not null && _state.Ended && IsDone && spool.IsWaiting)
            spool.Clear(_state);
    }

    /// <inheritdoc/>
    public void Dispose() => _lock?.Dispose();

    private static bool IsLogged(SpoolRecord record) => record.Op is SpoolOp.Metric or SpoolOp.Param or SpoolOp.Tag;

    // A request that will never be taken: the fault lies in what it says, or the server is too old to know it.
    private static bool IsRefused(MlflowException e) => !e.IsTransient
        && (e.Status is HttpStatusCode.BadRequest or HttpStatusCode.NotImplemented or null || e.ErrorCode == "ENDPOINT_NOT_FOUND")
            && !e.MayHaveBeenApplied;

    // Metrics, params and tags that follow each other go together.
    private List<(SpoolRecord Record, long End)> Batch()
    {
        var batch = new List<(SpoolRecord Record, long End)>();
        foreach (var line in SpoolFile.Read(spool.Records, _state.Sent))
        {
            if (batch.Count > 0 && (!IsLogged(line.Record) || !IsLogged(batch[0].Record)))
                break;
            batch.Add(line);
            if (batch.Count >= RunItems.MaxItems)
                break;
        }
        return batch;
    }

    private async Task SendAsync(IReadOnlyList<SpoolRecord> records, CancellationToken cancellation)
    {
        try
        {
            if (IsLogged(records[0]))
                await client.LogAsync(_state.RunId!, Items(records), _unsure, cancellation);
            else
                await new SpoolStep(client, spool, spoolRoot, warn).ApplyAsync(records[0], _state, _unsure, Save, cancellation);
        }
        catch (MlflowException e) when (IsRefused(e))
        {
            if (records.Count > 1)
            {
                // One of them is at fault; the others are not to be lost with it.
                _unsure = true;
                await SendAsync([.. records.Take(records.Count / 2)], cancellation);
                await SendAsync([.. records.Skip(records.Count / 2)], cancellation);
                return;
            }
            if (_state.Refused == 0)
                warn($"the tracking server refuses a record of run {RunId} ({records[0].Op.ToString().ToLowerInvariant()} {records[0].Key}), which is left out: {e.Message}");
            Save(_state with { Refused = _state.Refused + 1 });
        }
    }

    private static RunItems Items(IReadOnlyList<SpoolRecord> records) => new()
    {
        Metrics = [.. records.Where(r => r.Op == SpoolOp.Metric)
            .Select(r => new Metric(r.Key!, r.Number!.Value, r.Time!.Value, r.Step ?? 0))],
        Params = [.. records.Where(r => r.Op == SpoolOp.Param).DistinctBy(r => r.Key, StringComparer.Ordinal)
            .Select(r => new KeyValue(r.Key!, r.Value!))],
        Tags = [.. records.Where(r => r.Op == SpoolOp.Tag).Reverse().DistinctBy(r => r.Key, StringComparer.Ordinal)
            .Select(r => new KeyValue(r.Key!, r.Value!))],
    };

    private bool EndedAfter(List<(SpoolRecord Record, long End)> batch) =>
        batch[^1].Record is { Op: SpoolOp.Status } last ? last.Value != "RUNNING" : _state.Ended;

    private void Save(SpoolState state)
    {
        // What cannot be written down, because the disk is full, has not happened: it is compared with the server and sent again.
        spool.WriteState(state);
        _state = state;
    }

    private void Forget(SpoolRecord record)
    {
        if (record is { Op: SpoolOp.Artifact, Value: { } copy })
            File.Delete(Path.Combine(spool.Files, copy));
    }
}

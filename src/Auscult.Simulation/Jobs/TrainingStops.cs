using Auscult.Simulation.Faults;

namespace Auscult.Simulation.Jobs;

/// <content>Crashes, hangs, restarts, and the booking of lost time.</content>
internal sealed partial class TrainingSteps
{
    private void Start(string kind)
    {
        var (parts, checkpoint) = (_parts, _parts.Checkpoints.Saved);
        parts.Log.Event(_now, kind, $"step {checkpoint.Step}");
        parts.Recovery.Start();
        parts.Loaders.Restart();
        _pauses.Restart();
        _report.Restart(_tick);
        parts.Loss.Kept = checkpoint.Loss;
        (Step, _sinceStart, _warmUpStart, _latestEnd) = (checkpoint.Step, 0, _now, _now);
        BeginStep();
    }

    private void Strike(Interruption interruption)
    {
        var recovery = _parts.Recovery;
        recovery.Strike(interruption, _now);
        _parts.Log.RankEvent(
            _now, interruption.Gpu, interruption.IsPlanned ? "planned_stop" : interruption.IsHang ? "hang" : "crash", $"step {Step}");
        if (interruption.IsPlanned)
            _parts.Checkpoints.SaveAtOnce(Step, _parts.Loss.Kept);
        Refresh();
    }

    private void Stop()
    {
        var recovery = _parts.Recovery;
        var isTimeout = recovery.NoticeAt > _now + Tiny;
        _parts.Log.Event(_now, isTimeout ? "hang_timeout" : "job_stop", $"step {Step}");
        _parts.Checkpoints.Abandon();
        recovery.Stop(_now, Step);
    }

    /// <summary>A rank whose accelerator or host is gone takes its process with it, whether or not a fault says so.</summary>
    /// <param name="end">End of the tick.</param>
    private void NoticeVanished(double end)
    {
        var (recovery, present, up) = (_parts.Recovery, _conditions.Gpu.Present, _conditions.Node.Up);
        if (recovery.IsDown || recovery.Dead >= 0 || (present.IsNeutral && up.IsNeutral))
            return;
        for (var rank = 0; rank < _parts.Parallel.Ranks; rank++)
        {
            var isHostUp = up[_parts.Layout.NodeOfGpu(rank)][_tick] > 0;
            if ((isHostUp && present[rank][_tick] > 0) || recovery.IsExpected(rank, end))
                continue;
            Strike(new Interruption(_now, rank, IsHang: false, NodeLost: !isHostUp, _parts.Blame.Rank(rank)));
            return;
        }
    }

    /// <summary>A rank whose memory overflows crashes the job.</summary>
    private void RefuseToOverflow()
    {
        if (_parts.Routing is null)
            return;
        var (memory, ranks) = (_parts.Layout.Config.Accelerator.MemoryBytes, _parts.Parallel.Ranks);
        for (var rank = 0; rank < ranks; rank++)
        {
            if (_report.PeakBytes(rank) <= memory)
                continue;
            _parts.Log.RankEvent(_now, rank, "out_of_memory", $"step {Step}");
            Strike(new Interruption(_now, rank, IsHang: false, NodeLost: false, _parts.Blame.Expert(_parts.Parallel.ExpertOf(rank))));
            return;
        }
    }

    private bool AreMachinesReady()
    {
        for (var rank = 0; rank < _parts.Parallel.Ranks; rank++)
        {
            var isHostUp = _conditions.Node.Up[_parts.Layout.NodeOfGpu(rank)][_tick] > 0;
            if (!isHostUp || _parts.Capacity.Speed[rank] <= 0 || _parts.Capacity.Network[rank] <= 0)
                return false;
        }
        return true;
    }

    private double Idle(double limit)
    {
        _ledger.Add(_parts.Recovery.Cause, limit, _now + limit);
        return limit;
    }

    /// <summary>Books what a stretch of time lost against a healthy training.</summary>
    /// <param name="spent">Its length.</param>
    /// <param name="healthy">Time that healthy machines would have taken for what was done.</param>
    /// <param name="cause">The fault behind the entity that the job waited for.</param>
    /// <param name="stalled">The part of it that ranks spent in a collective which did not complete.</param>
    private void Book(double spent, double healthy, int cause, double stalled)
    {
        var recovery = _parts.Recovery;
        if (spent > 0)
            recovery.Stall(stalled, cause);
        var isRepeated = Step < recovery.RepeatUntil;
        if (recovery.Dead >= 0)
            cause = recovery.Cause;
        else if (isRepeated)
            cause = recovery.RepeatCause;
        var lost = isRepeated ? spent : spent - healthy;
        if (lost > 0)
            _ledger.Add(cause, lost, _now + spent);
    }
}

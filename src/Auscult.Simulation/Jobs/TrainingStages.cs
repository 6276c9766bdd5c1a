using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Jobs;

/// <content>The stages of a step.</content>
internal sealed partial class TrainingSteps
{
    /// <summary>Share of an evaluation's computing time that is computed, for batches wait: MLPerf's nodes draw 9 % less in evaluations.</summary>
    private const double EvaluationBusy = 0.85;

    private double WorkUnits(double limit)
    {
        var (pace, progress, loaders) = (_parts.Pace, _parts.Progress, _parts.Loaders);
        var (critical, longest) = (0, -1.0);
        for (var unit = 0; unit < pace.Units; unit++)
        {
            _times.Load[unit] = LoaderWait(unit);
            _unitLeft[unit] = _times.Load[unit] + _pauses.Left[unit] + progress.SecondsLeft(unit);
            if (_unitLeft[unit] > longest)
                (critical, longest) = (unit, _unitLeft[unit]);
        }
        var spent = Math.Min(limit, longest);
        var before = progress.Unit[critical];
        var stalled = double.IsPositiveInfinity(longest) ? spent : 0;
        var cause = CauseOfUnit(critical);
        for (var unit = 0; unit < pace.Units; unit++)
        {
            var isDone = _unitLeft[unit] <= spent + Tiny;
            var left = spent;
            left -= _times.Load[unit] = Math.Min(left, _times.Load[unit]);
            left -= _times.Pause[unit] = Math.Min(left, _pauses.Left[unit]);
            left -= _times.Work[unit] = Math.Min(left, progress.SecondsLeft(unit));
            _times.Wait[unit] = left;
            stalled = Math.Max(stalled, left);
            _times.PausedRank[unit] = _pauses.Rank[unit];
            _pauses.Left[unit] -= _times.Pause[unit];
            for (var replica = unit * _parts.Parallel.Expert; replica < (unit + 1) * _parts.Parallel.Expert; replica++)
                _times.IsHungry[replica] = loaders.WaitSeconds(replica) > 0;
            progress.Advance(unit, _times.Work[unit], isDone);
            _stepTimes.Load[unit] += _times.Load[unit];
            _stepTimes.Work[unit] += _times.Work[unit];
            _stepTimes.Wait[unit] += _times.Wait[unit];
        }
        _parts.Books.BookUnits(_times, progress, _parts.Recovery.Dead);
        Book(spent, (progress.Unit[critical] - before) * pace.HealthyUnitSeconds, cause, longest <= spent + Tiny ? 0 : stalled);
        if (longest <= spent + Tiny)
            (_stage, _left) = (Stage.Exchange, 1);
        return spent;
    }

    private double WorkExchange(double limit)
    {
        var seconds = _parts.Pace.ExchangeSeconds;
        var isStuck = _parts.Recovery.Dead >= 0 || double.IsPositiveInfinity(seconds);
        var spent = isStuck ? limit : Math.Min(limit, _left * seconds);
        var share = isStuck || seconds <= 0 ? 0 : spent / seconds;
        var isDone = !isStuck && spent >= (_left * seconds) - Tiny;
        share = isDone ? _left : share;
        _parts.Books.BookExchange(spent, share, _parts.Recovery.Dead);
        _exchangeSeconds += spent;
        _left -= share;
        Book(spent, share * _parts.Pace.HealthyExchangeSeconds, _parts.Blame.Ring, isStuck ? spent : 0);
        if (isDone)
            (_stage, _left) = (Stage.Optimizer, 1);
        return spent;
    }

    private double WorkOptimizer(double limit)
    {
        var (spent, share) = Uniform(limit, _parts.Work.OptimizerSeconds / _parts.Capacity.Speed.Min());
        _parts.Books.BookAll(spent, 0, 0, 0, 0.5);
        Book(spent, share * _parts.Work.OptimizerSeconds, -1, share > 0 ? 0 : spent);
        if (_left <= 0)
        {
            _now += spent;
            EndStep();
            _now -= spent;
        }
        return spent;
    }

    private double WorkEvaluation(double limit)
    {
        // Forward is a third of a step.
        var (pace, batches) = (_parts.Pace, _parts.Config.EvaluationBatches / 3.0);
        var (spent, share) = Uniform(limit, batches * pace.UnitSeconds.Max());
        var compute = EvaluationBusy * spent * Math.Min(1, _parts.Work.MicroBatches * _parts.Work.ComputeSeconds(0) / pace.HealthyUnitSeconds);
        _parts.Books.BookAll(compute, spent - compute, 0, 0, 0);
        var slowest = Array.IndexOf(pace.UnitSeconds, pace.UnitSeconds.Max());
        Book(spent, share * batches * pace.HealthyUnitSeconds, _parts.Blame.Unit(slowest), share > 0 ? 0 : spent);
        if (_left <= 0)
        {
            var end = _now + spent;
            _report.Evaluated(_parts.Loss.Expected(Step) * 1.01);
            _parts.Log.Benign("evaluation", Layer.Model, _stageStart, end, "phase_state", "progress_age_seconds");
            (_now, _latestEnd) = (end, end);
            AfterEvaluation();
            _now = end - spent;
        }
        return spent;
    }

    private double WorkCheckpoint(double limit)
    {
        var checkpoints = _parts.Checkpoints;
        var isStuck = _parts.Recovery.Dead >= 0;
        var left = checkpoints.SecondsLeft();
        var spent = isStuck ? limit : Math.Min(limit, left);
        var bytes = isStuck ? 0 : checkpoints.Wait(spent, _now);
        _parts.Books.BookAll(0, 0, spent, bytes / _parts.Parallel.Ranks, 0);
        var healthy = bytes / _parts.Work.CheckpointBytes * checkpoints.HealthySeconds;
        Book(spent, healthy, _parts.Blame.Storage, isStuck || double.IsPositiveInfinity(left) ? spent : 0);
        if (!isStuck && !checkpoints.IsBlocking)
        {
            var end = _now + spent;
            _parts.Log.Benign("checkpoint", Layer.Storage, _stageStart, end, "phase_state", "checkpoint_seconds");
            (_now, _latestEnd) = (end, end);
            BeginStep();
            _now = end - spent;
        }
        return spent;
    }

    /// <summary>Spends time on a stage in which all ranks do the same.</summary>
    private (double Spent, double Share) Uniform(double limit, double seconds)
    {
        if (_parts.Recovery.Dead >= 0 || double.IsPositiveInfinity(seconds))
            return (limit, 0);
        var spent = Math.Min(limit, _left * seconds);
        var share = spent >= (_left * seconds) - Tiny ? _left : spent / seconds;
        _left = share >= _left ? 0 : _left - share;
        return (spent, Math.Max(share, double.Epsilon));
    }

    private double LoaderWait(int unit)
    {
        var wait = 0.0;
        for (var replica = unit * _parts.Parallel.Expert; replica < (unit + 1) * _parts.Parallel.Expert; replica++)
            wait = Math.Max(wait, _parts.Loaders.WaitSeconds(replica));
        return wait;
    }

    private int CauseOfUnit(int unit)
    {
        if (_times.Load[unit] > Tiny)
        {
            var hungry = Enumerable.Range(unit * _parts.Parallel.Expert, _parts.Parallel.Expert).MaxBy(_parts.Loaders.WaitSeconds);
            return _parts.Blame.Loader(_parts.Loaders.NodeOf(hungry));
        }
        return _pauses.Left[unit] > Tiny ? -1 : _parts.Blame.Unit(unit);
    }
}

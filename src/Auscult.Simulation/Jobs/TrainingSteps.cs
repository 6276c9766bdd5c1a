using Auscult.Simulation.Faults;
using Auscult.Simulation.Planes;
using Auscult.Simulation.Running;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.TrainingLogs;

namespace Auscult.Simulation.Jobs;

/// <summary>
/// The order of things in a training: the units take their batches and work on their micro-batches, each at its own pace; who is done
/// waits; then the gradient exchange, the optimiser, now and then an evaluation and a checkpoint. All time that a healthy training would
/// not have taken is booked to the fault behind the entity that the job waited for.
/// </summary>
internal sealed partial class TrainingSteps
{
    private enum Stage
    {
        Units,
        Exchange,
        Optimizer,
        Evaluation,
        Checkpoint,
    }

    /// <summary>Size of a silent error at which sums overflow.</summary>
    private const double OverflowCorruption = 20;
    private const uint SequenceStream = 7;
    private const double Tiny = 1e-9;
    private readonly TrainingParts _parts;
    private readonly StepPauses _pauses;
    private readonly TrainingReport _report;
    private readonly LossLedger _ledger;
    private readonly UnitTimes _times;
    private readonly UnitTimes _stepTimes;
    private readonly double[] _unitLeft;
    private Conditions _conditions = null!;
    private int _tick;
    private Stage _stage;
    private double _now;
    private double _left;
    private long _sinceStart;
    private double _stepStart;
    private double _exchangeSeconds;
    private double _latestEnd;
    private double _stageStart;
    private double _warmUpStart;
    private double _corruption;
    private int _corruptCause = -1;
    private int _arrivingCause = -1;
    private bool _hasStarted;

    public TrainingSteps(TrainingParts parts, StepPauses pauses, TrainingReport report, LossLedger ledger)
    {
        (_parts, _pauses, _report, _ledger) = (parts, pauses, report, ledger);
        var (units, replicas) = (parts.Pace.Units, parts.Parallel.Data);
        (_times, _stepTimes, _unitLeft) = (new UnitTimes(units, replicas), new UnitTimes(units, replicas), new double[units]);
        Step = parts.Config.Schedule.FirstStep;
    }

    /// <summary>Completed steps of the training; goes back when a restart resumes from a checkpoint.</summary>
    public long Step { get; private set; }

    /// <summary>Steps that were completed, repeated ones included.</summary>
    public long CompletedSteps { get; private set; }

    /// <summary>Of them, those that had been done before.</summary>
    public long RepeatedSteps { get; private set; }

    /// <summary>Where the training stands.</summary>
    /// <param name="now">Seconds after the start of the simulation.</param>
    public TrainingMoment Moment(double now) => new(
        _stage switch
        {
            Stage.Evaluation => TrainingPhase.Evaluation,
            Stage.Checkpoint => TrainingPhase.Checkpoint,
            _ => _sinceStart <= _parts.Config.Imbalance.WarmUpSteps ? TrainingPhase.WarmUp : TrainingPhase.Train,
        },
        Step, _sinceStart, now - _latestEnd, _stage is Stage.Units, _stage == Stage.Exchange ? 1 - _left : -1);

    /// <summary>Lets a tick pass.</summary>
    public void Advance(Block block, int tick, Conditions conditions)
    {
        (_conditions, _tick, _now) = (conditions, tick, block.SecondOf(tick));
        var end = block.SecondOf(tick + 1);
        if (!_hasStarted)
            Start("job_start");
        _hasStarted = true;
        ReadCorruption();
        NoticeVanished(end);
        Refresh();
        while (end - _now > Tiny)
        {
            if (_parts.Recovery.Take(_now) is { } interruption)
                Strike(interruption);
            if (_parts.Recovery.MustStop(_now))
                Stop();
            if (_parts.Recovery.IsDown && _now >= _parts.Recovery.UpAt - Tiny && AreMachinesReady())
                Start("restart");
            var limit = Math.Min(end - _now, _parts.Recovery.SecondsToEvent(_now));
            var spent = _parts.Recovery.IsDown ? Idle(limit) : Work(limit);
            _now += spent;
        }
    }

    private double Work(double limit)
    {
        var stage = _stage;
        var spent = stage switch
        {
            Stage.Units => WorkUnits(limit),
            Stage.Exchange => WorkExchange(limit),
            Stage.Optimizer => WorkOptimizer(limit),
            Stage.Evaluation => WorkEvaluation(limit),
            _ => WorkCheckpoint(limit),
        };
        _parts.Loaders.Advance(spent);
        if (stage != Stage.Checkpoint)
            _parts.Checkpoints.Write(spent, _now);
        if (_parts.Checkpoints.TakeSaved() is { } saved)
            _parts.Log.Event(_now + spent, "checkpoint_saved", $"step {saved}");
        return spent;
    }

    private void BeginStep()
    {
        (_stage, _stepStart, _exchangeSeconds, _corruption) = (Stage.Units, _now, 0, 0);
        _sinceStart++;
        var (parts, imbalance) = (_parts, _parts.Config.Imbalance);
        // The exponential of a normal with this variance has mean 1 and the wanted coefficient of variation.
        var skew = Math.Max(0, imbalance.SequenceSkew + _conditions.Job.SequenceSkew[0][_tick]);
        var variance = Math.Log(1 + (skew * skew));
        for (var replica = 0; replica < parts.Pace.Work.Length; replica++)
            parts.Pace.Work[replica] = Math.Exp((Math.Sqrt(variance) * parts.Draws.Normal(SequenceStream, Step, replica)) - (variance / 2));
        parts.Routing?.Advance(_conditions.Expert, _tick);
        parts.Routing?.LoadOfRanks(parts.Pace.ExpertLoad);
        parts.Capacity.DrawLaunches(_tick, _conditions, Step);
        _pauses.Draw(Step, _sinceStart - 1);
        parts.Loaders.TakeBatch();
        parts.Books.BeginStep();
        foreach (var seconds in (double[][])[_stepTimes.Load, _stepTimes.Wait, _stepTimes.Work])
            Array.Clear(seconds);
        Refresh();
        parts.Progress.Begin();
        ReadCorruption();
        var (paused, length) = _pauses.Longest;
        if (length > 0)
            parts.Log.RankBenign("garbage_collection", paused, _now, _now + length, "garbage_collection_seconds");
        RefuseToOverflow();
    }

    private void EndStep()
    {
        var (parts, isRepeated) = (_parts, Step < _parts.Recovery.RepeatUntil);
        parts.Loss.Complete(Step, _conditions.Job.LearningRate[0][_tick], _corruption);
        // What went into the step before shows in this one.
        if (parts.Loss.IsSkipped)
            _ledger.Add(_arrivingCause, _now - _stepStart, _now);
        (_arrivingCause, _corruptCause) = (_corruptCause, -1);
        (CompletedSteps, RepeatedSteps) = (CompletedSteps + 1, RepeatedSteps + (isRepeated ? 1 : 0));
        Step++;
        _report.StepEnded(_tick, Step, _now - _stepStart, _stepTimes, _exchangeSeconds);
        _latestEnd = _now;
        if (_sinceStart == parts.Config.Imbalance.WarmUpSteps)
            parts.Log.Benign("warm_up", Layer.Model, _warmUpStart, _now, "step_seconds", "phase_state");
        if (parts.Config.EvaluationSteps > 0 && Step % parts.Config.EvaluationSteps == 0)
            (_stage, _left, _stageStart) = (Stage.Evaluation, 1, _now);
        else
            AfterEvaluation();
    }

    private void AfterEvaluation()
    {
        if (_parts.Config.CheckpointSteps > 0 && Step % _parts.Config.CheckpointSteps == 0)
        {
            (_stage, _stageStart) = (Stage.Checkpoint, _now);
            _parts.Checkpoints.Begin(_now, Step, _parts.Loss.Kept);
        }
        else
        {
            BeginStep();
        }
    }

    private void Refresh()
    {
        if (_parts.Recovery.Dead >= 0)
            _parts.Capacity.Speed[_parts.Recovery.Dead] = 0;
        _parts.Pace.Refresh(_parts.Capacity);
    }

    private void ReadCorruption()
    {
        var corruption = _conditions.Gpu.Corruption;
        for (var rank = 0; rank < _parts.Parallel.Ranks && !corruption.IsNeutral; rank++)
        {
            var size = Math.Min(1, corruption[rank][_tick] / OverflowCorruption);
            if (size > _corruption)
                (_corruption, _corruptCause) = (size, _parts.Blame.Rank(rank));
        }
    }
}

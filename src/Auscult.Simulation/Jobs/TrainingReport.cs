using System.Runtime.InteropServices;
using Auscult.Simulation.Exporting;
using Auscult.Simulation.Planes;
using Auscult.Telemetry.Loading.TrainingLogs;

namespace Auscult.Simulation.Jobs;

/// <summary>Writes what a training reports: per rank, per expert and for the job.</summary>
internal sealed class TrainingReport
{
    /// <summary>Time between two samples of processes and experts.</summary>
    private const double IntervalSeconds = 1;
    private readonly TrainingParts _parts;
    private readonly RankPlanes _ranks;
    private readonly JobPlanes _job;
    private readonly ExpertPlanes? _experts;
    private readonly StepPauses _pauses;
    private readonly CollectiveProgress _collectives;
    private readonly double[] _reserved;
    private double _evaluationLoss = double.NaN;

    public TrainingReport(TrainingParts parts, StepPauses pauses, int ticks)
    {
        (_parts, _pauses, _reserved) = (parts, pauses, new double[parts.Parallel.Ranks]);
        var isSparse = parts.Routing is not null;
        _ranks = new RankPlanes(parts.Parallel.Ranks, ticks, isSparse, parts.Parallel.Pipeline > 1);
        _job = new JobPlanes(parts.Work, ticks, isSparse);
        _experts = isSparse ? new ExpertPlanes(parts.Config.Experts, ticks) : null;
        _collectives = new CollectiveProgress(parts);
    }

    /// <summary>The tables.</summary>
    public IEnumerable<SeriesTableModel> Tables()
    {
        foreach (var table in _ranks.Tables(_parts.Layout, IntervalSeconds))
            yield return table;
        yield return _job.Table(_parts.Layout);
        if (_experts is not null)
            yield return _experts.Table(_parts.Layout, IntervalSeconds);
    }

    /// <summary>Makes the planes ready for a block.</summary>
    /// <param name="lastTick">Last tick of the block before; below 0 for the first one.</param>
    public void Begin(int lastTick)
    {
        _job.Reset();
        if (lastTick >= 0)
            _ranks.Carry(lastTick);
    }

    /// <summary>The processes are new.</summary>
    public void Restart(int tick)
    {
        _ranks.Forget(tick);
        _collectives.Restart();
        Array.Clear(_reserved);
    }

    /// <summary>An evaluation ended.</summary>
    public void Evaluated(double loss) => _evaluationLoss = loss;

    /// <summary>A step ended.</summary>
    /// <param name="tick">The tick in the block.</param>
    /// <param name="step">Completed steps of the training.</param>
    /// <param name="seconds">How long it took.</param>
    /// <param name="times">How the units spent it.</param>
    /// <param name="exchangeSeconds">Time of the gradient exchange in it.</param>
    public void StepEnded(int tick, long step, double seconds, UnitTimes times, double exchangeSeconds)
    {
        ReportJob(tick, step, seconds);
        _collectives.StepEnded();
        var (parallel, pace, books, work) = (_parts.Parallel, _parts.Pace, _parts.Books, _parts.Work);
        var tokens = work.TokensPerStep / seconds / parallel.Ranks;
        var flops = work.FlopsPerStep / seconds / parallel.Ranks;
        var hidden = _parts.Config.GradientOverlap;
        for (var group = 0; group < books.StepGroup.Length; group++)
        {
            var (stage, replica) = (group / parallel.Data, group % parallel.Data);
            var (unit, index) = (replica / parallel.Expert, (stage * pace.Units) + (replica / parallel.Expert));
            var own = books.StepGroup[group];
            var reduce = times.Wait[unit] + exchangeSeconds;
            var exchange = Math.Max(0, books.StepStage[index] - own);
            var bubble = Math.Max(0, times.Work[unit] - books.StepStage[index]);
            var hungry = times.Load[unit];
            for (var rank = group * parallel.Tensor; rank < (group + 1) * parallel.Tensor; rank++)
            {
                void Set(Plane plane, double value) => RankPlanes.Hold(plane, rank, tick, value);
                var tensor = Math.Max(0, own - books.StepCompute[rank]);
                var ring = pace.RingSeconds[(stage * parallel.Tensor) + (rank % parallel.Tensor)];
                Set(_ranks.StepSeconds, seconds);
                Set(_ranks.Forward, own / 3);
                Set(_ranks.Backward, own * 2 / 3);
                Set(_ranks.Kernel, books.StepCompute[rank]);
                Set(_ranks.Optimizer, work.OptimizerSeconds / _parts.Capacity.Speed[rank]);
                Set(_ranks.GradientReduce, reduce);
                Set(_ranks.DataWait, hungry);
                Set(_ranks.DataWaitShare, hungry / seconds);
                Set(_ranks.Pause, _pauses.Collected[rank]);
                Set(_ranks.Checkpoint, _parts.Checkpoints.LatestSeconds);
                Set(_ranks.Tokens, tokens);
                Set(_ranks.Flops, flops);
                Set(_ranks.Peak, PeakBytes(rank));
                Set(_ranks.AllReduce, tensor + reduce);
                Set(_ranks.AllToAll, exchange);
                Set(_ranks.SendReceive, bubble);
                Set(_ranks.AllCollectives, tensor + reduce + exchange + bubble);
                Set(_ranks.Collective, reduce / CollectiveProgress.Buckets);
                Set(_ranks.Message, work.GradientExchangeBytes / CollectiveProgress.Buckets);
                if (work.GradientExchangeBytes > 0)
                    Set(_ranks.BusBandwidth, work.GradientExchangeBytes / ((hidden * ring) + reduce));
            }
        }
    }

    /// <summary>Writes the state at the end of a tick.</summary>
    /// <param name="tick">The tick in the block.</param>
    /// <param name="state">Where the training stands.</param>
    /// <param name="activity">Receives the memory in use.</param>
    public void Close(int tick, in TrainingMoment state, GpuActivity activity)
    {
        var recovery = _parts.Recovery;
        _collectives.Read(state);
        for (var rank = 0; rank < _ranks.Entities; rank++)
        {
            var isPresent = !recovery.IsDown && !(recovery.IsGone && recovery.Dead == rank);
            _ranks.Present.Change(rank)[tick] = isPresent ? 1 : 0;
            if (!isPresent)
                continue;
            var bytes = state.IsWorking ? PeakBytes(rank) : _parts.Work.ResidentBytes(_parts.Parallel.StageOf(rank));
            _reserved[rank] = Math.Max(_reserved[rank], 1.05 * bytes);
            activity.MemoryBytes.Change(rank)[tick] = (float)_reserved[rank];
            _ranks.Allocated.Change(rank)[tick] = (float)bytes;
            _ranks.Reserved.Change(rank)[tick] = (float)_reserved[rank];
            _ranks.Phase.Change(rank)[tick] = (int)state.Phase;
            _ranks.Steps.Change(rank)[tick] = state.Step;
            _ranks.DataLoads.Change(rank)[tick] = state.SinceStart;
            _ranks.ProgressAge.Change(rank)[tick] = (float)state.ProgressAge;
            _ranks.Pauses.Change(rank)[tick] = _pauses.Collections[rank];
            _ranks.Hang.Change(rank)[tick] = recovery.IsSuspicious ? 1 : 0;
            _collectives.Write(rank, tick, _ranks);
        }
        if (_experts is not null)
            ReportExperts(tick, recovery.IsDown);
    }

    /// <summary>
    /// Most bytes that a rank has in use in a step: what stays, and activations, which grow with the tokens of its experts.
    /// </summary>
    public double PeakBytes(int rank)
    {
        var stage = _parts.Parallel.StageOf(rank);
        return _parts.Work.ResidentBytes(stage)
            + (_parts.Work.ActivationPeakBytes(stage) * _parts.Pace.LoadFactor(_parts.Parallel.ExpertOf(rank)));
    }

    private void ReportJob(int tick, long step, double seconds)
    {
        var (loss, work) = (_parts.Loss, _parts.Work);
        void Set(Plane plane, double value) => plane.Change(0)[tick] = (float)value;
        Set(_job.StepEnds, 1);
        Set(_job.Steps, step);
        Set(_job.StepSeconds, seconds);
        Set(_job.Loss, loss.Loss);
        Set(_job.GradNorm, loss.GradNorm);
        Set(_job.LearningRate, loss.LearningRate);
        Set(_job.TokensPerSecond, work.TokensPerStep / seconds);
        Set(_job.Utilization, work.FlopsPerStep / seconds / (_parts.Parallel.Ranks * _parts.Layout.Config.Accelerator.FlopsPerSecond));
        Set(_job.Skipped, _job.Skipped[0][tick] + (loss.IsSkipped ? 1 : 0));
        Set(_job.Nan, _job.Nan[0][tick] + (loss.IsSkipped ? 1 : 0));
        Set(_job.EvaluationLoss, _evaluationLoss);
        if (_parts.Routing is not { } routing)
            return;
        Set(_job.LoadCv, routing.LoadCv);
        Set(_job.MaxViolation, routing.MaxViolation);
        Set(_job.DeadShare, routing.DeadShare);
        Set(_job.DropShare, routing.DropShare);
        Set(_job.Entropy, routing.Entropy);
        Set(_job.BalanceLoss, 1 + (routing.LoadCv * routing.LoadCv));
    }

    private void ReportExperts(int tick, bool isDown)
    {
        var (routing, config) = (_parts.Routing!, _parts.Config);
        var mean = (double)_parts.Work.TokensPerStep * config.ExpertsPerToken / config.Experts;
        for (var expert = 0; expert < _experts!.Entities; expert++)
        {
            _experts.Present.Change(expert)[tick] = isDown ? 0 : 1;
            _experts.Load.Change(expert)[tick] = (float)routing.Load[expert];
            _experts.Tokens.Change(expert)[tick] = (float)(routing.Load[expert] * mean);
            _experts.Dropped.Change(expert)[tick] = (float)((routing.Load[expert] - routing.Kept[expert]) * mean);
            _experts.Bias.Change(expert)[tick] = (float)routing.Bias[expert];
        }
    }
}

/// <summary>Where a training stands at the end of a tick.</summary>
/// <param name="Phase">What it does.</param>
/// <param name="Step">Completed steps of the training.</param>
/// <param name="SinceStart">Steps since the processes started, the present one included.</param>
/// <param name="ProgressAge">Seconds since the latest step ended.</param>
/// <param name="IsWorking">Whether activations are in memory.</param>
/// <param name="ExchangeShare">Share of the gradient exchange that is done; -1 while it has not begun.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TrainingMoment(
    TrainingPhase Phase, long Step, long SinceStart, double ProgressAge, bool IsWorking, double ExchangeShare);

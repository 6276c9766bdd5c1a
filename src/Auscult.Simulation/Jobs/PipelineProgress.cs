using Auscult.Simulation.Room;

namespace Auscult.Simulation.Jobs;

/// <summary>
/// How far the stages of every unit are in a step. A stage starts when the stages before it have passed the first micro-batch forward
/// and ends before they pass the last one backward. When a stage gets slower, the others go on with the micro-batches they have, one
/// more per stage of distance, before they wait for it.
/// </summary>
/// <param name="parallel">The groups.</param>
/// <param name="pace">How long a step takes.</param>
/// <param name="microBatches">Micro-batches of a step.</param>
internal sealed class PipelineProgress(ParallelLayout parallel, StepPace pace, int microBatches)
{
    private const double ForwardShare = 1.0 / 3;
    private readonly double[] _done = new double[parallel.Pipeline * pace.Units];
    private readonly double[] _felt = new double[parallel.Pipeline * pace.Units];
    private readonly double[] _fill = new double[parallel.Pipeline * pace.Units];

    /// <summary>By unit: share of the step's micro-batches that is done.</summary>
    public double[] Unit { get; } = new double[pace.Units];

    /// <summary>By stage and unit: share of its work that it did in the latest stretch of time.</summary>
    public double[] Delta { get; } = new double[parallel.Pipeline * pace.Units];

    /// <summary>Share of the step's work that a stage of a unit (stage x units + unit) has done.</summary>
    public double Done(int index) => _done[index];

    /// <summary>Seconds until a unit has done its micro-batches at the present pace; infinite when it stands still.</summary>
    public double SecondsLeft(int unit) => Unit[unit] >= 1 ? 0 : (1 - Unit[unit]) * pace.UnitSeconds[unit];

    /// <summary>A new step begins.</summary>
    public void Begin()
    {
        Array.Clear(Unit);
        Array.Clear(_done);
        for (var index = 0; index < _felt.Length; index++)
            _felt[index] = Rate(index % pace.Units);
    }

    /// <summary>Lets a unit work.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="seconds">Time in which it works on micro-batches.</param>
    /// <param name="isComplete">Whether the step's micro-batches are done then.</param>
    public void Advance(int unit, double seconds, bool isComplete)
    {
        var end = Unit[unit] = isComplete ? 1 : Math.Min(1, Unit[unit] + (seconds * Rate(unit)));
        var (stages, before, total) = (parallel.Pipeline, 0.0, pace.UnitSeconds[unit]);
        for (var stage = 0; stage < stages; stage++)
        {
            var index = (stage * pace.Units) + unit;
            // While the unit stands still, the shape of the pipeline is the one it had.
            var fill = _fill[index] = double.IsFinite(total) ? before / total : _fill[index];
            var window = 1 - fill;
            var target = isComplete ? 1 : Math.Clamp((end - (ForwardShare * fill)) / window, 0, 1);
            if (stages > 1 && !isComplete && target > 0)
                target = Math.Max(target, RunOn(unit, stage, index, seconds / window, target));
            Delta[index] = Math.Max(0, target - _done[index]);
            _done[index] = Math.Max(target, _done[index]);
            before += pace.StageSeconds[index];
        }
    }

    private double Rate(int unit) => double.IsFinite(pace.UnitSeconds[unit]) ? 1 / pace.UnitSeconds[unit] : 0;

    private double RunOn(int unit, int stage, int index, double seconds, double target)
    {
        var (rate, distance) = (Rate(unit), Math.Abs(stage - pace.Bottleneck[unit]));
        if (distance == 0 || rate >= _felt[index] || !double.IsFinite(pace.StageSeconds[index]))
        {
            _felt[index] = rate;
            return target;
        }
        var (on, limit) = (_done[index] + (_felt[index] * seconds), target + ((double)distance / (microBatches + parallel.Pipeline - 1)));
        if (on < limit)
            return Math.Min(1, on);
        _felt[index] = rate;
        return Math.Min(1, limit);
    }
}

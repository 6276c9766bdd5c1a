using System.Runtime.InteropServices;
using Auscult.Simulation.Configuration;

namespace Auscult.Simulation.Jobs;

/// <summary>
/// Loss, gradient norm and learning rate: the loss falls with the tokens as a power law (Hoffmann et al. 2022, eq. 2: 1.69 + 406.4 /
/// N^0.34 + 410.7 / D^0.28), with the same scatter when the same batches come again (scatter and
/// first steps are those of modded-nanogpt's logs). Silent corruption of a step shows in the next one
/// and fades, or stays when it is large, up to sums that are no numbers, whose steps are skipped. A learning rate above the schedule's
/// lifts the loss.
/// </summary>
internal sealed class LossCurve(ScheduleConfig schedule, double parameters, long tokensPerStep, StepDraws draws)
{
    private const uint LossStream = 3;
    private const uint NormStream = 4;
    private const uint ScatterStream = 8;

    /// <summary>Corruption from which sums overflow.</summary>
    private const double NanCorruption = 0.9;
    private const double FloorLoss = 1.69;

    /// <summary>Loss of a model that knows nothing, and steps in which it learns the first things (37 logs of modded-nanogpt: 6 after 32 steps).</summary>
    private const double InitialLoss = 10.8;
    private const double FirstSteps = 12;

    /// <summary>
    /// Scatter of the loss of a single token, relative: a batch of D tokens has 1 / sqrt(D) of it. modded-nanogpt's logs have 0.034 with the
    /// 65,536 tokens of one rank and 0.013 with 524,288.
    /// </summary>
    private const double TokenScatter = 8.7;

    /// <summary>How much the size of the scatter itself scatters: its 99th percentile is 6.6 times its median (in the logs 7.0, normal 3.8).</summary>
    private const double ScatterSpread = 0.5;
    private State _state;

    /// <summary>What a checkpoint keeps.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct State(double Damage, double Excess, double Arriving);

    /// <summary>The state to keep or to go back to.</summary>
    public State Kept { get => _state; set => _state = value; }

    /// <summary>Loss of the latest step; NaN when its sums overflowed.</summary>
    public double Loss { get; private set; } = double.NaN;

    /// <summary>Norm of the gradient of the latest step, before clipping.</summary>
    public double GradNorm { get; private set; } = double.NaN;

    /// <summary>Learning rate of the latest step.</summary>
    public double LearningRate { get; private set; }

    /// <summary>Whether the latest step's sums overflowed, so that its update was skipped.</summary>
    public bool IsSkipped { get; private set; }

    /// <summary>Learning rate of a step by the schedule: a linear rise, then a cosine to a tenth.</summary>
    public double ScheduledRate(long step)
    {
        if (step < schedule.WarmUpSteps)
            return schedule.LearningRate * (step + 1) / schedule.WarmUpSteps;
        var way = Math.Min(1, (step - schedule.WarmUpSteps) / Math.Max(1.0, schedule.TotalSteps - schedule.WarmUpSteps));
        return schedule.LearningRate * (0.1 + (0.45 * (1 + Math.Cos(Math.PI * way))));
    }

    /// <summary>Loss without anything out of the ordinary.</summary>
    public double Expected(long step)
    {
        var tokens = (step + 1.0) * tokensPerStep;
        var first = FirstSteps * tokensPerStep;
        var law = FloorLoss + (406.4 / Math.Pow(parameters, 0.34)) + (410.7 / Math.Pow(tokens + first, 0.28));
        return law + ((InitialLoss - law) * Math.Exp(-tokens / first));
    }

    /// <summary>Completes a step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="rateFactor">Factor on the learning rate.</param>
    /// <param name="corruption">Largest silent error that went into its gradients, 0 to 1.</param>
    public void Complete(long step, double rateFactor, double corruption)
    {
        LearningRate = ScheduledRate(step) * rateFactor;
        var progress = schedule.TotalSteps > 0 ? Math.Min(1, (double)step / schedule.TotalSteps) : 1;
        IsSkipped = _state.Arriving >= NanCorruption;
        var arriving = _state.Arriving;
        // What is large stays longer: a small error is averaged out in a few steps, a large one has moved the weights.
        var keep = 0.5 + (0.45 * Math.Min(1, _state.Damage));
        var damage = (keep * _state.Damage) + (IsSkipped ? 0 : arriving * arriving * 3);
        var excess = (0.97 * _state.Excess) + (0.03 * 0.25 * Math.Max(0, Math.Log2(Math.Max(rateFactor, 1e-3))));
        _state = new State(damage, excess, corruption);
        if (IsSkipped)
        {
            (Loss, GradNorm) = (double.NaN, double.NaN);
            return;
        }
        var size = Math.Exp((ScatterSpread * draws.Normal(ScatterStream, step, 0)) - (ScatterSpread * ScatterSpread));
        var scatter = TokenScatter / Math.Sqrt(schedule.LossTokens ?? tokensPerStep) * size * draws.Normal(LossStream, step, 0);
        Loss = (Expected(step) * (1 + scatter)) + damage + excess;
        var calm = (0.35 + (3 * Math.Exp(-8 * (step + 1.0) / (schedule.WarmUpSteps + 1)))) * (1 - (0.3 * progress));
        GradNorm = calm * Math.Exp(0.12 * draws.Normal(NormStream, step, 0)) * (1 + (12 * arriving) + (2 * damage) + excess);
    }
}

using Auscult.Simulation.Planes;
using Auscult.Simulation.Running;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Faults.Hardware;

/// <summary>
/// An accelerator computes wrong numbers. No hardware signal moves; the all-reduce spreads the error to every replica, and only gradient
/// norm and loss show it (taxonomy: SDC; one step to persistent). Severity sets the size: 20 healthy gradient norms at 1.
/// </summary>
internal sealed class SilentDataCorruption(Occurrence occurrence) : FaultInstance(occurrence)
{
    /// <summary>The class; 2 minutes are some tens of steps (E).</summary>
    public static readonly FaultKind Definition = new(
        "silent_data_corruption",
        Layer.Hardware,
        FaultTarget.Gpu,
        ["grad_norm", "loss"],
        120,
        occurrence => new SilentDataCorruption(occurrence))
    {
        Need = FaultNeed.Training,
        MaxSeverity = 1,
    };

    /// <inheritdoc/>
    public override void Apply(Conditions conditions, Block block)
    {
        conditions.Gpu.Corruption.Add(Entity, block, Onset, End, 20 * Severity);
        conditions.Causes.Gpu.Blame(Entity, block, Onset, End, Number);
    }

    /// <inheritdoc/>
    public override IEnumerable<CausalLink> Chain()
    {
        var step = Site.TrainingStepSeconds;
        yield return new CausalLink(step, Site.Layout.ClusterId, "grad_norm", "rises in the step's all-reduce");
        yield return new CausalLink(2 * step, Site.Layout.ClusterId, "loss", "rises after the update");
    }
}

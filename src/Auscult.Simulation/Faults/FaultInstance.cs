using Auscult.Simulation.Planes;
using Auscult.Simulation.Running;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Faults;

/// <summary>
/// One thing that happens: a fault, or a benign event that looks like one. All times are seconds after the start of the simulation.
/// </summary>
/// <param name="number">Position in the plan; <see cref="LossLedger"/> books under it.</param>
/// <param name="entity">Number of the entity where it starts, among those of its kind.</param>
/// <param name="onset">First effect.</param>
/// <param name="duration">Seconds from the onset to the end of the cause.</param>
/// <param name="severity">0 barely visible to 1 the job stands still.</param>
internal abstract class FaultInstance(int number, int entity, double onset, double duration, double severity)
{
    /// <summary>Position in the plan.</summary>
    public int Number => number;

    /// <summary>Number of the entity where it starts, among those of its kind.</summary>
    public int Entity => entity;

    /// <summary>First effect.</summary>
    public double Onset => onset;

    /// <summary>Seconds from the onset to the end of the cause.</summary>
    public double Duration => duration;

    /// <summary>First moment after the cause.</summary>
    public double End => onset + duration;

    /// <summary>0 barely visible to 1 the job stands still.</summary>
    public double Severity => severity;

    /// <summary>First sign before the onset, or null.</summary>
    public virtual double? PrecursorStart => null;

    /// <summary>The process that dies of it, or null: the job crashes, stalls until the time-out, and starts again.</summary>
    public virtual Interruption? Interruption => null;

    /// <summary>Writes its conditions into the block; called for blocks that overlap <see cref="PrecursorStart"/> to <see cref="End"/>.</summary>
    public abstract void Apply(Conditions conditions, Block block);

    /// <summary>The label, once the simulation is over and its effects are known.</summary>
    public abstract Incident Label(LabelContext context);
}

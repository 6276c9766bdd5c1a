using Auscult.Simulation.Planes;
using Auscult.Simulation.Running;

namespace Auscult.Simulation.Faults;

/// <summary>Everything that will happen in a simulation, drawn before it starts.</summary>
/// <param name="instances">In any order; numbers are positions.</param>
internal sealed class FaultPlan(IReadOnlyList<FaultInstance> instances)
{
    /// <summary>Everything that happens.</summary>
    public IReadOnlyList<FaultInstance> Instances => instances;

    /// <summary>Processes that die, in order of time.</summary>
    public IReadOnlyList<Interruption> Interruptions { get; } =
        [.. instances.Select(instance => instance.Interruption).OfType<Interruption>().OrderBy(interruption => interruption.Second)];

    /// <summary>Writes the conditions of a block.</summary>
    public void Apply(Conditions conditions, Block block)
    {
        conditions.Reset();
        foreach (var instance in instances)
        {
            if ((instance.PrecursorStart ?? instance.Onset) < block.EndSecond && instance.End > block.FirstSecond)
                instance.Apply(conditions, block);
        }
    }
}

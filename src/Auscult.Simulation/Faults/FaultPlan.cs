using Auscult.Simulation.Planes;
using Auscult.Simulation.Running;

namespace Auscult.Simulation.Faults;

/// <summary>Everything that will happen in a simulation, drawn before it starts.</summary>
/// <param name="instances">Numbers are positions.</param>
internal sealed class FaultPlan(IReadOnlyList<FaultInstance> instances)
{
    // The most severe one comes last, so that it is the one to blame.
    private readonly FaultInstance[] _bySeverity = [.. instances.OrderBy(one => one.Severity).ThenBy(one => one.Number)];

    /// <summary>Everything that happens.</summary>
    public IReadOnlyList<FaultInstance> Instances => instances;

    /// <summary>Processes that die, in order of time.</summary>
    public IReadOnlyList<Interruption> Interruptions { get; } =
        [.. instances.Select(instance => instance.Interruption).OfType<Interruption>().OrderBy(interruption => interruption.Second)];

    /// <summary>What operators hear, in order of time.</summary>
    public IReadOnlyList<FaultEvent> Events { get; } = [.. instances.SelectMany(one => one.Events).OrderBy(happened => happened.Second)];

    /// <summary>Writes the conditions of a block.</summary>
    public void Apply(Conditions conditions, Block block)
    {
        conditions.Reset();
        foreach (var instance in _bySeverity)
        {
            // One tick more at the end: an event in the last moment falls into the tick after it.
            if ((instance.PrecursorStart ?? instance.Onset) < block.EndSecond && instance.Gone > block.FirstSecond - block.StepSeconds)
                instance.Apply(conditions, block);
        }
    }
}

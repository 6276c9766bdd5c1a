using Auscult.Simulation.Planes;
using Auscult.Simulation.Running;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Faults.Work;

/// <summary>
/// The data loaders of a host leak memory for a while, then swap and stall: gaps before the forward pass of its ranks, for which the others
/// wait (taxonomy: data loader, "leak h; stall s"). Severity is the share of what the job needs that they do not make; at 1 they
/// stand still.
/// </summary>
internal sealed class DataLoaderStall : FaultInstance
{
    /// <summary>The class; 5 minutes until the loaders are restarted (E).</summary>
    public static readonly FaultKind Definition = new(
        "data_loader_stall",
        Layer.Storage,
        FaultTarget.Node,
        ["data_wait_seconds", "process_resident_bytes", "cpu_iowait_seconds_total", "memory_available_bytes"],
        300,
        occurrence => new DataLoaderStall(occurrence))
    {
        Need = FaultNeed.Training,
        IsAtLoaders = true,
        MinSeverity = 0.3,
        MaxSeverity = 0.98,
    };

    /// <summary>What has leaked when the stall begins.</summary>
    private const double LeakedBytes = 400e9;
    private readonly double? _precursor;

    private DataLoaderStall(Occurrence occurrence)
        : base(occurrence)
    {
        var minutes = 15 + (165 * Random().NextUniform());
        if (Onset > 60)
            _precursor = Math.Max(0, Onset - (minutes * 60));
    }

    /// <inheritdoc/>
    public override double? PrecursorStart => _precursor;

    /// <inheritdoc/>
    public override void Apply(Conditions conditions, Block block)
    {
        var node = conditions.Node;
        if (_precursor is { } start)
            node.LoaderMemory.Add(Entity, block, start, Onset, at => LeakedBytes * (at - start) / (Onset - start));
        node.LoaderMemory.Add(Entity, block, Onset, End, LeakedBytes);
        // Healthy loaders could make more than the job takes.
        node.LoaderQuality.Multiply(Entity, block, Onset, End, (1 - Severity) / Math.Max(1, Site.Config.Training!.Loader.Headroom));
        node.IoPressure.Add(Entity, block, Onset, End, 0.5 * Severity);
        conditions.Causes.Node.Blame(Entity, block, Onset, End, Number);
    }

    /// <inheritdoc/>
    public override IEnumerable<CausalLink> Chain()
    {
        if (_precursor is { } start)
            yield return AtRoot(start - Onset, "process_resident_bytes", "rises");
        yield return AtRoot(0, "cpu_iowait_seconds_total", "rises");
        yield return AtRoot(Site.TrainingStepSeconds, "data_wait_seconds", "rises");
    }
}

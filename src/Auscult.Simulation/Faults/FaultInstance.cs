using Auscult.Simulation.Noise;
using Auscult.Simulation.Planes;
using Auscult.Simulation.Running;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Faults;

/// <summary>
/// One thing that happens: a fault, or a benign event that looks like one. All times are seconds after the start of the simulation. What it
/// does at a moment depends on nothing but the moment, so blocks may be of any length.
/// </summary>
/// <param name="occurrence">Where, when and how bad.</param>
internal abstract class FaultInstance(Occurrence occurrence)
{
    /// <summary>Severity from which a class that can end processes does.</summary>
    public const double CrashSeverity = 0.5;

    /// <summary>The class.</summary>
    public FaultKind Kind => occurrence.Kind;

    /// <summary>Position in the plan.</summary>
    public int Number => occurrence.Number;

    /// <summary>Number of the entity where it starts, among those of its kind.</summary>
    public int Entity => occurrence.Entity;

    /// <summary>First effect.</summary>
    public double Onset => occurrence.Onset;

    /// <summary>Seconds from the onset to the end of the cause.</summary>
    public double Duration => occurrence.Duration;

    /// <summary>First moment after the cause.</summary>
    public double End => Onset + Duration;

    /// <summary>0 barely visible to 1 the job stands still.</summary>
    public double Severity => occurrence.Severity;

    /// <summary>Where it happens.</summary>
    public FaultSite Site => occurrence.Site;

    /// <summary>First sign before the onset, or null.</summary>
    public virtual double? PrecursorStart => null;

    /// <summary>First moment at which nothing of it is left in the conditions. Default <see cref="End"/>.</summary>
    public virtual double Gone => End;

    /// <summary>The process that dies of it, or null: the job crashes, stalls until the time-out, and starts again.</summary>
    public virtual Interruption? Interruption => null;

    /// <summary>Accelerators that are held up first; the rest of the job waits for them.</summary>
    public virtual IEnumerable<int> HeldUpGpus => Kind.Target switch
    {
        FaultTarget.Gpu => [Entity],
        FaultTarget.Node => Site.GpusOfNode(Entity),
        FaultTarget.Nic => Site.GpusOfNic(Entity),
        _ => [],
    };

    /// <summary>
    /// Whether the accelerators that are held up suffer from the cause, as those behind a dead link do, or are busy with it. Default true.
    /// </summary>
    public virtual bool DoHeldUpSuffer => true;

    /// <summary>Seconds from the onset until they are held up: what heats up slows down later. Default 0.</summary>
    public virtual double HoldDelay => 0;

    /// <summary>Entities that suffer at once, without the job's help; none by default.</summary>
    public virtual IEnumerable<Victim> Neighbours => [];

    /// <summary>What operators hear of it (kernel log, scheduler); none by default.</summary>
    public virtual IEnumerable<FaultEvent> Events => [];

    /// <summary>Writes its conditions into the block; called from <see cref="PrecursorStart"/> to <see cref="Gone"/>.</summary>
    public abstract void Apply(Conditions conditions, Block block);

    /// <summary>What happens at the root, in order of time; what follows in the job is added by <see cref="IncidentLabels"/>.</summary>
    public abstract IEnumerable<CausalLink> Chain();

    /// <summary>Id of the entity where it starts.</summary>
    public string RootId => Site.IdOf(Kind.Target, Entity);

    /// <summary>A stream of random numbers of its own.</summary>
    protected NoiseStream Random() => new(occurrence.Seed);

    /// <summary>The end of a process of the job, or null where none runs.</summary>
    /// <param name="second">When; the next tick from there on.</param>
    /// <param name="gpu">Its accelerator.</param>
    /// <param name="isHang">Whether it hangs instead of exiting.</param>
    /// <param name="nodeLost">Whether its host must be repaired or replaced.</param>
    protected Interruption? Stop(double second, int gpu, bool isHang, bool nodeLost) => !Site.HasJob || gpu >= Site.UsedGpus
        ? null
        : new Interruption(Site.TickFrom(second), gpu, isHang, nodeLost, Number) { RepairedAt = End };

    /// <summary>A link of the causal chain at the root.</summary>
    protected CausalLink AtRoot(double delay, string signal, string effect) => new(delay, RootId, signal, effect);
}

/// <summary>An entity that suffers.</summary>
/// <param name="Entity">Its id.</param>
/// <param name="DelaySeconds">When, seconds after the onset.</param>
internal sealed record Victim(string Entity, double DelaySeconds);

/// <summary>Something that operators hear of.</summary>
/// <param name="Second">When, seconds after the start of the simulation.</param>
/// <param name="Entity">Where; an entity id.</param>
/// <param name="Kind">Snake-case kind.</param>
/// <param name="Detail">Free text.</param>
internal sealed record FaultEvent(double Second, string Entity, string Kind, string Detail);

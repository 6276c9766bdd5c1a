using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Faults;

/// <summary>A class of faults or benign events.</summary>
/// <param name="Name">Snake-case name: the label.</param>
/// <param name="Layer">Layer of the cause.</param>
/// <param name="Target">What it starts at.</param>
/// <param name="RootSignals">Catalogue names of the signals that show the cause itself, most telling first.</param>
/// <param name="TypicalSeconds">Median duration of its cause.</param>
/// <param name="Create">Makes one.</param>
internal sealed record FaultKind(
    string Name,
    Layer Layer,
    FaultTarget Target,
    IReadOnlyList<string> RootSignals,
    double TypicalSeconds,
    Func<Occurrence, FaultInstance> Create)
{
    /// <summary>What must be there for it to happen. Default nothing.</summary>
    public FaultNeed Need { get; init; }

    /// <summary>Whether it is drawn only at hosts whose loaders feed a first pipeline stage.</summary>
    public bool IsAtLoaders { get; init; }

    /// <summary>True for labelled negatives.</summary>
    public bool IsBenign { get; init; }

    /// <summary>Smallest severity that is drawn. Default 0.3.</summary>
    public double MinSeverity { get; init; } = 0.3;

    /// <summary>Largest severity that is drawn. Default 0.9.</summary>
    public double MaxSeverity { get; init; } = 0.9;
}

/// <summary>
/// One thing that happens, before its class gives it a shape. Times are seconds after the start of the simulation.
/// </summary>
/// <param name="Kind">The class.</param>
/// <param name="Number">Position in the plan; <see cref="LossLedger"/> books under it.</param>
/// <param name="Entity">Number of the entity where it starts, among those of its kind.</param>
/// <param name="Onset">First effect.</param>
/// <param name="Duration">Seconds from the onset to the end of the cause.</param>
/// <param name="Severity">
/// 0 barely visible to 1 the job stands still. A class that slows the job down takes it as the share of the job's speed that is gone while
/// it holds, as far as the job depends on what is hurt; a class that ends processes takes it as the size of the damage: below
/// <see cref="FaultInstance.CrashSeverity"/> the job survives. What it really cost is in the label: seconds lost.
/// </param>
/// <param name="Seed">Every random choice of it derives from this.</param>
/// <param name="Site">Where it happens.</param>
internal sealed record Occurrence(
    FaultKind Kind, int Number, int Entity, double Onset, double Duration, double Severity, long Seed, FaultSite Site);

using Auscult.Simulation.Planes;
using Auscult.Simulation.Running;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Faults.Work;

/// <summary>
/// The shared storage answers slowly: nothing shows while nobody reads or writes much, but checkpoints, loads and loaders stall (taxonomy:
/// storage saturation, "scale-only"; RPCs waited 92 % of 1,621 ms a request, a load took 33 minutes, S). Severity is the share of the
/// throughput that is gone, 97 % at 1.
/// </summary>
internal sealed class StorageSaturation(Occurrence occurrence) : FaultInstance(occurrence)
{
    /// <summary>The class; half an hour (E).</summary>
    public static readonly FaultKind Definition = new(
        "storage_saturation",
        Layer.Storage,
        FaultTarget.Storage,
        ["disk_io_weighted_seconds_total", "disk_write_seconds_total", "disk_in_flight"],
        1800,
        occurrence => new StorageSaturation(occurrence))
    {
        Need = FaultNeed.Training,
        MinSeverity = 0.6,
        MaxSeverity = 1,
    };

    /// <summary>Seconds in which the queue builds up.</summary>
    private const double RampSeconds = 10;

    /// <inheritdoc/>
    public override IEnumerable<int> HeldUpGpus => Enumerable.Range(0, Site.UsedGpus);

    /// <inheritdoc/>
    public override void Apply(Conditions conditions, Block block)
    {
        conditions.Storage.Quality.Multiply(0, block, Onset, End, at => 1 - (0.97 * Severity * OnsetShape.Ramp(at - Onset, RampSeconds)));
        conditions.Causes.Storage.Blame(0, block, Onset, End, Number);
    }

    /// <inheritdoc/>
    public override IEnumerable<CausalLink> Chain() =>
    [
        AtRoot(0, "disk_io_weighted_seconds_total", "rises at the next checkpoint or load"),
        new(0, Site.Layout.NodeId(0), "nfs_queue_seconds_total", "rises with it at every host"),
    ];
}

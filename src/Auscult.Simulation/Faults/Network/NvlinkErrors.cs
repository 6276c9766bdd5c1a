using Auscult.Simulation.Planes;
using Auscult.Simulation.Running;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Faults.Network;

/// <summary>
/// An NVLink of an accelerator corrupts packets: CRC errors and replays in bursts, less bandwidth, a slow tensor-parallel group. Retries
/// mask it up to a severity of 0.1 (taxonomy: "retries mask"); from 0.8 on the link fails after half a minute (XID 74) and the group hangs.
/// Severity is the share of the bandwidth that is gone.
/// </summary>
internal sealed class NvlinkErrors : FaultInstance
{
    /// <summary>The class; 10 minutes (E; onset within seconds).</summary>
    public static readonly FaultKind Definition = new(
        "nvlink_errors",
        Layer.Network,
        FaultTarget.Gpu,
        ["gpu_nvlink_crc_flit_errors_total", "gpu_nvlink_replays_total", "gpu_nvlink_recoveries_total", "gpu_nvlink_bytes_per_second"],
        600,
        occurrence => new NvlinkErrors(occurrence));

    private const double MaskedSeverity = 0.1;
    private const double FatalSeverity = 0.8;
    private const double SecondsToFailure = 30;
    private readonly Bursts _bursts;

    private NvlinkErrors(Occurrence occurrence)
        : base(occurrence) => _bursts = new Bursts(Random(), Onset, End, (5, 30), (1, 10));

    /// <inheritdoc/>
    public override Interruption? Interruption => IsFatal ? Stop(Failure, Entity, isHang: true, nodeLost: true) : null;

    /// <inheritdoc/>
    public override IEnumerable<FaultEvent> Events => IsFatal ? [new(Failure, RootId, "xid", "74")] : [];

    private bool IsFatal => Severity >= FatalSeverity && Duration > SecondsToFailure;

    private double Failure => Onset + SecondsToFailure;

    /// <inheritdoc/>
    public override void Apply(Conditions conditions, Block block)
    {
        var quality = 1 - Math.Max(0, Severity - MaskedSeverity);
        foreach (var (from, until) in _bursts.Intervals)
        {
            if (from >= block.EndSecond || until <= block.FirstSecond - block.StepSeconds)
                continue;
            conditions.Gpu.NvlinkErrors.Add(Entity, block, from, until, 20 + (200 * Severity));
            conditions.Gpu.NvlinkQuality.Multiply(Entity, block, from, until, quality);
        }
        if (IsFatal)
        {
            conditions.Gpu.Xid.Mark(Entity, block, Failure, 74);
            conditions.Gpu.ProcessUp.Multiply(Entity, block, Failure, End, 0);
        }
        conditions.Causes.Gpu.Blame(Entity, block, Onset, End, Number);
    }

    /// <inheritdoc/>
    public override IEnumerable<CausalLink> Chain()
    {
        yield return AtRoot(0, "gpu_nvlink_crc_flit_errors_total", "rises");
        yield return AtRoot(0, "gpu_nvlink_bytes_per_second", "falls");
        if (IsFatal)
            yield return AtRoot(SecondsToFailure, "gpu_xid_state", "shows 74: the link is down");
    }
}

using Auscult.Simulation.Planes;
using Auscult.Simulation.Running;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Faults.Hardware;

/// <summary>
/// Memory cells of an accelerator fail. Half of the time corrected errors ramp up before, over minutes to hours (taxonomy: "SBE ramp
/// hours-days or none", R/E; shortened to fit the simulated time). Below <see cref="FaultInstance.CrashSeverity"/> rows are remapped and
/// the job goes on; above, an uncorrected error (XID 48, then 63 or 64, then 94 or 95) ends the process within a second.
/// </summary>
internal sealed class HbmEcc : FaultInstance
{
    /// <summary>The class. Its cause lasts until the reset: 5 minutes (E).</summary>
    public static readonly FaultKind Definition = new(
        "hbm_ecc",
        Layer.Hardware,
        FaultTarget.Gpu,
        ["gpu_ecc_uncorrected_errors_total", "gpu_ecc_corrected_errors_total", "gpu_remapped_rows_uncorrected_total", "gpu_xid_state"],
        300,
        occurrence => new HbmEcc(occurrence))
    {
        MaxSeverity = 1,
    };

    /// <summary>Severity from which remapping fails and the error is not contained.</summary>
    private const double UncontainedSeverity = 0.85;
    private const double MeanRampSeconds = 3600;
    private readonly double? _precursor;

    private HbmEcc(Occurrence occurrence)
        : base(occurrence)
    {
        var random = Random();
        var ramp = Math.Max(120, random.NextExponential(MeanRampSeconds));
        if (random.NextUniform() < 0.5 && Onset > 60)
            _precursor = Math.Max(0, Onset - ramp);
    }

    /// <inheritdoc/>
    public override double? PrecursorStart => _precursor;

    /// <inheritdoc/>
    public override Interruption? Interruption =>
        IsFatal ? Stop(Onset + 0.5, Entity, isHang: false, nodeLost: IsUncontained) : null;

    /// <inheritdoc/>
    public override IEnumerable<FaultEvent> Events => Codes.Select(code => new FaultEvent(code.Second, RootId, "xid", $"{code.Xid}"));

    private bool IsFatal => Severity >= CrashSeverity;

    private bool IsUncontained => Severity >= UncontainedSeverity;

    private double PeakPerSecond => 2 + (20 * Severity);

    private IEnumerable<(double Second, int Xid)> Codes => IsFatal
        ? [(Onset, 48), (Onset + Site.StepSeconds, IsUncontained ? 64 : 63), (Onset + (2 * Site.StepSeconds), IsUncontained ? 95 : 94)]
        : [(Onset, 63)];

    /// <inheritdoc/>
    public override void Apply(Conditions conditions, Block block)
    {
        var gpu = conditions.Gpu;
        if (_precursor is { } start)
        {
            gpu.CorrectedErrors.Add(
                Entity, block, start, Onset, at => OnsetShape.Exponential((at - start) / (Onset - start), 0.02, PeakPerSecond));
        }
        gpu.CorrectedErrors.Add(Entity, block, Onset, End, PeakPerSecond);
        gpu.RemappedRows.Count(Entity, block, Onset);
        foreach (var (second, xid) in Codes)
            gpu.Xid.Mark(Entity, block, second, xid);
        if (!IsFatal)
            return;
        gpu.UncorrectedErrors.Count(Entity, block, Onset, 1 + Math.Floor(4 * Severity));
        gpu.ProcessUp.Multiply(Entity, block, Onset, End, 0);
        if (IsUncontained)
            gpu.RowRemapFailed.Add(Entity, block, Onset, End, 1);
        conditions.Causes.Gpu.Blame(Entity, block, Onset, End, Number);
    }

    /// <inheritdoc/>
    public override IEnumerable<CausalLink> Chain()
    {
        if (_precursor is { } start)
            yield return AtRoot(start - Onset, "gpu_ecc_corrected_errors_total", "rises");
        yield return AtRoot(0, "gpu_remapped_rows_uncorrected_total", "rises");
        if (!IsFatal)
            yield break;
        yield return AtRoot(0, "gpu_ecc_uncorrected_errors_total", "rises");
        yield return AtRoot(0.5, "gpu_utilization_ratio", "falls to zero: the process exits");
    }
}

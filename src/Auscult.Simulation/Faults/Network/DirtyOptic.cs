using Auscult.Simulation.Planes;
using Auscult.Simulation.Running;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Faults.Network;

/// <summary>
/// The optic of an interface gets dirty: symbol errors rise for hours and pass 10 per second at the cliff, where link recoveries pass 5 a
/// minute and packets are sent again (taxonomy: dirty optic, thresholds R; fatal symbol errors above 120 an hour, R). Severity is the share
/// of the bandwidth that retransmission eats from the cliff on.
/// </summary>
internal sealed class DirtyOptic : FaultInstance
{
    /// <summary>The class; 20 minutes until somebody cleans it (taxonomy: fail-slow of communication lasts about 24 minutes, S).</summary>
    public static readonly FaultKind Definition = new(
        "dirty_optic",
        Layer.Network,
        FaultTarget.Nic,
        ["rdma_symbol_errors_total", "rdma_link_recoveries_total", "rdma_packet_sequence_errors_total"],
        1200,
        occurrence => new DirtyOptic(occurrence));

    /// <summary>Symbol errors per second at the cliff (R).</summary>
    private const double CliffPerSecond = 10;

    /// <summary>Symbol errors per second at the start.</summary>
    private const double FirstPerSecond = 0.01;
    private readonly double? _precursor;

    private DirtyOptic(Occurrence occurrence)
        : base(occurrence)
    {
        var hours = 0.5 + (5.5 * Random().NextUniform());
        if (Onset > 60)
            _precursor = Math.Max(0, Onset - (hours * 3600));
    }

    /// <inheritdoc/>
    public override double? PrecursorStart => _precursor;

    /// <inheritdoc/>
    public override void Apply(Conditions conditions, Block block)
    {
        var nic = conditions.Nic;
        if (_precursor is { } start)
        {
            nic.SymbolErrors.Add(
                Entity, block, start, Onset, at => OnsetShape.Exponential((at - start) / (Onset - start), FirstPerSecond, CliffPerSecond));
        }
        nic.SymbolErrors.Add(Entity, block, Onset, End, 5 * CliffPerSecond * (1 + (9 * Severity)));
        nic.Recoveries.Add(Entity, block, Onset, End, (6 + (20 * Severity)) / 60);
        nic.SequenceErrors.Add(Entity, block, Onset, End, 5 + (200 * Severity));
        nic.Quality.Multiply(Entity, block, Onset, End, 1 - Severity);
        conditions.Causes.Nic.Blame(Entity, block, Onset, End, Number);
    }

    /// <inheritdoc/>
    public override IEnumerable<CausalLink> Chain()
    {
        if (_precursor is { } start)
            yield return AtRoot(start - Onset, "rdma_symbol_errors_total", "rises");
        yield return AtRoot(0, "rdma_symbol_errors_total", "rises steeply");
        yield return AtRoot(0, "rdma_packet_sequence_errors_total", "rises");
        yield return AtRoot(0, "rdma_link_recoveries_total", "rises");
    }
}

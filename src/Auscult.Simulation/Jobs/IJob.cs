using Auscult.Simulation.Exporting;
using Auscult.Simulation.Planes;
using Auscult.Simulation.Running;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Jobs;

/// <summary>Work that runs on the machines: a training or a serving fleet.</summary>
internal interface IJob
{
    /// <summary>Makes the job's own planes ready for a block.</summary>
    void Begin(Block block);

    /// <summary>
    /// Advances by one tick: reads the conditions and how fast each accelerator can compute (share of the healthy speed), writes the
    /// activity and the job's own planes.
    /// </summary>
    void Advance(Block block, int tick, Conditions conditions, Plane speed, Activity activity);

    /// <summary>What the job itself reports: step times, loss, latencies.</summary>
    IEnumerable<SeriesTableModel> Tables();

    /// <summary>Operational events so far (starts, crashes, checkpoints); the call takes them out.</summary>
    IReadOnlyList<OperationalEvent> TakeEvents();

    /// <summary>Harmless events that ended so far (checkpoints, evaluations, pauses); the call takes them out.</summary>
    IReadOnlyList<BenignInterval> TakeBenign();
}

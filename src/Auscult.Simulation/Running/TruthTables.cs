using Auscult.Simulation.Exporting;
using Auscult.Simulation.Machines;
using Auscult.Simulation.Planes;
using Auscult.Simulation.Room;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Running;

/// <summary>
/// The hidden state of a simulation: every plane of every tick without noise. Columns are called <c>state_</c>, <c>condition_</c> or
/// <c>activity_</c> and the plane; <c>cause</c> is the number of the fault or benign event that holds the entity up, -1 for none.
/// </summary>
internal static class TruthTables
{
    /// <param name="layout">The machine room.</param>
    /// <param name="room">The physical state.</param>
    /// <param name="conditions">What is out of the ordinary.</param>
    /// <param name="activity">What the jobs do.</param>
    /// <param name="stepSeconds">Length of a tick.</param>
    public static IEnumerable<SeriesTableModel> Of(ClusterLayout layout, MachineRoom room, Conditions conditions, Activity activity,
        double stepSeconds)
    {
        var causes = conditions.Causes;
        SeriesTableModel Table(EntityKind kind, int count, Func<int, string> id, Plane? cause,
            params (string Prefix, PlaneSet Planes)[] sets) =>
            new(Layer.Hardware, kind, [.. Enumerable.Range(0, count).Select(id)], stepSeconds, [.. Columns(cause, sets)])
            {
                IsTruth = true,
            };
        yield return Table(
            EntityKind.Gpu, layout.Gpus, layout.GpuId, causes.Gpu, ("state", room.Gpus), ("condition", conditions.Gpu),
                ("activity", activity.Gpu));
        yield return Table(
            EntityKind.Node, layout.Nodes, layout.NodeId, causes.Node, ("state", room.Nodes), ("condition", conditions.Node),
                ("activity", activity.Node));
        yield return Table(EntityKind.Nic, layout.Nics, layout.NicId, causes.Nic, ("state", room.Nics), ("condition", conditions.Nic));
        yield return Table(EntityKind.Switch, layout.Switches, layout.SwitchId, causes.Switch, ("state", room.Switches),
            ("condition", conditions.Switch));
        yield return Table(EntityKind.Disk, 1, _ => layout.StorageId, causes.Storage, ("state", room.Storage),
            ("condition", conditions.Storage));
        yield return Table(EntityKind.Cluster, 1, _ => layout.ClusterId, causes.Job, ("condition", conditions.Job));
    }

    private static IEnumerable<SeriesColumnModel> Columns(Plane? cause, IEnumerable<(string Prefix, PlaneSet Planes)> sets)
    {
        foreach (var (prefix, planes) in sets)
        {
            foreach (var (name, plane) in planes.Named())
                yield return new GaugeColumn($"{prefix}_{name}", plane) { Min = double.NegativeInfinity };
        }
        if (cause is not null)
            yield return new GaugeColumn("cause", cause) { Min = double.NegativeInfinity };
    }
}

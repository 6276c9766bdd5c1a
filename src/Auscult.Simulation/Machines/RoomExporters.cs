using Auscult.Simulation.Exporting;
using Auscult.Simulation.Planes;
using Auscult.Simulation.Room;
using Auscult.Simulation.Running;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Machines;

/// <summary>The exporters of a machine room and the tables they fill.</summary>
internal sealed class RoomExporters
{
    private readonly ScrapeTargets _gpuExporters;
    private readonly ScrapeTargets _nodeExporters;
    private readonly ScrapeTargets _switchExporters;

    /// <param name="layout">What there is.</param>
    /// <param name="room">The physical state.</param>
    /// <param name="conditions">What is out of the ordinary.</param>
    /// <param name="settings">How the telemetry is measured.</param>
    /// <param name="isUpgraded">Whether an upgrade of the exporters can happen: then the new names of its fields are columns.</param>
    /// <param name="seeds">Where the exporters' numbers come from.</param>
    public RoomExporters(ClusterLayout layout, MachineRoom room, Conditions conditions, ExporterSettings settings, bool isUpgraded,
        Seeds seeds)
    {
        // The last of the node exporters is the shared storage's own.
        var clocks = Clocks = new HostClocks(layout.Nodes + 1, settings, seeds);
        _gpuExporters = new ScrapeTargets("gpu", layout.Nodes, settings.GpuInterval, settings, clocks, seeds)
        {
            Hosts = conditions.Node, Drivers = (conditions.Gpu.Responding, layout.GpusPerNode), Refresh = settings.Refresh,
        };
        _nodeExporters = new ScrapeTargets("node", layout.Nodes + 1, settings.NodeInterval, settings, clocks, seeds)
        {
            Hosts = conditions.Node,
        };
        _switchExporters = new ScrapeTargets("switch", layout.Switches, settings.FabricInterval, settings, null, seeds);
        Tables = [.. TablesOf(layout, room, conditions).Select(table => Select(table, settings, isUpgraded))
            .Where(table => table.Columns.Count > 0)];
    }

    /// <summary>The hosts' clocks.</summary>
    public HostClocks Clocks { get; }

    /// <summary>The tables.</summary>
    public IReadOnlyList<SeriesTableModel> Tables { get; }

    /// <summary>Decides when everything is sampled in a block.</summary>
    public void Begin(Block block, ParallelOptions parallel)
    {
        _gpuExporters.Begin(block, parallel);
        _nodeExporters.Begin(block, parallel);
        _switchExporters.Begin(block, parallel);
    }

    private static SeriesTableModel Select(SeriesTableModel table, ExporterSettings settings, bool isUpgraded)
    {
        SeriesColumnModel[] columns =
            [.. table.Columns.Where(column => (settings.FullFields || !column.IsOffByDefault) && !settings.Without.Contains(column.Name))];
        return table with { Columns = isUpgraded ? FieldUpgrade.WithNewNames(columns) : columns };
    }

    private static string[] Ids(int count, Func<int, string> id) => [.. Enumerable.Range(0, count).Select(id)];

    private IEnumerable<SeriesTableModel> TablesOf(ClusterLayout layout, MachineRoom room, Conditions conditions)
    {
        var (up, accelerator) = (conditions.Node.Up, layout.Config.Accelerator);
        SeriesTableModel Gpus(Layer layer, IEnumerable<SeriesColumnModel> columns) =>
            new(layer, EntityKind.Gpu, Ids(layout.Gpus, layout.GpuId), 0, [.. columns])
            {
                Target = _gpuExporters, EntitiesPerTarget = layout.GpusPerNode, Present = room.Gpus.Present,
                Responding = conditions.Gpu.Responding,
            };
        yield return Gpus(Layer.Hardware, GpuTable.Columns(room.Gpus, conditions.Gpu, accelerator));
        yield return Gpus(Layer.Network, GpuLinkTable.Columns(room.Gpus, conditions.Gpu));
        yield return new SeriesTableModel(
            Layer.Network, EntityKind.Nic, Ids(layout.Nics, layout.NicId), 0, [.. NicTable.Columns(room.Nics, conditions.Nic)])
        {
            Target = _nodeExporters, EntitiesPerTarget = layout.Rails,
        };
        yield return new SeriesTableModel(
            Layer.Hardware, EntityKind.Node, Ids(layout.Nodes, layout.NodeId), 0,
                [.. NodeTable.Columns(room.Nodes, up, layout.Config.Host, _gpuExporters)])
        {
            Target = _nodeExporters, KeepsFailed = true,
        };
        yield return new SeriesTableModel(
            Layer.Storage, EntityKind.Node, Ids(layout.Nodes, layout.NodeId), 0, [.. NodeTable.StorageColumns(room.Nodes, up)])
        { Target = _nodeExporters };
        yield return new SeriesTableModel(
            Layer.Storage, EntityKind.Disk, [.. Ids(layout.Nodes, layout.DiskId), layout.StorageId], 0, [.. DiskTable.Columns(room.Disks)])
        {
            Target = _nodeExporters,
        };
        yield return new SeriesTableModel(
            Layer.Network, EntityKind.Switch, Ids(layout.Switches, layout.SwitchId), 0,
                [.. SwitchTable.Columns(room.Switches, conditions.Switch)])
        {
            Target = _switchExporters,
        };
    }
}

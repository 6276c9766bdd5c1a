using System.Globalization;
using Auscult.Simulation.Configuration;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Room;

/// <summary>The entities and groups of a machine room and its job, as the dataset folder lists them.</summary>
internal static class RoomTopology
{
    /// <param name="layout">The machine room.</param>
    /// <param name="parallel">The training's groups, or null without training.</param>
    /// <param name="training">The training, or null.</param>
    public static Topology Of(ClusterLayout layout, ParallelLayout? parallel, TrainingJobConfig? training)
    {
        var entities = new List<Entity> { new(layout.ClusterId, EntityKind.Cluster), new(layout.StorageId, EntityKind.Disk, layout.ClusterId) };
        entities.AddRange(Range(layout.Switches, s => new Entity(layout.SwitchId(s), EntityKind.Switch, layout.ClusterId)));
        for (var node = 0; node < layout.Nodes; node++)
        {
            var id = layout.NodeId(node);
            entities.Add(new Entity(id, EntityKind.Node, layout.ClusterId));
            entities.AddRange(Range(layout.GpusPerNode, g => new Entity(layout.GpuId((node * layout.GpusPerNode) + g), EntityKind.Gpu, id)));
            entities.AddRange(Range(layout.Rails, r => new Entity(layout.NicId((node * layout.Rails) + r), EntityKind.Nic, id)));
            entities.Add(new Entity(layout.DiskId(node), EntityKind.Disk, id));
        }
        var groups = new List<EntityGroup>();
        groups.AddRange(Range(layout.Rails, r => new EntityGroup(
            Name(layout, "rail", r), "rail", [.. Range(layout.Nodes, n => layout.NicId((n * layout.Rails) + r))])));
        groups.AddRange(Range(layout.Pods, p => new EntityGroup(
            Name(layout, "leaf", p), "leaf", [.. Range(layout.Nodes, n => n).Where(n => n / layout.Config.NodesPerLeaf == p).Select(layout.NodeId)])));
        if (parallel is not null)
        {
            entities.AddRange(Range(parallel.Ranks, r => new Entity(layout.RankId(r), EntityKind.Rank, layout.GpuId(r))));
            groups.AddRange(GroupsOf(layout, parallel));
        }
        entities.AddRange(Range(training?.Experts ?? 0, e => new Entity(layout.ExpertId(e), EntityKind.Expert, layout.ClusterId)));
        return new Topology(entities, groups);
    }

    private static IEnumerable<EntityGroup> GroupsOf(ClusterLayout layout, ParallelLayout parallel)
    {
        IEnumerable<EntityGroup> By(string kind, int size, Func<int, int> keyOf) => size < 2
            ? []
            : Range(parallel.Ranks, r => r).GroupBy(keyOf)
                .Select(group => new EntityGroup(Name(layout, kind, group.Key), kind, [.. group.Select(layout.RankId)]));
        var (tensor, data) = (parallel.Tensor, parallel.Data);
        return By("tp", tensor, rank => rank / tensor)
            .Concat(By("pp", parallel.Pipeline, rank => rank % (tensor * data)))
            .Concat(By("dp", data, rank => (parallel.StageOf(rank) * tensor) + parallel.TensorOf(rank)))
            .Concat(By("ep", parallel.Expert, rank =>
                (((parallel.StageOf(rank) * (data / parallel.Expert)) + (parallel.DataOf(rank) / parallel.Expert)) * tensor) + parallel.TensorOf(rank)));
    }

    private static string Name(ClusterLayout layout, string kind, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{layout.Prefix}{kind}{number}");

    private static IEnumerable<T> Range<T>(int count, Func<int, T> make) => Enumerable.Range(0, count).Select(make);
}

using System.Globalization;
using Auscult.Simulation.Room;
using Auscult.Simulation.Serving.Settings;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Serving;

/// <summary>The entities and groups of a fleet: replicas, their ranks on the accelerators, the model's experts.</summary>
internal static class ServingTopology
{
    /// <summary>Ids of the replicas.</summary>
    public static IReadOnlyList<string> ReplicaIds(ServingPlan plan, ClusterLayout layout) =>
        [.. Enumerable.Range(0, plan.Config.Replicas).Select(i => ReplicaId(layout, i))];

    /// <summary>Id of a replica.</summary>
    public static string ReplicaId(ClusterLayout layout, int replica) =>
        string.Create(CultureInfo.InvariantCulture, $"{layout.Prefix}replica{replica}");

    /// <summary>A machine room's topology with the fleet on it.</summary>
    public static Topology Add(Topology room, ServingPlan plan, ClusterLayout layout)
    {
        var (replicas, tensor) = (ReplicaIds(plan, layout), plan.Config.TensorParallel);
        string Host(int replica) => plan.SplitsOverHosts ? layout.ClusterId : layout.NodeId(layout.NodeOfGpu(replica * tensor));
        string[] Ranks(int first, int count) => [.. Enumerable.Range(first, count).Select(layout.RankId)];
        string Name(string kind, int number) => string.Create(CultureInfo.InvariantCulture, $"{layout.Prefix}{kind}{number}");
        var groups = replicas.Select((id, i) => new EntityGroup(Name("serving", i), "serving", [id, .. Ranks(i * tensor, tensor)]));
        if (replicas.Count > 1)
            groups = groups.Append(new EntityGroup(Name("dp", 0), "dp", replicas));
        if (tensor > 1)
            groups = groups.Concat(replicas.Select((_, i) => new EntityGroup(Name("tp", i), "tp", Ranks(i * tensor, tensor))));
        if (plan.Config.ExpertParallel > 1)
        {
            groups = groups.Concat(Enumerable.Range(0, plan.Gpus / plan.GpusPerEngine)
                .Select(i => new EntityGroup(Name("ep", i), "ep", Ranks(i * plan.GpusPerEngine, plan.GpusPerEngine))));
        }
        return new Topology(
            [
                .. room.Entities,
                .. replicas.Select((id, i) => new Entity(id, EntityKind.Replica, Host(i))),
                .. Enumerable.Range(0, plan.Gpus).Select(r => new Entity(layout.RankId(r), EntityKind.Rank, layout.GpuId(r))),
                .. Enumerable.Range(0, plan.Config.Model.Experts)
                    .Select(e => new Entity(layout.ExpertId(e), EntityKind.Expert, layout.ClusterId)),
            ],
            [.. room.Groups, .. groups]);
    }
}

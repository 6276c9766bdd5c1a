using Auscult.Simulation.Room;
using Auscult.Simulation.Serving;
using Auscult.Simulation.Serving.Settings;

namespace Auscult.Simulation.Faults;

/// <summary>
/// How being held up spreads through a synchronous training: to the tensor-parallel peers within a layer, to the experts' peers within an
/// all-to-all, from stage to stage within a micro-batch each, to the other replicas at the next gradient exchange.
/// </summary>
internal static class Propagation
{
    /// <summary>Seconds until the tensor-parallel peers wait: a matrix product (E).</summary>
    public const double TensorSeconds = 0.01;

    /// <summary>Seconds until the expert-parallel peers wait: the layer's all-to-all (E).</summary>
    public const double ExpertSeconds = 0.05;

    /// <summary>Most training processes that are listed one by one; of more, hosts that suffer as a whole are listed as hosts.</summary>
    private const int MostRanks = 1024;

    /// <summary>Who waits for some accelerators of a job, in the order in which they begin to.</summary>
    /// <param name="site">The machine room and its job.</param>
    /// <param name="sources">Accelerators that are held up.</param>
    public static IReadOnlyList<Victim> Of(FaultSite site, IEnumerable<int> sources)
    {
        if (site.Config.Serving is { } fleet)
            return InFleet(site, fleet, sources);
        if (site.Parallel is not { } parallel)
            return [];
        var held = sources.Where(gpu => gpu < parallel.Ranks).ToHashSet();
        if (held.Count == 0)
            return [];
        var delays = DelaysOf(site, parallel, held);
        return [.. (parallel.Ranks <= MostRanks ? ByGpu(site, delays) : ByNode(site, delays)).OrderBy(victim => victim.DelaySeconds)];
    }

    // Whoever steps with a source waits for it; then its replicas' requests do.
    private static List<Victim> InFleet(FaultSite site, ServingConfig fleet, IEnumerable<int> sources)
    {
        var group = Math.Max(fleet.TensorParallel, fleet.ExpertParallel);
        var held = sources.Where(gpu => gpu < site.UsedGpus).ToHashSet();
        var replicas = held.Select(gpu => gpu / fleet.TensorParallel).ToHashSet();
        var victims = new List<Victim>();
        foreach (var engine in held.Select(gpu => gpu / group).Distinct().Order())
        {
            foreach (var gpu in Enumerable.Range(engine * group, group))
            {
                var delay = held.Contains(gpu) ? 0 : replicas.Contains(gpu / fleet.TensorParallel) ? TensorSeconds : ExpertSeconds;
                victims.Add(new Victim(site.Layout.GpuId(gpu), delay));
            }
            victims.AddRange(Enumerable.Range(engine * group / fleet.TensorParallel, group / fleet.TensorParallel)
                .Select(replica => new Victim(ServingTopology.ReplicaId(site.Layout, replica), ExpertSeconds)));
        }
        return [.. victims.OrderBy(victim => victim.DelaySeconds)];
    }

    private static double[] DelaysOf(FaultSite site, ParallelLayout parallel, HashSet<int> held)
    {
        var training = site.Config.Training!;
        var stageSeconds = site.TrainingStepSeconds / (training.MicroBatches + parallel.Pipeline - 1);
        // A fault strikes somewhere in a step, so the exchange is half a step away on average.
        var exchangeSeconds = site.TrainingStepSeconds / 2;
        var stagesOf = held.ToLookup(parallel.DataOf, parallel.StageOf);
        var tensorGroups = held.Select(rank => rank / parallel.Tensor).ToHashSet();
        int ExpertGroup(int rank) => (parallel.StageOf(rank) * parallel.Data) + (parallel.DataOf(rank) / parallel.Expert);
        var expertGroups = parallel.Expert > 1 ? held.Select(ExpertGroup).ToHashSet() : [];
        double DelayOf(int rank)
        {
            if (held.Contains(rank))
                return 0;
            if (tensorGroups.Contains(rank / parallel.Tensor))
                return TensorSeconds;
            if (expertGroups.Contains(ExpertGroup(rank)))
                return ExpertSeconds;
            var stages = stagesOf[parallel.DataOf(rank)];
            return stages.Any() ? stageSeconds * stages.Min(stage => Math.Abs(stage - parallel.StageOf(rank))) : exchangeSeconds;
        }
        return [.. Enumerable.Range(0, parallel.Ranks).Select(DelayOf)];
    }

    private static IEnumerable<Victim> ByGpu(FaultSite site, double[] delays) =>
        delays.Select((delay, gpu) => new Victim(site.Layout.GpuId(gpu), delay));

    private static IEnumerable<Victim> ByNode(FaultSite site, double[] delays)
    {
        foreach (var node in delays.Index().GroupBy(rank => site.Layout.NodeOfGpu(rank.Index)))
        {
            var first = node.First().Item;
            if (node.All(rank => rank.Item == first))
            {
                yield return new Victim(site.Layout.NodeId(node.Key), first);
                continue;
            }
            foreach (var (gpu, delay) in node)
                yield return new Victim(site.Layout.GpuId(gpu), delay);
        }
    }
}

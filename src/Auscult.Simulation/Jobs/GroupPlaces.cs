using Auscult.Simulation.Room;

namespace Auscult.Simulation.Jobs;

/// <summary>Which part of a rank's traffic stays within its host, by where the members of its groups lie.</summary>
internal sealed class GroupPlaces
{
    /// <param name="layout">The machine room.</param>
    /// <param name="parallel">The groups.</param>
    public GroupPlaces(ClusterLayout layout, ParallelLayout parallel)
    {
        var ranks = parallel.Ranks;
        (RemoteAllToAll, RemoteExchange, LocalExchange) = (new double[ranks], new double[ranks], new double[ranks]);
        (RemoteSends, LocalSends) = (new int[ranks], new int[ranks]);
        var stride = parallel.Tensor * parallel.Data;
        for (var rank = 0; rank < ranks; rank++)
        {
            var data = parallel.DataOf(rank);
            var firstOfGroup = data - parallel.ExpertOf(rank);
            var sharers = parallel.Expert;
            if (sharers > 1)
                RemoteAllToAll[rank] = (double)(sharers - Local(layout, parallel, rank, firstOfGroup, sharers)) / (sharers - 1);
            var neighbours = Local(layout, parallel, rank, 0, parallel.Data);
            // The ring enters and leaves a host once per channel; with one channel per member the members share its way out.
            RemoteExchange[rank] = neighbours == parallel.Data ? 0 : 1.0 / neighbours;
            LocalExchange[rank] = 1 - RemoteExchange[rank];
            foreach (var neighbour in (int[])[rank - stride, rank + stride])
            {
                if (neighbour < 0 || neighbour >= ranks)
                    continue;
                _ = layout.NodeOfGpu(neighbour) == layout.NodeOfGpu(rank) ? LocalSends[rank]++ : RemoteSends[rank]++;
            }
        }
    }

    /// <summary>By rank: share of the all-to-all bytes that go to other hosts.</summary>
    public double[] RemoteAllToAll { get; }

    /// <summary>By rank: share of the gradient exchange that goes to other hosts.</summary>
    public double[] RemoteExchange { get; }

    /// <summary>By rank: share of the gradient exchange that stays in the host.</summary>
    public double[] LocalExchange { get; }

    /// <summary>By rank: pipeline neighbours in other hosts.</summary>
    public int[] RemoteSends { get; }

    /// <summary>By rank: pipeline neighbours in the same host.</summary>
    public int[] LocalSends { get; }

    /// <summary>
    /// Members of a group of replicas, same stage and tensor position, that lie in the rank's host; the rank is one of them.
    /// </summary>
    private static int Local(ClusterLayout layout, ParallelLayout parallel, int rank, int firstReplica, int replicas)
    {
        var (tensor, stage, node) = (parallel.TensorOf(rank), parallel.StageOf(rank), layout.NodeOfGpu(rank));
        var reach = (layout.GpusPerNode / parallel.Tensor) + 1;
        var data = parallel.DataOf(rank);
        var (from, until) = (Math.Max(firstReplica, data - reach), Math.Min(firstReplica + replicas, data + reach + 1));
        var local = 0;
        for (var other = from; other < until; other++)
        {
            if (layout.NodeOfGpu(parallel.RankOf(tensor, other, stage)) == node)
                local++;
        }
        return local;
    }
}

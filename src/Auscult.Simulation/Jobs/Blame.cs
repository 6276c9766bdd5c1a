using Auscult.Simulation.Planes;
using Auscult.Simulation.Room;

namespace Auscult.Simulation.Jobs;

/// <summary>Finds the fault or benign event behind the entity that the training waits for; -1 for none.</summary>
/// <param name="layout">The machine room.</param>
/// <param name="parallel">The groups.</param>
/// <param name="work">What a step has to do.</param>
/// <param name="pace">How long a step takes.</param>
/// <param name="capacity">What the machines can do.</param>
internal sealed class Blame(ClusterLayout layout, ParallelLayout parallel, TrainingWork work, StepPace pace, RankCapacity capacity)
{
    private int _tick;
    private Conditions? _conditions;

    /// <summary>The storage's.</summary>
    public int Storage => At(_conditions!.Causes.Storage, 0);

    /// <summary>The job's own: long sequences, a changed learning rate.</summary>
    public int Job => At(_conditions!.Causes.Job, 0);

    /// <summary>Remembers where to look.</summary>
    public void Read(int tick, Conditions conditions) => (_tick, _conditions) = (tick, conditions);

    /// <summary>A rank's: its accelerator's, else its host's.</summary>
    public int Rank(int rank) => First(At(_conditions!.Causes.Gpu, rank), Node(layout.NodeOfGpu(rank)));

    /// <summary>A host's.</summary>
    public int Node(int node) => At(_conditions!.Causes.Node, node);

    /// <summary>A loader's: its host's, else the storage's.</summary>
    public int Loader(int node) => First(Node(node), Storage);

    /// <summary>A rank's way out: its interface's, its accelerator's (the slot), its leaf switch's.</summary>
    public int Link(int rank)
    {
        var nic = layout.NicOfGpu(rank);
        var causes = _conditions!.Causes;
        return First(At(causes.Nic, nic), First(At(causes.Gpu, rank), At(causes.Switch, layout.LeafOfNic(nic))));
    }

    /// <summary>
    /// That of whatever makes a unit's slowest stage slow: a rank, a link, a busy expert or long sequences, by the largest part.
    /// </summary>
    public int Unit(int unit)
    {
        var index = (pace.Bottleneck[unit] * pace.Units) + unit;
        var (stage, group) = (pace.Bottleneck[unit], pace.SlowestGroup[index]);
        var (rank, replica) = (pace.SlowestRank[group], group % parallel.Data);
        var compute = work.ComputeSeconds(stage);
        var speed = capacity.Speed[rank] * (1 - capacity.LaunchLoss[rank]);
        var slowNvlink = Enumerable.Range(group * parallel.Tensor, parallel.Tensor).MinBy(r => capacity.Nvlink[r]);
        var (expert, sender) = (replica % parallel.Expert, pace.StageExchangeRank[index]);
        (double Seconds, Func<int> Cause)[] parts =
        [
            (compute * ((1 / speed) - 1), () => Rank(rank)),
            (work.TensorBytes > 0 ? work.TensorBytes / capacity.Nvlink[slowNvlink] : 0, () => At(_conditions!.Causes.Gpu, slowNvlink)),
            (pace.StageExchange[index], () => First(Link(sender), Expert(parallel.ExpertOf(sender)))),
            (compute * (pace.Work[replica] - 1), () => Job),
            (compute * (pace.LoadFactor(expert) - 1), () => Expert(expert)),
        ];
        // Healthy communication takes time too, so a part without a cause does not hide one that has it.
        return parts.Where(part => part.Seconds > 0).OrderByDescending(part => part.Seconds)
            .Select(part => part.Cause()).FirstOrDefault(cause => cause >= 0, -1);
    }

    /// <summary>That of the slowest gradient ring.</summary>
    public int Ring => Link(pace.RingRank[pace.SlowestRing]);

    /// <summary>That of a position in the expert-parallel group: of one of its experts.</summary>
    public int Expert(int position)
    {
        var causes = _conditions!.Causes.Expert;
        var each = parallel.Expert > 0 ? causes.Entities / parallel.Expert : 0;
        return Enumerable.Range(position * each, each).Select(expert => At(causes, expert)).FirstOrDefault(cause => cause >= 0, -1);
    }

    private int At(Plane causes, int entity) => causes.IsNeutral ? -1 : (int)causes[entity][_tick];

    private static int First(int cause, int otherwise) => cause >= 0 ? cause : otherwise;
}

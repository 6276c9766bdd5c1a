namespace Auscult.Simulation.Jobs;

/// <summary>
/// Operations of collectives that a rank has ready, has transmitted and has done, as tracepoints in the communication library count them
/// (taxonomy: Mycroft, R). Ready above transmitted: the interface or the host holds data back. Transmitted above done: the network does.
/// All equal but behind the others: the rank computes late. One operation is counted per micro-batch, and the gradient exchange has
/// <see cref="Buckets"/>.
/// </summary>
/// <param name="parts">The training.</param>
internal sealed class CollectiveProgress(TrainingParts parts)
{
    /// <summary>Operations of a gradient exchange.</summary>
    public const int Buckets = 8;

    /// <summary>Operations that may be under way between two of the counters.</summary>
    private const double Window = 4;

    /// <summary>Part of the bandwidth below whose loss nothing piles up.</summary>
    private const double NoticeableHold = 0.05;

    /// <summary>By how much a rank must be slower than its group to count as late.</summary>
    private const double NoticeableLateness = 1.02;
    private readonly float[] _ready = new float[parts.Parallel.Ranks];
    private readonly float[] _transmitted = new float[parts.Parallel.Ranks];
    private long _steps;
    private double _exchange = -1;

    /// <summary>A step is complete.</summary>
    public void StepEnded() => _steps++;

    /// <summary>The processes are new and count from 0.</summary>
    public void Restart()
    {
        _steps = 0;
        Array.Clear(_ready);
        Array.Clear(_transmitted);
    }

    /// <summary>Takes over where the training stands.</summary>
    public void Read(in TrainingMoment state) => _exchange = state.ExchangeShare;

    /// <summary>Writes the counters of a rank.</summary>
    public void Write(int rank, int tick, RankPlanes planes)
    {
        var micro = parts.Work.MicroBatches;
        var done = (float)((_steps * (micro + Buckets)) + WithinStep(rank, micro));
        var isSending = _exchange >= 0 || parts.Pace.RankExchange[rank] > 0;
        var (host, network) = isSending ? (parts.Capacity.HostHold[rank], parts.Capacity.NetworkHold[rank]) : (0, 0);
        var transmitted = Math.Max(_transmitted[rank], done + Held(network));
        var ready = Math.Max(_ready[rank], transmitted + Held(host));
        (_transmitted[rank], _ready[rank]) = (transmitted, ready);
        planes.Done.Change(rank)[tick] = done;
        planes.Transmitted.Change(rank)[tick] = transmitted;
        planes.Ready.Change(rank)[tick] = ready;
    }

    private double WithinStep(int rank, int micro)
    {
        if (_exchange >= 0)
            return micro + Math.Floor(_exchange * Buckets);
        var (parallel, pace) = (parts.Parallel, parts.Pace);
        var group = rank / parallel.Tensor;
        var unit = group % parallel.Data / parallel.Expert;
        var index = (group / parallel.Data * pace.Units) + unit;
        var done = Math.Floor(parts.Progress.Done(index) * micro);
        if (done >= micro)
            return micro;
        // Who waits has handed in its part of the next operation; the late one has not.
        var own = parts.Capacity.Speed[rank] * (1 - parts.Capacity.LaunchLoss[rank]);
        var slowest = pace.SlowestRank[pace.SlowestGroup[index]];
        var pacing = parts.Capacity.Speed[slowest] * (1 - parts.Capacity.LaunchLoss[slowest]);
        return done + (own > pacing * NoticeableLateness ? 1 : 0);
    }

    private static float Held(double share) => share > NoticeableHold ? (float)Math.Ceiling(share * Window) : 0;
}

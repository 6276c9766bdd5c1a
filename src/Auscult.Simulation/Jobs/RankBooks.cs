using System.Runtime.InteropServices;
using Auscult.Simulation.Planes;
using Auscult.Simulation.Room;

namespace Auscult.Simulation.Jobs;

/// <summary>
/// How every rank spent the current tick, in seconds and bytes, and what its groups took in the current step. The job books stretches of
/// time with a constant pace; at the end of a tick they become shares and rates.
/// </summary>
/// <param name="work">What a step has to do.</param>
/// <param name="parallel">The groups.</param>
/// <param name="places">What stays in a host.</param>
/// <param name="pace">How long a step takes.</param>
/// <param name="capacity">What the machines can do.</param>
/// <param name="overlap">Share of the gradient bytes that are sent during backward.</param>
internal sealed class RankBooks(
    TrainingWork work, ParallelLayout parallel, GroupPlaces places, StepPace pace, RankCapacity capacity, double overlap)
{
    private readonly RankTick[] _tick = new RankTick[parallel.Ranks];

    /// <summary>By rank: seconds of computing in this step.</summary>
    public double[] StepCompute { get; } = new double[parallel.Ranks];

    /// <summary>By tensor-parallel group: seconds of computing and all-reduce in this step, its own waiting included.</summary>
    public double[] StepGroup { get; } = new double[parallel.Pipeline * parallel.Data];

    /// <summary>By stage and unit: seconds of micro-batches in this step.</summary>
    public double[] StepStage { get; } = new double[parallel.Pipeline * pace.Units];

    /// <summary>Bytes sent to other hosts and within them since the start, all ranks together.</summary>
    public (double Network, double Nvlink) Sent { get; private set; }

    /// <summary>A new step begins.</summary>
    public void BeginStep()
    {
        Array.Clear(StepCompute);
        Array.Clear(StepGroup);
        Array.Clear(StepStage);
    }

    /// <summary>Books a stretch in which the units work on their micro-batches.</summary>
    /// <param name="times">How each unit spent it.</param>
    /// <param name="progress">What the stages did.</param>
    /// <param name="dead">A rank that does nothing, or -1.</param>
    public void BookUnits(UnitTimes times, PipelineProgress progress, int dead)
    {
        var micro = work.MicroBatches;
        for (var group = 0; group < StepGroup.Length; group++)
        {
            var (stage, replica) = (group / parallel.Data, group % parallel.Data);
            var (unit, expert) = (replica / parallel.Expert, replica % parallel.Expert);
            var index = (stage * pace.Units) + unit;
            var done = progress.Delta[index] * micro;
            var elapsed = times.Load[unit] + times.Pause[unit] + times.Work[unit] + times.Wait[unit];
            var healthyCompute = work.ComputeSeconds(stage) * pace.Work[replica] * pace.LoadFactor(expert);
            var exchange = (1 + pace.ExpertLoad[expert]) / 2 * work.AllToAllBytes;
            if (done > 0)
            {
                StepGroup[group] += done * pace.GroupSeconds[group];
                if (expert == 0)
                    StepStage[index] += done * pace.StageSeconds[index];
            }
            for (var rank = group * parallel.Tensor; rank < (group + 1) * parallel.Tensor; rank++)
            {
                ref var tick = ref _tick[rank];
                var hungry = times.IsHungry[replica] ? times.Load[unit] : 0;
                var paused = times.PausedRank[unit] == rank || times.PausedRank[unit] < 0 ? times.Pause[unit] : 0;
                if (rank == dead || capacity.Speed[rank] <= 0)
                {
                    tick.Starve += elapsed;
                    continue;
                }
                if (done > 0)
                {
                    var compute = done * healthyCompute / capacity.Speed[rank];
                    var launch = compute * capacity.LaunchLoss[rank] / (1 - capacity.LaunchLoss[rank]);
                    var tensor = work.TensorBytes > 0 ? work.TensorBytes / capacity.Nvlink[rank] : 0;
                    var communicate = done * (tensor + pace.RankExchange[rank]);
                    var fit = Math.Min(1, (elapsed - hungry - paused) / (compute + launch + communicate));
                    tick.Compute += compute * fit;
                    tick.Communicate += communicate * fit;
                    tick.Starve += launch * fit;
                    tick.Spin -= (compute + launch + communicate) * fit;
                    StepCompute[rank] += compute;
                    var share = done / micro * overlap * work.GradientExchangeBytes;
                    var away = places.RemoteAllToAll[rank];
                    tick.Network += (done * ((exchange * away) + (work.SendBytes * places.RemoteSends[rank])))
                        + (share * places.RemoteExchange[rank]);
                    tick.Nvlink += (done * (work.TensorBytes + (exchange * (1 - away)) + (work.SendBytes * places.LocalSends[rank])))
                        + (share * places.LocalExchange[rank]);
                }
                tick.Starve += hungry + paused;
                tick.Spin += elapsed - hungry - paused;
            }
        }
    }

    /// <summary>Books a stretch of the gradient exchange.</summary>
    /// <param name="elapsed">Its length.</param>
    /// <param name="progress">Share of the exchange that it did.</param>
    /// <param name="dead">A rank that does nothing, or -1.</param>
    public void BookExchange(double elapsed, double progress, int dead)
    {
        for (var rank = 0; rank < _tick.Length; rank++)
        {
            ref var tick = ref _tick[rank];
            if (rank == dead)
            {
                tick.Starve += elapsed;
                continue;
            }
            var ring = (parallel.StageOf(rank) * parallel.Tensor) + parallel.TensorOf(rank);
            var communicate = progress > 0 ? Math.Min(elapsed, progress * pace.Exposed(ring)) : 0;
            tick.Communicate += communicate;
            tick.Spin += elapsed - communicate;
            var bytes = progress * (1 - overlap) * work.GradientExchangeBytes;
            tick.Network += bytes * places.RemoteExchange[rank];
            tick.Nvlink += bytes * places.LocalExchange[rank];
        }
    }

    /// <summary>Books a stretch in which all ranks do the same.</summary>
    /// <param name="compute">Seconds of computing by the slowest rank; faster ones spin for the rest.</param>
    /// <param name="communicate">Seconds of collectives.</param>
    /// <param name="starve">Seconds of waiting for the host or the storage.</param>
    /// <param name="pcieBytes">Bytes that each rank moves to its host.</param>
    /// <param name="traffic">Share of the memory bandwidth in use while computing.</param>
    public void BookAll(double compute, double communicate, double starve, double pcieBytes, double traffic)
    {
        var slowest = capacity.Speed.Min();
        for (var rank = 0; rank < _tick.Length; rank++)
        {
            ref var tick = ref _tick[rank];
            var own = compute > 0 && slowest > 0 ? compute * slowest / capacity.Speed[rank] : compute;
            tick.Compute += own;
            tick.Communicate += communicate;
            tick.Spin += compute - own;
            tick.Starve += starve;
            tick.Pcie += pcieBytes;
            tick.Traffic += own * traffic;
        }
    }

    /// <summary>Turns what was booked into shares and rates, and begins the next tick.</summary>
    /// <param name="tick">The tick in the block.</param>
    /// <param name="seconds">Its length.</param>
    /// <param name="activity">Where they go.</param>
    public void Close(int tick, double seconds, GpuActivity activity)
    {
        var (per, network, nvlink) = (1 / seconds, 0.0, 0.0);
        for (var rank = 0; rank < _tick.Length; rank++)
        {
            ref var booked = ref _tick[rank];
            activity.Compute.Change(rank)[tick] = (float)(booked.Compute * per);
            activity.Communicate.Change(rank)[tick] = (float)(booked.Communicate * per);
            activity.Spin.Change(rank)[tick] = (float)(Math.Max(0, booked.Spin) * per);
            activity.Starve.Change(rank)[tick] = (float)(booked.Starve * per);
            activity.NvlinkBytes.Change(rank)[tick] = (float)(booked.Nvlink * per);
            activity.NetworkBytes.Change(rank)[tick] = (float)(booked.Network * per);
            // What goes to other hosts passes the bus out and in again.
            activity.PcieBytes.Change(rank)[tick] = (float)((booked.Pcie + (2 * booked.Network)) * per);
            var traffic = (0.45 * booked.Compute) + booked.Traffic + (0.2 * booked.Communicate);
            activity.MemoryTraffic.Change(rank)[tick] = (float)(traffic * per);
            (network, nvlink) = (network + booked.Network, nvlink + booked.Nvlink);
            booked = default;
        }
        Sent = (Sent.Network + network, Sent.Nvlink + nvlink);
    }

    [StructLayout(LayoutKind.Auto)]
    private record struct RankTick(
        double Compute, double Communicate, double Spin, double Starve, double Nvlink, double Network, double Pcie, double Traffic);
}

/// <summary>How units spent a stretch of time.</summary>
/// <param name="units">Units.</param>
/// <param name="replicas">Replicas of all units.</param>
internal sealed class UnitTimes(int units, int replicas)
{
    /// <summary>By unit: seconds in which a loader had no batch.</summary>
    public double[] Load { get; } = new double[units];

    /// <summary>By unit: seconds in which a rank, or all, did not launch.</summary>
    public double[] Pause { get; } = new double[units];

    /// <summary>By unit: seconds on micro-batches.</summary>
    public double[] Work { get; } = new double[units];

    /// <summary>By unit: seconds of waiting for other units.</summary>
    public double[] Wait { get; } = new double[units];

    /// <summary>By unit: the rank that pauses; -1 when all do.</summary>
    public int[] PausedRank { get; } = new int[units];

    /// <summary>By replica: whether its own loader is the one that has no batch.</summary>
    public bool[] IsHungry { get; } = new bool[replicas];
}

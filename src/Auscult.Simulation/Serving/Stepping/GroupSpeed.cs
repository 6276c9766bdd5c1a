using Auscult.Simulation.Serving.Experts;
using Auscult.Simulation.Serving.Settings;

namespace Auscult.Simulation.Serving.Stepping;

/// <summary>How fast the GPUs of an engine are now, and what of it sets the pace.</summary>
internal sealed class GroupSpeed
{
    private readonly IterationTiming _timing;
    private readonly int _perReplica;
    private readonly GpuCapability[] _gpus;
    private readonly (double Compute, double Memory, double Link)[] _slowest;
    private double _slowestMemory = 1;
    private double _expertCompute;
    private double _expertLink;
    private double _fluctuation;

    public GroupSpeed(ServingPlan plan, IterationTiming timing)
    {
        (_timing, _perReplica) = (timing, plan.Config.TensorParallel);
        _gpus = new GpuCapability[plan.GpusPerEngine];
        Array.Fill(_gpus, GpuCapability.Nominal);
        _slowest = new (double, double, double)[plan.ReplicasPerEngine];
    }

    /// <summary>The GPUs' capabilities.</summary>
    public ReadOnlySpan<GpuCapability> Gpus => _gpus;

    /// <summary>Factor on the host's time: the slowest host of the engine.</summary>
    public double HostFactor { get; private set; } = 1;

    /// <summary>Takes over capabilities.</summary>
    /// <returns>Whether they changed.</returns>
    public bool Set(ReadOnlySpan<GpuCapability> gpus)
    {
        if (gpus.SequenceEqual(_gpus))
            return false;
        gpus.CopyTo(_gpus);
        return true;
    }

    /// <summary>Finds the slowest among the GPUs in use.</summary>
    /// <param name="inUse">Per replica.</param>
    /// <param name="experts">Load of the experts; null for a dense model.</param>
    public void Find(ReadOnlySpan<bool> inUse, ExpertLoad? experts)
    {
        (HostFactor, _slowestMemory, _expertCompute, _expertLink) = (1, 1, 0, 0);
        var ranks = 0;
        for (var gpu = 0; gpu < _gpus.Length; gpu++)
        {
            var replica = gpu / _perReplica;
            if (gpu % _perReplica == 0)
                _slowest[replica] = (double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity);
            if (!inUse[replica])
                continue;
            ranks++;
            var (speed, tensorLink, expertLink, host) = _gpus[gpu];
            var memory = _timing.MemorySpeed(speed);
            ref var slowest = ref _slowest[replica];
            slowest = (Math.Min(slowest.Compute, speed), Math.Min(slowest.Memory, memory), Math.Min(slowest.Link, tensorLink));
            _slowestMemory = Math.Min(_slowestMemory, memory);
            HostFactor = Math.Max(HostFactor, 1 / Math.Max(0.01, host));
            if (experts is null)
                continue;
            _expertCompute = Math.Max(_expertCompute, experts.RankShares[gpu] / speed);
            _expertLink = Math.Max(_expertLink, experts.RankShares[gpu] / expertLink);
        }
        Ranks = ranks;
        // Expected largest of so many Poisson counts, in standard deviations.
        _fluctuation = ranks > 1 ? Math.Sqrt(2 * Math.Log(ranks)) : 0;
    }

    /// <summary>GPUs in use.</summary>
    public int Ranks { get; private set; }

    /// <summary>Seconds that the dense layers of a replica take.</summary>
    public double Dense(int replica, in Effort effort)
    {
        var (compute, memory, link) = _slowest[replica];
        return (effort.ComputeBound / compute) + (effort.MemoryBound / memory) + (effort.Transfer / link) + _timing.TensorLatency;
    }

    /// <summary>The same on healthy GPUs.</summary>
    public double UsualDense(in Effort effort) => effort.ComputeBound + effort.MemoryBound + effort.Transfer + _timing.TensorLatency;

    /// <summary>Seconds that the expert layers take.</summary>
    /// <param name="effort">All ranks' effort.</param>
    /// <param name="assigned">Tokens times experts per token.</param>
    public double Expert(in Effort effort, double assigned) => Expert(effort, assigned, _expertCompute, _expertLink, _slowestMemory);

    /// <summary>The same on healthy GPUs and without experts that are hotter than usual.</summary>
    public double UsualExpert(in Effort effort, double assigned, ExpertLoad experts) =>
        Expert(effort, assigned, experts.UsualPeak, experts.UsualPeak, 1);

    private double Expert(in Effort effort, double assigned, double computeShare, double linkShare, double memory)
    {
        if (assigned == 0)
            return 0;
        var scatter = 1 + (_fluctuation / Math.Sqrt(Math.Max(1, assigned * computeShare)));
        return Math.Max(effort.Operations * computeShare * scatter, effort.Bytes / Ranks / memory)
            + (effort.Transfer * linkShare * scatter) + _timing.ExpertLatency;
    }

    /// <summary>What one GPU did, as shares of a time.</summary>
    /// <param name="gpu">Index in the engine.</param>
    /// <param name="seconds">The time.</param>
    /// <param name="dense">Effort of its replica.</param>
    /// <param name="expert">Effort of all ranks' experts.</param>
    /// <param name="share">Its share of the experts' tokens.</param>
    /// <param name="engaged">Time in which kernels and collectives ran.</param>
    /// <param name="blocked">Time in which it waited for a lost rank.</param>
    public GpuShares Shares(int gpu, double seconds, in Effort dense, in Effort expert, double share, double engaged, double blocked)
    {
        var (speed, tensorLink, expertLink, _) = _gpus[gpu];
        var memorySpeed = _timing.MemorySpeed(speed);
        var (operations, bytes) = (expert.Operations * share / speed, expert.Bytes / Math.Max(1, Ranks));
        var isComputing = operations > bytes / memorySpeed;
        var computing = (dense.ComputeBound / speed) + (isComputing ? operations : 0);
        var loading = (dense.MemoryBound / memorySpeed) + (isComputing ? 0 : bytes / memorySpeed);
        var moving = (dense.Transfer / tensorLink) + (expert.Transfer * share / expertLink);
        var sum = computing + loading + moving;
        // Jitter can make an iteration shorter than its parts.
        var fit = (sum > engaged ? engaged / sum : 1) / seconds;
        return new GpuShares(
            computing * fit, loading * fit, moving * fit, (Math.Max(0, engaged - sum) + blocked) / seconds,
            (dense.Bytes + bytes) * _timing.BandwidthShare / seconds, dense.Transfer / seconds, expert.Transfer * share / seconds);
    }
}

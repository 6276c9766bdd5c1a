using Auscult.Simulation.Serving.Batching;
using Auscult.Simulation.Serving.Settings;

namespace Auscult.Simulation.Serving.Stepping;

/// <summary>
/// How long the parts of an iteration take: a roofline of arithmetic and memory per GPU plus latency and bandwidth of the collectives. The
/// slowest GPU sets the pace of its replica, the slowest rank that of its expert group.
/// </summary>
/// <param name="plan">Model and machines.</param>
internal sealed class IterationTiming(ServingPlan plan)
{
    // All-to-all: 8-bit floats go out, 16-bit ones come back.
    private const double ExchangeBytesPerElement = 3;

    private readonly double _latency = 2 * plan.Config.Model.Layers * plan.Config.Efficiency.CollectiveMicroseconds * 1e-6;
    private readonly double _experts = plan.Config.Model.Experts;
    private readonly double _expertsPerToken = plan.Config.Model.ExpertsPerToken;

    // Seconds of one GPU at nominal speed: per token, for the weights, per pair of tokens, per token in the cache, per token sent.
    private readonly double _token = Operations(plan, 2 * plan.Config.Model.DenseParameters / plan.Config.TensorParallel);
    private readonly double _weights = Bytes(plan, plan.Config.Model.DenseBytes / plan.Config.TensorParallel);
    private readonly double _pair =
        Operations(plan, 4.0 * plan.Config.Model.HiddenSize * plan.Config.Model.Layers / plan.Config.TensorParallel);

    private readonly double _cached = Bytes(plan, plan.Config.Model.KeyValueBytesPerToken / plan.Config.TensorParallel);
    private readonly double _reduced = ReducedBytes(plan) / plan.TensorLinkBytes;

    // The same per token and expert.
    private readonly double _expertToken = Operations(plan, 2 * plan.Config.Model.ExpertParameters);
    private readonly double _expertWeights = Bytes(plan, plan.Config.Model.ExpertBytes);
    private readonly double _exchanged = ExchangedBytes(plan) / plan.ExpertLinkBytes * plan.VisibleShare;

    /// <summary>What the layers that every replica holds take, at nominal speed.</summary>
    public Effort Dense(in IterationWork work)
    {
        var linear = work.Tokens * _token;
        var attention = work.PromptPairs * _pair;
        var cache = work.CacheTokens * _cached;
        var isComputing = linear > _weights;
        return new Effort(
            ComputeBound: isComputing ? attention + linear : attention,
            MemoryBound: isComputing ? cache : cache + _weights,
            Operations: linear + attention,
            Bytes: _weights + cache,
            Transfer: work.Tokens * _reduced);
    }

    /// <summary>
    /// What the experts of all ranks together take, at nominal speed: operations and transfer, of which a rank has its share of the tokens,
    /// and bytes, of which every rank has an equal part.
    /// </summary>
    /// <param name="tokens">Tokens of the group.</param>
    public Effort Experts(int tokens)
    {
        if (_experts == 0)
            return default;
        var assigned = tokens * _expertsPerToken;
        // Experts that at least one token goes to have their weights read.
        var touched = _experts * (1 - Math.Exp(-assigned / _experts));
        return new Effort(0, 0, assigned * _expertToken, touched * _expertWeights, assigned * _exchanged);
    }

    /// <summary>Latency of the collectives inside a replica.</summary>
    public double TensorLatency => plan.Config.TensorParallel > 1 ? _latency : 0;

    /// <summary>Latency of the collectives of an expert group.</summary>
    public double ExpertLatency => plan.Config.ExpertParallel > 1 ? _latency : 0;

    /// <summary>Share of the memory bandwidth that is in use while memory-bound kernels run.</summary>
    public double BandwidthShare => plan.Config.Efficiency.Bandwidth;

    /// <summary>Speed of memory-bound work of a GPU whose computing is slowed.</summary>
    public double MemorySpeed(double speed) => Math.Min(1, speed / plan.Config.Efficiency.SaturationSpeed);

    private static double Operations(ServingPlan plan, double operations) =>
        operations / (plan.Room.Accelerator.FlopsPerSecond * plan.Config.Efficiency.Compute);

    private static double Bytes(ServingPlan plan, double bytes) =>
        bytes / (plan.Room.Accelerator.MemoryBytesPerSecond * plan.Config.Efficiency.Bandwidth);

    // Two all-reduces of 16-bit numbers per layer, each sends nearly twice its size.
    private static double ReducedBytes(ServingPlan plan) =>
        8.0 * plan.Config.Model.Layers * plan.Config.Model.HiddenSize * (plan.Config.TensorParallel - 1) / plan.Config.TensorParallel;

    private static double ExchangedBytes(ServingPlan plan) =>
        plan.Config.ExpertParallel > 1 ? ExchangeBytesPerElement * plan.Config.Model.HiddenSize * plan.Config.Model.Layers : 0;
}

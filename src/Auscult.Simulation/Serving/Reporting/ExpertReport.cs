using Auscult.Simulation.Noise;
using Auscult.Simulation.Serving.Stepping;

namespace Auscult.Simulation.Serving.Reporting;

/// <summary>
/// What the ranks and experts of a Mixture-of-Experts model report: tokens are dealt to the experts at random by their shares, so that the
/// counts add up to the tokens that were routed.
/// </summary>
internal sealed class ExpertReport
{
    /// <summary>Signals of ranks.</summary>
    public static readonly IReadOnlyList<string> RankNames =
    [
        "moe_load_cv", "moe_max_violation", "moe_dead_expert_ratio", "moe_experts_with_tokens_ratio", "moe_router_entropy",
        "moe_utilization_mean_ratio", "moe_utilization_min_ratio", "moe_utilization_max_ratio", "moe_expert_heartbeat_age_seconds",
    ];

    /// <summary>Signals of experts: tokens of the interval, and the same relative to the mean over the experts.</summary>
    public static readonly IReadOnlyList<string> ExpertNames = ["expert_tokens", "expert_load_ratio"];

    private readonly ServingFleet _fleet;
    private readonly double[][] _dealt;
    private readonly long[] _routed;
    private NoiseStream _noise;

    /// <param name="fleet">The fleet; its model has experts.</param>
    /// <param name="seed">Randomness of the dealing.</param>
    public ExpertReport(ServingFleet fleet, long seed)
    {
        _fleet = fleet;
        _noise = new NoiseStream(seed);
        _dealt = [.. fleet.Engines.Select(_ => new double[fleet.Plan.Config.Model.Experts])];
        _routed = new long[fleet.Engines.Count];
    }

    /// <summary>Writes a tick.</summary>
    /// <param name="ranks">Where the ranks' signals go.</param>
    /// <param name="experts">Where the experts' signals go.</param>
    /// <param name="tick">Tick of the block.</param>
    /// <param name="isEnd">Whether an interval ends with it; between, what the last one gave is reported.</param>
    public void Write(ReportedTable ranks, ReportedTable experts, int tick, bool isEnd)
    {
        for (var i = 0; i < _dealt.Length; i++)
        {
            if (isEnd)
                Deal(_fleet.Engines[i], _dealt[i], ref _routed[i]);
            WriteRanks(ranks, i, tick);
        }
        var total = _dealt.Sum(dealt => dealt.Sum());
        for (var expert = 0; expert < _dealt[0].Length; expert++)
        {
            var tokens = _dealt.Sum(dealt => dealt[expert]);
            experts.Set(0, expert, tick, tokens);
            experts.Set(1, expert, tick, tokens * _dealt[0].Length / total);
        }
    }

    private void Deal(Engine engine, double[] dealt, ref long routed)
    {
        var left = (engine.ExpertTokens - routed) * _fleet.Plan.Config.Model.ExpertsPerToken;
        routed = engine.ExpertTokens;
        Array.Clear(dealt);
        var share = 1.0;
        var shares = engine.Experts!.Shares;
        for (var expert = 0; expert < dealt.Length && left > 0; expert++)
        {
            var part = expert == dealt.Length - 1 ? 1 : Math.Min(1, shares[expert] / share);
            var tokens = Binomial(left, part);
            dealt[expert] = tokens;
            left -= tokens;
            share -= shares[expert];
        }
    }

    private long Binomial(long tokens, double part)
    {
        var mean = tokens * part;
        var drawn = mean > 30 ? Math.Round(mean + (Math.Sqrt(mean * (1 - part)) * _noise.NextNormal())) : _noise.NextPoisson(mean);
        return part >= 1 ? tokens : Math.Clamp((long)drawn, 0, tokens);
    }

    private void WriteRanks(ReportedTable table, int number, int tick)
    {
        var (engine, dealt, gpus) = (_fleet.Engines[number], _dealt[number], _fleet.Plan.GpusPerEngine);
        var (mean, entropy) = (dealt.Average(), 0.0);
        foreach (var share in engine.Experts!.Shares)
            entropy -= share * Math.Log(share);
        var variation = Math.Sqrt(dealt.Average(tokens => (tokens - mean) * (tokens - mean))) / mean;
        var dead = mean > 0 ? dealt.Count(tokens => tokens == 0) / (double)dealt.Length : double.NaN;
        for (var gpu = 0; gpu < gpus; gpu++)
        {
            var isUp = engine.IsUp(gpu / _fleet.Plan.Config.TensorParallel);
            var loads = engine.Experts.On(gpu).Select(expert => dealt[expert] / mean).DefaultIfEmpty(double.NaN).ToArray();
            ReadOnlySpan<double> values =
            [
                variation, (dealt.Max() / mean) - 1, dead, 1 - dead, mean > 0 ? entropy : double.NaN,
                loads.Average(), loads.Min(), loads.Max(),
            ];
            for (var column = 0; column < values.Length; column++)
                table.Set(column, (number * gpus) + gpu, tick, isUp ? values[column] : double.NaN);
            table.Set(values.Length, (number * gpus) + gpu, tick, _fleet.HeartbeatAge((number * gpus) + gpu));
        }
    }
}

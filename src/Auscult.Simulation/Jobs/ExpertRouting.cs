using Auscult.Simulation.Configuration;
using Auscult.Simulation.Noise;
using Auscult.Simulation.Planes;

namespace Auscult.Simulation.Jobs;

/// <summary>
/// Shares of the tokens that experts draw, one step after the other: popularity drifts as an Ornstein-Uhlenbeck process in the logarithm,
/// a bias of the router pulls every expert back to the mean (auxiliary-loss-free balancing, Wang et al. 2024), and conditions can make
/// an expert hot.
/// </summary>
internal sealed class ExpertRouting
{
    private readonly ExpertRoutingConfig _config;
    private readonly int _ranks;
    private readonly double[] _popularity;
    private NoiseStream _random;

    /// <param name="config">The routing.</param>
    /// <param name="experts">Experts of a layer.</param>
    /// <param name="ranks">Ranks that share them.</param>
    /// <param name="seed">Seed of the drift.</param>
    public ExpertRouting(ExpertRoutingConfig config, int experts, int ranks, long seed)
    {
        (_config, _ranks, _random) = (config, ranks, new NoiseStream(seed));
        (_popularity, Bias, Load, Kept) = (new double[experts], new double[experts], new double[experts], new double[experts]);
        for (var expert = 0; expert < experts; expert++)
            _popularity[expert] = config.Skew * _random.NextNormal();
        Normalise(null, 0);
    }

    /// <summary>By expert: what the router adds to its score.</summary>
    public double[] Bias { get; }

    /// <summary>By expert: tokens it draws as a multiple of the mean.</summary>
    public double[] Load { get; }

    /// <summary>By expert: tokens it computes as a multiple of the mean, after drops.</summary>
    public double[] Kept { get; }

    /// <summary>Coefficient of variation of the loads.</summary>
    public double LoadCv { get; private set; }

    /// <summary>Largest load above the mean, as a share of the mean.</summary>
    public double MaxViolation { get; private set; }

    /// <summary>Share of experts that draw less than a twentieth of the mean.</summary>
    public double DeadShare { get; private set; }

    /// <summary>Share of the tokens that are dropped.</summary>
    public double DropShare { get; private set; }

    /// <summary>Entropy of the shares in nats.</summary>
    public double Entropy { get; private set; }

    /// <summary>Lets a step pass.</summary>
    /// <param name="conditions">Conditions of experts.</param>
    /// <param name="tick">The tick in the block.</param>
    public void Advance(ExpertConditions conditions, int tick)
    {
        var keep = Math.Exp(-1 / _config.MemorySteps);
        var fresh = _config.Skew * Math.Sqrt(1 - (keep * keep));
        for (var expert = 0; expert < _popularity.Length; expert++)
        {
            Bias[expert] = Math.Clamp(Bias[expert] + (_config.BalanceRate * Math.Clamp(1 - Load[expert], -1, 1)), -2, 2);
            _popularity[expert] = (keep * _popularity[expert]) + (fresh * _random.NextNormal());
        }
        Normalise(conditions, tick);
    }

    /// <summary>Tokens that the experts of each rank compute, as a multiple of the mean.</summary>
    public void LoadOfRanks(double[] loads)
    {
        var each = Load.Length / _ranks;
        for (var rank = 0; rank < _ranks; rank++)
        {
            var sum = 0.0;
            for (var expert = rank * each; expert < (rank + 1) * each; expert++)
                sum += Kept[expert];
            loads[rank] = sum / each;
        }
    }

    private void Normalise(ExpertConditions? conditions, int tick)
    {
        var (sum, drawn, experts) = (0.0, 0.0, Load.Length);
        for (var expert = 0; expert < experts; expert++)
            sum += Load[expert] = Math.Exp(_popularity[expert] + Bias[expert]);
        if (conditions is not null && !conditions.Skew.IsNeutral)
        {
            for (var expert = 0; expert < experts; expert++)
                drawn += conditions.Skew[expert][tick];
        }
        // Hot experts take their share from all; several together cannot take more than all.
        var scale = drawn > 0.95 ? 0.95 / drawn : 1;
        var (squares, largest, dead, dropped, entropy) = (0.0, 0.0, 0, 0.0, 0.0);
        for (var expert = 0; expert < experts; expert++)
        {
            var share = Load[expert] / sum * (1 - (drawn * scale));
            if (drawn > 0)
                share += conditions!.Skew[expert][tick] * scale;
            var load = Load[expert] = share * experts;
            Kept[expert] = _config.CapacityFactor > 0 ? Math.Min(load, _config.CapacityFactor) : load;
            squares += (load - 1) * (load - 1);
            largest = Math.Max(largest, load);
            dead += load < 0.05 ? 1 : 0;
            dropped += load - Kept[expert];
            entropy -= share > 0 ? share * Math.Log(share) : 0;
        }
        (LoadCv, MaxViolation, DeadShare) = (Math.Sqrt(squares / experts), largest - 1, (double)dead / experts);
        (DropShare, Entropy) = (dropped / experts, entropy);
    }
}

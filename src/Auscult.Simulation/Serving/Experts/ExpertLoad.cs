using Auscult.Simulation.Noise;
using Auscult.Simulation.Serving.Settings;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Serving.Experts;

/// <summary>
/// Shares of the tokens that go to each expert of a group, and so to each rank. The logarithm of an expert's popularity is an
/// Ornstein-Uhlenbeck process; experts are placed on ranks again from time to time, the heaviest first, as serving engines do.
/// </summary>
internal sealed class ExpertLoad
{
    private const double GridSeconds = 5;

    private readonly ExpertConfig _config;
    private readonly double[] _popularity;
    private readonly double[] _skew;
    private readonly double[] _own;
    private readonly int[] _copies;
    private readonly List<int>[] _placed;
    private readonly bool[] _present;
    private readonly double _keep;
    private NoiseStream _noise;
    private double _nextGrid = GridSeconds;
    private double _nextPlacement;

    /// <param name="config">How the load moves.</param>
    /// <param name="experts">Experts of the group.</param>
    /// <param name="ranks">Ranks of the group.</param>
    /// <param name="seeds">Randomness.</param>
    public ExpertLoad(ExpertConfig config, int experts, int ranks, Seeds seeds)
    {
        _config = config;
        _noise = new NoiseStream(seeds.Child("popularity").Value);
        _popularity = new double[experts];
        for (var expert = 0; expert < experts; expert++)
            _popularity[expert] = _noise.NextNormal();
        _keep = Math.Exp(-GridSeconds / config.Drift.TotalSeconds);
        (_skew, _own) = (new double[experts], new double[experts]);
        (_copies, Shares, RankShares) = (new int[experts], new double[experts], new double[ranks]);
        _placed = new List<int>[ranks];
        for (var rank = 0; rank < ranks; rank++)
            _placed[rank] = [];
        _present = new bool[ranks];
        Array.Fill(_present, true);
        _nextPlacement = config.Rebalance > TimeSpan.Zero ? config.Rebalance.TotalSeconds : double.PositiveInfinity;
        Weigh();
        Place();
    }

    /// <summary>Share of the tokens of each expert; they add up to 1.</summary>
    public double[] Shares { get; }

    /// <summary>Share of the tokens of each rank; they add up to 1.</summary>
    public double[] RankShares { get; }

    /// <summary>Largest share of a rank without tokens that experts are given on top.</summary>
    public double UsualPeak { get; private set; }

    /// <summary>Experts on a rank; one with copies is on several.</summary>
    public IReadOnlyList<int> On(int rank) => _placed[rank];

    /// <summary>Brings the load up to a moment.</summary>
    /// <returns>Whether it changed.</returns>
    public bool Advance(double now)
    {
        if (now < Math.Min(_nextGrid, _nextPlacement))
            return false;
        if (now >= _nextGrid)
        {
            // One step after the other: groups with the same seed see the same popularity whenever they ask.
            for (var move = Math.Sqrt(1 - (_keep * _keep)); now >= _nextGrid; _nextGrid += GridSeconds)
            {
                for (var expert = 0; expert < _popularity.Length; expert++)
                    _popularity[expert] = (_keep * _popularity[expert]) + (move * _noise.NextNormal());
            }
            Weigh();
        }
        if (now >= _nextPlacement)
        {
            _nextPlacement += (1 + Math.Floor((now - _nextPlacement) / _config.Rebalance.TotalSeconds)) * _config.Rebalance.TotalSeconds;
            Place();
        }
        return true;
    }

    /// <summary>Gives experts tokens on top of their own.</summary>
    /// <param name="skew">Per expert, the share of all tokens; the others share what is left.</param>
    /// <returns>Whether that changes anything.</returns>
    public bool SetSkew(ReadOnlySpan<double> skew)
    {
        if (skew.SequenceEqual(_skew))
            return false;
        skew.CopyTo(_skew);
        Weigh();
        return true;
    }

    /// <summary>Takes ranks out or back, and spreads the experts over those present.</summary>
    public void SetPresent(ReadOnlySpan<bool> present)
    {
        present.CopyTo(_present);
        Place();
    }

    private void Weigh()
    {
        var (sum, skew) = (0.0, Math.Min(0.99, _skew.Sum()));
        for (var expert = 0; expert < Shares.Length; expert++)
            sum += _own[expert] = Math.Exp(_config.Skew * _popularity[expert]);
        var given = skew > 0 ? skew / _skew.Sum() : 0;
        for (var expert = 0; expert < Shares.Length; expert++)
        {
            _own[expert] /= sum;
            Shares[expert] = (_own[expert] * (1 - skew)) + (_skew[expert] * given);
        }
        Sum();
    }

    private void Sum()
    {
        UsualPeak = 0;
        for (var rank = 0; rank < _placed.Length; rank++)
        {
            var (sum, own) = (0.0, 0.0);
            foreach (var expert in _placed[rank])
                (sum, own) = (sum + (Shares[expert] / _copies[expert]), own + (_own[expert] / _copies[expert]));
            RankShares[rank] = sum;
            UsualPeak = Math.Max(UsualPeak, own);
        }
    }

    // Second copies go to the heaviest; then the heaviest copy goes to the lightest rank that has room.
    private void Place()
    {
        var ranks = Enumerable.Range(0, _present.Length).Where(rank => _present[rank]).ToArray();
        foreach (var placed in _placed)
            placed.Clear();
        if (ranks.Length == 0)
        {
            Sum();
            return;
        }
        var order = Enumerable.Range(0, Shares.Length).OrderByDescending(expert => Shares[expert]).ToArray();
        Array.Fill(_copies, 1);
        foreach (var expert in order.Take(ranks.Length > 1 ? _config.Redundant : 0))
            _copies[expert] = 2;
        var room = (_copies.Sum() + ranks.Length - 1) / ranks.Length;
        var load = new double[ranks.Length];
        var copies = order.SelectMany(expert => Enumerable.Repeat(expert, _copies[expert]));
        foreach (var expert in copies.OrderByDescending(expert => Shares[expert] / _copies[expert]))
        {
            var lightest = -1;
            for (var i = 0; i < ranks.Length; i++)
            {
                if (_placed[ranks[i]].Count < room && (lightest < 0 || load[i] < load[lightest]))
                    lightest = i;
            }
            _placed[ranks[lightest]].Add(expert);
            load[lightest] += Shares[expert] / _copies[expert];
        }
        Sum();
    }
}

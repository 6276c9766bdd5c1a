using Auscult.Simulation.Noise;
using Auscult.Simulation.Serving.Settings;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Serving.Arrivals;

/// <summary>
/// Requests at random: a renewal process with Gamma-distributed gaps whose rate follows the hour, wanders (an Ornstein-Uhlenbeck process
/// in the logarithm) and switches between burst and calm (a Markov-modulated process). Lengths are a mixture of lognormal kinds.
/// </summary>
internal sealed class DrawnRequests : IRequestSource
{
    private const double PieceSeconds = 10;
    private const double DaySeconds = 86_400;

    private readonly ArrivalConfig _config;
    private readonly int _context;
    private readonly double _startOfDay;
    private readonly RateClock _clock;
    private readonly double[] _cumulative;
    private readonly double _shape;
    private readonly double _keep;
    private NoiseStream _gaps;
    private NoiseStream _rates;
    private NoiseStream _lengths;
    private double _wander;
    private double _nextGrid;
    private double _nextSwitch;
    private bool _burst;

    /// <param name="config">What is drawn.</param>
    /// <param name="context">Longest prompt and answer together.</param>
    /// <param name="startOfDay">Seconds of the day at which the simulation begins.</param>
    /// <param name="seeds">Randomness.</param>
    public DrawnRequests(ArrivalConfig config, int context, double startOfDay, Seeds seeds)
    {
        (_config, _context, _startOfDay) = (config, context, startOfDay);
        _gaps = new NoiseStream(seeds.Child("gaps").Value);
        _rates = new NoiseStream(seeds.Child("rates").Value);
        _lengths = new NoiseStream(seeds.Child("lengths").Value);
        _shape = 1 / (config.Variation * config.Variation);
        _keep = Math.Exp(-PieceSeconds / config.Wander.TotalSeconds);
        _wander = _rates.NextNormal();
        _nextGrid = PieceSeconds;
        _nextSwitch = config.BurstFactor == 1 ? double.PositiveInfinity : _rates.NextExponential(config.Calm.TotalSeconds);
        _cumulative = new double[config.Kinds.Count];
        for (var i = 0; i < _cumulative.Length; i++)
            _cumulative[i] = config.Kinds[i].Weight + (i > 0 ? _cumulative[i - 1] : 0);
        _clock = new RateClock(NextPiece);
    }

    /// <inheritdoc/>
    public bool TryNext(double until, out ArrivingRequest request)
    {
        if (_clock.NeedsGap)
            _clock.Wait(_shape == 1 ? _gaps.NextExponential(1) : _gaps.NextGamma(_shape) / _shape);
        request = default;
        if (!_clock.TryPass(until, out var seconds))
            return false;
        var draw = _lengths.NextUniform() * _cumulative[^1];
        var index = 0;
        while (index < _cumulative.Length - 1 && draw >= _cumulative[index])
            index++;
        var kind = _config.Kinds[index];
        var output = Length(kind.OutputMedian, kind.OutputSigma, Math.Min(_config.MaxOutputTokens, _context - 1));
        var prompt = Length(kind.PromptMedian, kind.PromptSigma, Math.Min(_config.MaxPromptTokens, _context - output));
        request = new ArrivingRequest(seconds, prompt, output, (int)(prompt * Reuse(kind.ReuseRatio)));
        return true;
    }

    /// <inheritdoc/>
    public void SetLoad(double now, double factor) => _clock.SetFactor(now, factor);

    private int Length(double median, double sigma, int most) =>
        Math.Clamp((int)Math.Round(median * Math.Exp(sigma * _lengths.NextNormal())), 1, most);

    // A share in [0, 1] with the mean asked for: u^(1/mean - 1) has it.
    private double Reuse(double mean)
    {
        var uniform = _lengths.NextUniform();
        return mean is > 0 and < 1 ? Math.Pow(uniform, (1 / mean) - 1) : mean;
    }

    private (double Rate, double End) NextPiece(double start)
    {
        if (start >= _nextGrid)
        {
            _wander = (_keep * _wander) + (Math.Sqrt(1 - (_keep * _keep)) * _rates.NextNormal());
            _nextGrid += PieceSeconds;
        }
        if (start >= _nextSwitch)
        {
            _burst = !_burst;
            _nextSwitch += _rates.NextExponential((_burst ? _config.Burst : _config.Calm).TotalSeconds);
        }
        var phase = 2 * Math.PI * (((_startOfDay + start) / DaySeconds) - (_config.PeakHour / 24));
        var daily = 1 + (_config.DailyAmplitude * Math.Cos(phase));
        // Both have mean 1.
        var wander = Math.Exp((_config.WanderSigma * _wander) - (0.5 * _config.WanderSigma * _config.WanderSigma));
        var (burst, calm, factor) = (_config.Burst.TotalSeconds, _config.Calm.TotalSeconds, _config.BurstFactor);
        var switched = (_burst ? factor : 1) * (burst + calm) / ((burst * factor) + calm);
        return (_config.RatePerSecond * daily * wander * switched, Math.Min(_nextGrid, _nextSwitch));
    }
}

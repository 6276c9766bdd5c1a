using Auscult.Simulation.Noise;

namespace Auscult.Simulation.Benchmark;

/// <summary>Draws from a pool so that everything in it is drawn about equally often: at random among what was drawn least.</summary>
/// <param name="seed">Of its random numbers.</param>
internal sealed class EvenPicker<T>(long seed)
    where T : notnull
{
    private readonly Dictionary<T, int> _uses = [];
    private NoiseStream _random = new(seed);

    /// <summary>Draws one of <paramref name="pool"/>, which has at least one.</summary>
    public T Pick(IReadOnlyCollection<T> pool)
    {
        var fewest = pool.Min(item => _uses.GetValueOrDefault(item));
        var least = pool.Where(item => _uses.GetValueOrDefault(item) == fewest).ToArray();
        var chosen = least[(int)(_random.NextUniform() * least.Length)];
        _uses[chosen] = fewest + 1;
        return chosen;
    }
}

using Auscult.Simulation.Noise;

namespace Auscult.Simulation.Exporting;

/// <summary>
/// A slow wandering with a spectrum close to 1/f: the sum of AR(1) processes whose times lie a factor of ten apart, stepped once per block
/// and joined by straight lines.
/// </summary>
/// <param name="entities">Entities of the table.</param>
/// <param name="deviation">Standard deviation of the sum.</param>
internal sealed class SlowDrift(int entities, float deviation)
{
    private static readonly double[] Seconds = [100, 1000, 10_000];
    private readonly float _each = deviation / MathF.Sqrt(Seconds.Length);
    private readonly float[] _state = new float[entities * Seconds.Length];

    /// <summary>Draws where an entity starts.</summary>
    public void Start(int entity, ref NoiseStream random) =>
        Ziggurat.Fill(ref random, _state.AsSpan(entity * Seconds.Length, Seconds.Length));

    /// <summary>Adds the drift of a block to its samples.</summary>
    public void Add(int entity, in Sampling sampling, Span<float> values, ref NoiseStream random)
    {
        var state = _state.AsSpan(entity * Seconds.Length, Seconds.Length);
        var (from, seconds) = (Sum(state), sampling.Block.Ticks * sampling.Block.StepSeconds);
        for (var i = 0; i < state.Length; i++)
        {
            var keep = (float)Math.Exp(-seconds / Seconds[i]);
            state[i] = (keep * state[i]) + (MathF.Sqrt(1 - (keep * keep)) * random.NextNormal());
        }
        var slope = (Sum(state) - from) / sampling.Block.Ticks;
        for (var i = 0; i < values.Length; i++)
            values[i] += _each * (from + (slope * sampling.Ticks[i]));
    }

    private static float Sum(ReadOnlySpan<float> state) => state[0] + state[1] + state[2];
}

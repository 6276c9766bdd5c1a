using System.Runtime.CompilerServices;

namespace Auscult.Simulation.Jobs;

/// <summary>
/// Random numbers that belong to a step and a rank (or replica) rather than to a moment: what a step draws depends neither on the length of
/// ticks and blocks nor on what was drawn before, and a step that is repeated after a restart draws the same again, as the same batch does.
/// </summary>
/// <param name="seed">Seed of the job.</param>
internal readonly struct StepDraws(long seed)
{
    private readonly ulong _seed = unchecked((ulong)seed);

    /// <summary>Uniform in [0, 1).</summary>
    /// <param name="stream">What is drawn.</param>
    /// <param name="step">The step.</param>
    /// <param name="index">The rank or replica.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Uniform(uint stream, long step, int index)
    {
        // SplitMix64's finaliser over the three numbers.
        var mixed = _seed + (stream * 0x9E3779B97F4A7C15) + (unchecked((ulong)step) * 0xD1B54A32D192ED03)
            + ((ulong)(uint)index * 0x8CB92BA72F3D8DD7);
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return ((mixed ^ (mixed >> 31)) >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>Standard normal (Box and Muller).</summary>
    public double Normal(uint stream, long step, int index) =>
        Math.Sqrt(-2 * Math.Log(1 - Uniform(stream, step, index))) * Math.Cos(2 * Math.PI * Uniform(stream + 0x10000, step, index));
}

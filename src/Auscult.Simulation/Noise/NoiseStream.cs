using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Auscult.Simulation.Noise;

/// <summary>
/// A fast stream of random numbers (xoshiro256++, Blackman and Vigna 2021) that belongs to one entity. Entities never share a stream, so
/// what is drawn does not depend on the number of threads.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct NoiseStream
{
    private ulong _a, _b, _c, _d;

    /// <param name="seed">Any number; equal seeds give equal streams.</param>
    public NoiseStream(long seed)
    {
        // SplitMix64 spreads the seed over the state.
        var state = unchecked((ulong)seed);
        ulong Next()
        {
            state += 0x9E3779B97F4A7C15;
            var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return mixed ^ (mixed >> 31);
        }
        (_a, _b, _c, _d) = (Next(), Next(), Next(), Next());
    }

    /// <summary>64 random bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong NextBits()
    {
        var result = ulong.RotateLeft(_a + _d, 23) + _a;
        var shifted = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= shifted;
        _d = ulong.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>Uniform in [0, 1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double NextUniform() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Standard normal.</summary>
    public float NextNormal() => Ziggurat.Next(ref this);

    /// <summary>Exponential with the given mean.</summary>
    public double NextExponential(double mean) => -mean * Math.Log(1 - NextUniform());

    /// <summary>Gamma with scale 1 (Marsaglia and Tsang 2000).</summary>
    /// <param name="shape">Its shape, which is its mean; above 0.</param>
    public double NextGamma(double shape)
    {
        if (shape < 1)
            return NextGamma(shape + 1) * Math.Pow(1 - NextUniform(), 1 / shape);
        var d = shape - (1.0 / 3);
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = NextNormal();
            var v = 1 + (c * x);
            v = v * v * v;
            if (v > 0 && Math.Log(1 - NextUniform()) < (0.5 * x * x) + d - (d * v) + (d * Math.Log(v)))
                return d * v;
        }
    }

    /// <summary>Poisson with the given mean; normal approximation above 30.</summary>
    public int NextPoisson(double mean)
    {
        if (mean <= 0)
            return 0;
        if (mean > 30)
            return Math.Max(0, (int)Math.Round(mean + (Math.Sqrt(mean) * NextNormal())));
        var limit = Math.Exp(-mean);
        var (count, product) = (0, NextUniform());
        while (product > limit)
        {
            count++;
            product *= NextUniform();
        }
        return count;
    }
}

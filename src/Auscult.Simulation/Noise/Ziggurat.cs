using System.Runtime.CompilerServices;

namespace Auscult.Simulation.Noise;

/// <summary>Standard normal numbers by the ziggurat of 128 layers (Marsaglia and Tsang 2000): 99 of 100 draws cost one product.</summary>
internal static class Ziggurat
{
    private const int Layers = 128;
    private const double Tail = 3.442619855899;
    private const double Area = 9.91256303526217e-3;
    private const double Scale = 1L << 31;
    private static readonly uint[] Accepted = new uint[Layers];
    private static readonly float[] Width = new float[Layers];
    private static readonly double[] Height = new double[Layers];

    static Ziggurat()
    {
        var x = Tail;
        var next = x;
        var bottom = Area / Math.Exp(-0.5 * x * x);
        (Accepted[0], Accepted[1]) = ((uint)(x / bottom * Scale), 0);
        (Width[0], Width[Layers - 1]) = ((float)(bottom / Scale), (float)(x / Scale));
        (Height[0], Height[Layers - 1]) = (1, Math.Exp(-0.5 * x * x));
        for (var i = Layers - 2; i >= 1; i--)
        {
            x = Math.Sqrt(-2 * Math.Log((Area / x) + Math.Exp(-0.5 * x * x)));
            (Accepted[i + 1], next) = ((uint)(x / next * Scale), x);
            (Height[i], Width[i]) = (Math.Exp(-0.5 * x * x), (float)(x / Scale));
        }
    }

    /// <summary>One number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Next(ref NoiseStream random)
    {
        var bits = random.NextBits();
        var layer = (int)(bits & (Layers - 1));
        var position = (int)(bits >> 32);
        return Magnitude(position) < Accepted[layer] ? position * Width[layer] : Edge(ref random, layer, position);
    }

    /// <summary>Fills a span.</summary>
    public static void Fill(ref NoiseStream random, Span<float> values)
    {
        // A local copy stays in registers.
        var local = random;
        for (var i = 0; i < values.Length; i++)
            values[i] = Next(ref local);
        random = local;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Magnitude(int position) => (uint)((position ^ (position >> 31)) - (position >> 31));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static float Edge(ref NoiseStream random, int layer, int position)
    {
        while (true)
        {
            if (layer == 0)
            {
                double x, y;
                do
                {
                    x = -Math.Log(1 - random.NextUniform()) / Tail;
                    y = -Math.Log(1 - random.NextUniform());
                }
                while (y + y < x * x);
                return (float)(position > 0 ? Tail + x : -Tail - x);
            }
            var value = position * Width[layer];
            if (Height[layer] + (random.NextUniform() * (Height[layer - 1] - Height[layer])) < Math.Exp(-0.5 * value * value))
                return value;
            var bits = random.NextBits();
            (layer, position) = ((int)(bits & (Layers - 1)), (int)(bits >> 32));
            if (Magnitude(position) < Accepted[layer])
                return position * Width[layer];
        }
    }
}

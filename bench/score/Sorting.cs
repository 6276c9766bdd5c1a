using System.Numerics;
using Auscult.Learning.Sites;
using Auscult.Telemetry.Domain;

namespace Auscult.Bench.Score;

/// <summary>
/// The pasts that fall due in one tick: their medians and deviations by sorting each signal alone, as programs usually do, beside sorting a
/// vector of signals at a time.
/// </summary>
internal static class Sorting
{
    private const int Samples = 75;

    /// <summary>Processor milliseconds a tick: sorted one by one, and as the stream does.</summary>
    public static (double Plain, double Vectors) Measure(int entities, int signals, SiteConfig config)
    {
        var count = Math.Max(1, (int)(entities / config.RefreshSeconds));
        var random = new Seeds(2).Generator();
        var width = (signals + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;
        var values = Enumerable.Range(0, Samples * width).Select(_ => random.NextSingle()).ToArray();
        int[] rows = [.. Enumerable.Range(0, Samples).Select(row => row * width)];
        var medians = new ColumnMedians();
        // The first round compiles.
        for (var round = 0; round < 2; round++)
        {
            var plain = TickBench.Time(() => Times(count, () => Plain(values, signals, width)));
            var vectors = TickBench.Time(() => Times(count, () => Vectors(medians, values, rows, width)));
            if (round == 1)
                return (plain.Processor, vectors.Processor);
        }
        return default;
    }

    private static void Times(int count, Action work)
    {
        for (var i = 0; i < count; i++)
            work();
    }

    private static void Vectors(ColumnMedians medians, float[] values, int[] rows, int width)
    {
        for (var lane = 0; lane < width; lane += Vector<float>.Count)
            medians.Of(values, rows, lane, out _, out _);
    }

    private static void Plain(float[] values, int signals, int width)
    {
        Span<float> sorted = stackalloc float[Samples];
        for (var s = 0; s < signals; s++)
        {
            for (var i = 0; i < Samples; i++)
                sorted[i] = values[(i * width) + s];
            sorted.Sort();
            var median = sorted[Samples / 2];
            foreach (ref var value in sorted)
                value = Math.Abs(value - median);
            sorted.Sort();
        }
    }
}

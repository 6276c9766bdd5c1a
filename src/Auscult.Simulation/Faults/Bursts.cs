using Auscult.Simulation.Noise;

namespace Auscult.Simulation.Faults;

/// <summary>A fault that comes and goes: intervals in which it is on, drawn once.</summary>
internal sealed class Bursts
{
    private readonly List<(double From, double Until)> _intervals = [];

    /// <param name="random">Where lengths are drawn.</param>
    /// <param name="from">Start of the first burst.</param>
    /// <param name="until">End of the last one.</param>
    /// <param name="on">Shortest and longest burst, seconds.</param>
    /// <param name="off">Shortest and longest pause, seconds.</param>
    public Bursts(NoiseStream random, double from, double until, (double Min, double Max) on, (double Min, double Max) off)
    {
        for (var at = from; at < until;)
        {
            var end = Math.Min(until, at + Between(on.Min, on.Max, random.NextUniform()));
            _intervals.Add((at, end));
            at = end + Between(off.Min, off.Max, random.NextUniform());
        }
    }

    /// <summary>The bursts, in order of time.</summary>
    public IReadOnlyList<(double From, double Until)> Intervals => _intervals;

    private static double Between(double min, double max, double at) => min + ((max - min) * at);
}

/// <summary>How something sets in.</summary>
internal static class OnsetShape
{
    /// <summary>From 0 to 1 in a straight line.</summary>
    public static double Ramp(double since, double seconds) => Math.Clamp(since / Math.Max(seconds, 1e-9), 0, 1);

    /// <summary>From <paramref name="first"/> to <paramref name="last"/>, growing by the same factor in equal times.</summary>
    public static double Exponential(double share, double first, double last) => first * Math.Pow(last / first, Math.Clamp(share, 0, 1));
}

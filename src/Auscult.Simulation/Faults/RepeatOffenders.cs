using Auscult.Simulation.Noise;

namespace Auscult.Simulation.Faults;

/// <summary>
/// Some hosts fail again and again. Every host has a hazard of its own, drawn from an exponential distribution: with InfiniteHBD's 584
/// events on 400 hosts this leaves 42 % of them without any and gives the worst 10 % of the others 28 % of the events, as in the trace
/// (taxonomy: InfiniteHBD, R).
/// </summary>
internal sealed class RepeatOffenders
{
    private readonly double[] _cumulated;

    /// <param name="hosts">Hosts.</param>
    /// <param name="random">Where the hazards are drawn.</param>
    public RepeatOffenders(int hosts, NoiseStream random)
    {
        _cumulated = new double[hosts];
        var sum = 0.0;
        for (var host = 0; host < hosts; host++)
            _cumulated[host] = sum += random.NextExponential(1);
    }

    /// <summary>The host of the next event.</summary>
    /// <param name="uniform">A random number from 0 to below 1.</param>
    public int Draw(double uniform)
    {
        var at = Array.BinarySearch(_cumulated, uniform * _cumulated[^1]);
        return Math.Min(at < 0 ? ~at : at + 1, _cumulated.Length - 1);
    }
}

using Auscult.Simulation.Noise;
using Auscult.Simulation.Running;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Simulation.Exporting;

/// <summary>How the hosts' clocks differ from the true time: each has an offset and a drift that stay.</summary>
internal sealed class HostClocks
{
    private readonly double[] _offset;
    private readonly double[] _rate;

    /// <param name="hosts">Number of hosts.</param>
    /// <param name="settings">How far clocks are off.</param>
    /// <param name="seeds">Where the hosts' numbers come from.</param>
    public HostClocks(int hosts, ExporterSettings settings, Seeds seeds)
    {
        (_offset, _rate) = (new double[hosts], new double[hosts]);
        for (var host = 0; host < hosts; host++)
        {
            var random = new NoiseStream(seeds.Child($"clock/{host}").Value);
            _offset[host] = settings.ClockOffset * random.NextNormal();
            _rate[host] = 1 + (1e-6 * settings.ClockDriftPpm * random.NextNormal());
        }
    }

    /// <summary>A moment in seconds after the start of the simulation as microseconds since 1970-01-01 UTC.</summary>
    public static long Stamp(Block block, double second) => Micros.From(block.Start) + (long)Math.Round(second * 1e6);

    /// <summary>What a host's clock shows, in seconds after the start of the simulation.</summary>
    public double Shown(int host, double second) => (second * _rate[host]) + _offset[host];
}

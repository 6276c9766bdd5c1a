using Auscult.Simulation.Noise;
using Auscult.Simulation.Planes;

namespace Auscult.Simulation.Exporting;

/// <summary>
/// What the collector knows of a sample itself: whether the exporter answered, or how long it took. It is there for failed samples too.
/// </summary>
/// <param name="name">Name of the signal in the catalogue.</param>
/// <param name="isLatency">True: seconds; false: 1 answered, 0 not.</param>
/// <param name="others">Other exporters of the same hosts; the worse of both counts, as far as the block tells. Null: none.</param>
internal sealed class ScrapeColumn(string name, bool isLatency, ScrapeTargets? others = null) : GaugeColumn(name, Plane.Empty)
{
    /// <inheritdoc/>
    public override void Measure(int entity, in Sampling sampling, Span<float> values, ref NoiseStream random)
    {
        var asked = others is null ? default : others[entity];
        var next = 0;
        for (var i = 0; i < values.Length; i++)
        {
            while (next < asked.Length - 1 && asked[next + 1].Tick <= sampling.Ticks[i])
                next++;
            var isNear = next < asked.Length && asked[next].Tick <= sampling.Ticks[i];
            var isUp = sampling.Outcomes[i] != SampleOutcome.Failed && (!isNear || asked[next].Outcome != SampleOutcome.Failed);
            values[i] = isLatency ? Math.Max(sampling.Latencies[i], isNear ? asked[next].Latency : 0) : isUp ? 1 : 0;
        }
    }
}

using Auscult.Foundation;
using Auscult.Simulation.Configuration;
using Auscult.Simulation.Noise;
using Auscult.Simulation.Room;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Faults;

/// <summary>Draws what will happen from a configuration.</summary>
internal static class FaultPlanner
{
    private static readonly string[] Known = ["thermal_throttle"];

    /// <summary>Classes of faults that can happen to what is simulated.</summary>
    public static IReadOnlyList<string> ClassesFor(SimulationConfig config) => config.Training is null ? [] : Known;

    /// <exception cref="InputException">A class or an entity does not exist; the message names the key.</exception>
    public static FaultPlan Draw(SimulationConfig config, ClusterLayout layout, ParallelLayout? parallel, Seeds seeds)
    {
        var instances = new List<FaultInstance>();
        foreach (var (listed, index) in config.Faults.Listed.Select((fault, i) => (fault, i)))
        {
            var key = $"simulation.faults.listed[{index}]";
            if (!Known.Contains(listed.Class, StringComparer.Ordinal))
                throw new InputException($"{key}.class: unknown fault class '{listed.Class}'", remedy: NearestName.Suggest(listed.Class, Known));
            var random = new NoiseStream(seeds.Child(key).Value);
            var gpu = listed.Entity is { } id ? GpuOf(layout, id, key) : (int)(random.NextUniform() * (parallel?.Ranks ?? layout.Gpus));
            var duration = listed.Duration?.TotalSeconds ?? random.NextExponential(600);
            instances.Add(new ThermalThrottle(instances.Count, gpu, listed.At.TotalSeconds, duration, listed.Severity ?? 0.5 + (0.5 * random.NextUniform())));
        }
        return new FaultPlan(instances);
    }

    private static int GpuOf(ClusterLayout layout, string id, string key)
    {
        var ids = Enumerable.Range(0, layout.Gpus).Select(layout.GpuId).ToArray();
        var number = Array.IndexOf(ids, id);
        return number >= 0 ? number : throw new InputException($"{key}.entity: there is no accelerator '{id}'", remedy: NearestName.Suggest(id, ids));
    }
}

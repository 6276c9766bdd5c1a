using Auscult.Foundation;
using Auscult.Simulation.Configuration;
using Auscult.Simulation.Faults;
using Auscult.Simulation.Noise;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Benchmark;

/// <summary>
/// Deals fault classes to the members of a split. Each member gets as many slots of equal length as it has faults, in which the onset is
/// uniform; the class is dealt evenly among those that fit the member; length, place and severity are drawn the same way for all classes.
/// So neither the time nor the length nor the entity's number tells the class.
/// </summary>
internal sealed class FaultDealer(string split, BenchmarkSplitConfig config, Seeds seeds)
{
    private readonly EvenPicker<string> _classes = new(seeds.Value);

    /// <summary>The plan of one member.</summary>
    /// <param name="member">The member without its faults.</param>
    /// <param name="own">Its seeds.</param>
    /// <exception cref="InputException">No class of the split fits it.</exception>
    public FaultPlanConfig Deal(SimulationConfig member, Seeds own)
    {
        if (config.FaultsPerMember == 0)
            return config.Faults;
        var fitting = FaultPlanner.ClassesFor(member).Intersect(config.Classes, StringComparer.Ordinal).ToArray();
        if (fitting.Length == 0)
            throw new InputException($"simulation.benchmark.splits.{split}.classes: none of them fits one of its members");
        var random = new NoiseStream(own.Value);
        var classes = Enumerable.Range(0, config.FaultsPerMember).Select(_ => _classes.Pick(fitting)).ToArray();
        Shuffle(classes, ref random);
        var slot = (config.Recording - config.Quiet).TotalSeconds / classes.Length;
        var faults = new List<FaultConfig>();
        for (var i = 0; i < classes.Length; i++)
        {
            var length = config.MinFault.TotalSeconds * Math.Exp(random.NextUniform() * Math.Log(config.MaxFault / config.MinFault));
            var onset = config.Quiet.TotalSeconds + (i * slot) + (random.NextUniform() * (slot - length));
            if (faults.Count > 0 && random.NextUniform() < config.OverlapShare)
                onset = faults[^1].At.TotalSeconds + (random.NextUniform() * faults[^1].Duration!.Value.TotalSeconds);
            faults.Add(new FaultConfig { Class = classes[i], At = Seconds(onset), Duration = Seconds(length) });
        }
        return config.Faults with { Listed = [.. config.Faults.Listed, .. faults] };
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromMilliseconds(Math.Round(seconds * 1000));

    private static void Shuffle(string[] items, ref NoiseStream random)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var other = (int)(random.NextUniform() * (i + 1));
            (items[i], items[other]) = (items[other], items[i]);
        }
    }
}

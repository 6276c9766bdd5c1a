using Auscult.Foundation;
using Auscult.Simulation.Configuration;
using Auscult.Simulation.Noise;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Benchmark;

/// <summary>
/// Deals classes of faults, or of benign events, to the members of a split. Each member gets as many slots of equal length as it has
/// events, in which the onset is uniform; the class is dealt evenly among those that fit the member; length, place and severity are drawn
/// the same way for all. So neither the time nor the length nor the entity's number tells the class, nor a fault from a benign event.
/// </summary>
/// <param name="key">Key of the classes, for messages.</param>
/// <param name="classes">The classes.</param>
/// <param name="perMember">Events of a member.</param>
/// <param name="config">The split.</param>
/// <param name="seeds">Of the order of classes.</param>
internal sealed class EventDealer(string key, IReadOnlyList<string> classes, int perMember, BenchmarkSplitConfig config, Seeds seeds)
{
    private readonly EvenPicker<string> _classes = new(seeds.Value);

    /// <summary>The events of one member, in order of time.</summary>
    /// <param name="fitting">Classes that can happen there.</param>
    /// <param name="own">Its seeds.</param>
    /// <exception cref="InputException">No class of the split fits it.</exception>
    public IReadOnlyList<FaultConfig> Deal(IReadOnlyList<string> fitting, Seeds own)
    {
        if (perMember == 0)
            return [];
        var pool = fitting.Intersect(classes, StringComparer.Ordinal).ToArray();
        if (pool.Length == 0)
            throw new InputException($"{key}: none of them fits one of the split's members");
        var random = new NoiseStream(own.Value);
        var dealt = Enumerable.Range(0, perMember).Select(_ => _classes.Pick(pool)).ToArray();
        Shuffle(dealt, ref random);
        var slot = (config.Recording - config.Quiet).TotalSeconds / perMember;
        var events = new List<FaultConfig>();
        for (var i = 0; i < perMember; i++)
        {
            var length = config.MinFault.TotalSeconds * Math.Exp(random.NextUniform() * Math.Log(config.MaxFault / config.MinFault));
            var onset = config.Quiet.TotalSeconds + (i * slot) + (random.NextUniform() * (slot - length));
            if (events.Count > 0 && random.NextUniform() < config.OverlapShare)
                onset = events[^1].At.TotalSeconds + (random.NextUniform() * events[^1].Duration!.Value.TotalSeconds);
            events.Add(new FaultConfig { Class = dealt[i], At = Seconds(onset), Duration = Seconds(length) });
        }
        return events;
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

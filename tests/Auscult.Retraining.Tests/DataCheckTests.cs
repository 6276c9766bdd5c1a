using Auscult.Retraining.Checks;
using Auscult.Retraining.Data;
using Auscult.Telemetry.Domain;

namespace Auscult.Retraining.Tests;

/// <summary>What is refused, what is noted, what has drifted.</summary>
public sealed class DataCheckTests
{
    private static readonly string[] Classes = ["nic_down", "hbm_ecc", "thermal_throttle", "congestion"];
    private static readonly string[] Names = [.. Enumerable.Range(0, 8).Select(i => $"gpu/signal{i}")];

    [Fact]
    public void Data_like_the_champions_are_taken()
    {
        var found = Check(Recordings("new", 3));
        found.Refusals.ShouldBeEmpty();
        found.Notes.ShouldBe(["the champion agrees with 21 of 24 labels (usually 88 %)"]);
        found.Drift.Select(drift => (drift.What, drift.IsDrift)).ShouldBe([("hardware", false)]);
    }

    [Fact]
    public void Shuffled_labels_are_refused_and_new_classes_are_noted()
    {
        var random = new Random(3);
        var shuffled = Recordings("new", 3).Select(recording => recording with
        {
            Verdicts = [.. recording.Verdicts.Select(one => one with { Label = Classes[random.Next(Classes.Length)] })],
        }).ToArray();
        Check(shuffled).Reason.ShouldStartWith("labels tell no more of the telemetry than shuffled ones: the champion agrees with ");
        var added = Recordings("new", 1)[0];
        Check([added with { Verdicts = [.. added.Verdicts, new LabelledVerdict("off_bus", "hbm_ecc", 0.3, IsPlaceFirst: true)] }])
            .Notes.ShouldContain("classes that the champion does not know: off_bus");
        Check([added with { FaultTime = 0.9 }]).Reason.ShouldBe("labelled faults cover 90 % of new/r0");
        Check([added with { Faults = 0, Verdicts = [] }]).Notes.ShouldBe(["no labelled fault"]);
    }

    [Theory]
    [InlineData("gone", "hardware: 6 of 8 signals are gone (gpu/signal0, gpu/signal1, gpu/signal2, gpu/signal3 and 2 more)")]
    [InlineData("constant", "hardware: 6 of 8 signals are resting at one value")]
    [InlineData("thousand", "hardware: 6 of 8 signals are far off their usual values (another unit?)")]
    [InlineData("unit", "hardware: 6 signals have another unit (gpu/signal0: kW for W")]
    [InlineData("thin", "hardware: 25 % of the usual samples are there, 50 % are asked for")]
    public void A_broken_exporter_is_refused(string how, string expected)
    {
        var broken = Recordings("new", 2).Select(recording => recording with
        {
            Signals = recording.Signals.Where(pair => how != "gone" || pair.Key[^1] >= '6').ToDictionary(pair => pair.Key, pair => pair.Key[^1] >= '6' ? pair.Value : how switch
            {
                "constant" => pair.Value with { Moves = false },
                "thousand" => pair.Value with { Level = pair.Value.Level / 1000 },
                "unit" => pair.Value with { Unit = "kW" },
                "thin" => pair.Value with { Coverage = 0 + (pair.Value.Coverage * 1e-9) },
                _ => pair.Value,
            }),
        }).ToArray();
        Check(broken).Reason.ShouldContain(expected);
    }

    [Fact]
    public void A_field_that_was_renamed_is_only_noted()
    {
        var renamed = Recordings("new", 2).Select(recording => recording with
        {
            Signals = recording.Signals.ToDictionary(pair => pair.Key == "gpu/signal0" ? "gpu/other" : pair.Key, pair => pair.Value),
        }).ToArray();
        var found = Check(renamed);
        found.Refusals.ShouldBeEmpty();
        found.Notes.ShouldContain("hardware: 1 of 8 signals are gone (gpu/signal0)");
        found.Notes.ShouldContain("1 new signals (gpu/other)");
    }

    [Fact]
    public void A_shift_of_one_deviation_is_drift_and_none_rarely_is()
    {
        DriftOf(shift: 1.5, seed: 1).IsDrift.ShouldBeTrue();
        Enumerable.Range(0, 60).Count(seed => DriftOf(shift: 0, seed, level: 0.1).IsDrift).ShouldBeInRange(0, 14);
    }

    [Fact]
    public void Few_recordings_cannot_show_drift_and_fewer_say_nothing()
    {
        // Ten ways to deal five recordings: no p-value is below a tenth.
        DriftTest.Of("hardware", Samples(3, 0, 1), Samples(2, 9, 2), new CheckConfig(), new Seeds(1))!.P.ShouldBeInRange(0.05, 0.2);
        DriftTest.Of("hardware", Samples(2, 0, 1), Samples(2, 9, 2), new CheckConfig(), new Seeds(1)).ShouldBeNull();
    }

    private static Drift DriftOf(double shift, int seed, double level = 0.01) => DriftTest.Of(
        "hardware", Samples(10, 0, seed), Samples(3, shift, seed + 1000), new CheckConfig { DriftLevel = level, Draws = 199 }, new Seeds(seed))!;

    // Recordings differ from one another more than moments of one do.
    private static float[][][] Samples(int recordings, double shift, int seed)
    {
        var random = new Random(seed);
        float Normal() => (float)Enumerable.Range(0, 12).Sum(_ => random.NextDouble() - 0.5);
        return [.. Enumerable.Range(0, recordings).Select(_ =>
        {
            var (a, b) = (0.4f * Normal(), 0.4f * Normal());
            return Enumerable.Range(0, 12).Select(_ => new[] { (float)shift + a + (0.5f * Normal()), b + (0.5f * Normal()) }).ToArray();
        })];
    }

    private static CheckedDelivery Check(IReadOnlyList<RecordingProfile> fresh) => new DataCheck(new CheckConfig { Draws = 199 }, new Seeds(1)).Of(
        new Delivery("new", "in/new", []), fresh, new DataProfile(Recordings("old", 8), Classes));

    private static RecordingProfile[] Recordings(string dataset, int count)
    {
        var samples = Samples(count, 0, dataset.Length + 40);
        return [.. Enumerable.Range(0, count).Select(r => new RecordingProfile
        {
            Name = $"{dataset}/r{r}", Faults = 8, FaultTime = 0.2,
            Signals = Names.ToDictionary(name => name, name => new SignalProfile("hardware", "W", 1, 300 + r, Moves: true)),
            Samples = new Dictionary<string, float[][]> { ["hardware"] = samples[r] },
            Verdicts = [.. Enumerable.Range(0, 8).Select(i => new LabelledVerdict(Classes[i % 4], Classes[i == 7 ? 0 : i % 4], 0.8, IsPlaceFirst: true))],
        })];
    }
}

using Auscult.Evaluation.Realism.Telling;

namespace Auscult.Evaluation.Tests.Realism;

public sealed class TellingApartTests
{
    [Fact]
    public void Windows_of_one_kind_cannot_be_told_apart()
    {
        var figure = TellingApart.Judge(Windows(4, seed: 1, memory: 0), Windows(4, seed: 2, memory: 0), isStandardised: true, new Random(3)).ShouldNotBeNull();
        figure.Auc.ShouldBeInRange(0.4, 0.6);
        figure.Interval.Contains(0.5).ShouldBeTrue();
        figure.HeldOut.ShouldBe("recordings");
    }

    [Fact]
    public void Windows_that_differ_in_memory_are_told_apart_by_their_shape()
    {
        var (first, second) = (Windows(4, seed: 1, memory: 0), Windows(4, seed: 2, memory: 0.8));
        var figure = TellingApart.Judge(first, second, isStandardised: true, new Random(3)).ShouldNotBeNull();
        figure.Auc.ShouldBeGreaterThan(0.95);
        figure.Accuracy.ShouldBeGreaterThan(0.9);
    }

    [Fact]
    public void What_only_marks_a_recording_does_not_count()
    {
        // Every recording has a level of its own: a classifier that saw windows of the same recording in training would be perfect.
        TellingWindow[] Marked(int seed) => [.. Windows(6, seed, memory: 0).Select(window => window with
        {
            Values = [[.. window.Values[0].Select(value => value + (50 * (seed + (2 * int.Parse(window.Recording)))))]],
        })];
        var figure = TellingApart.Judge(Marked(1), Marked(2), isStandardised: false, new Random(4)).ShouldNotBeNull();
        figure.Auc.ShouldBeLessThan(0.75);
    }

    [Fact]
    public void A_single_recording_is_divided_by_entities_and_a_single_entity_not_at_all()
    {
        TellingWindow[] one = [.. Windows(1, seed: 1, memory: 0).Select((window, i) => window with { Entity = $"node{i % 4}" })];
        TellingApart.Judge(one, Windows(3, seed: 2, memory: 0), isStandardised: true, new Random(1)).ShouldBeNull();
        TellingApart.Judge(one, one, isStandardised: true, new Random(1)).ShouldNotBeNull().HeldOut.ShouldBe("entities");
    }

    private static TellingWindow[] Windows(int recordings, int seed, double memory)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, recordings).SelectMany(recording => Enumerable.Range(0, 20).Select(_ =>
        {
            var values = new double[64];
            for (var i = 1; i < values.Length; i++)
                values[i] = (memory * values[i - 1]) + random.NextDouble() + random.NextDouble();
            return new TellingWindow($"{recording}", "node0", [values]);
        }))];
    }
}

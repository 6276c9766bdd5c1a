using Auscult.Evaluation.Baselines;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Windowing;

namespace Auscult.Evaluation.Tests.Baselines;

/// <summary>What detectors that compare peers promise beside what all do.</summary>
public sealed class PeerDetectorTests
{
    public static TheoryData<string> Names => ["peer-mad", "minder"];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_one_that_differs_stands_out_and_its_peers_do_not(string name)
    {
        using var frame = SyntheticFrames.Peers(6, [600], row => row is >= 500 and < 540);
        var detector = BaselineDetectors.Create(name, new Seeds(1));
        detector.Fit(frame, [.. Enumerable.Range(0, 5).Select(entity => new RowRange(entity, 0, 400))]);
        float[] at = [.. Enumerable.Range(0, 5).Select(entity => detector.Score(frame, entity)[520])];
        at[0].ShouldBeGreaterThan(2 * at.Skip(1).Max());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_all_peers_do_at_once_does_not_count(string name)
    {
        using var frame = SyntheticFrames.Peers(6, [600], _ => false);
        using var one = SyntheticFrames.Peers(6, [600], row => row is >= 500 and < 540);
        var detector = BaselineDetectors.Create(name, new Seeds(1));
        detector.Fit(frame, [.. Enumerable.Range(0, 5).Select(entity => new RowRange(entity, 0, 400))]);
        detector.Score(one, 0)[520].ShouldBeGreaterThan(5 * detector.Score(frame, 0)[520]);
        // The waves move every node by as much as its whole range, in step.
        detector.Score(frame, 0).Skip(400).Max().ShouldBeLessThan(5 * detector.Score(frame, 0).Take(400).Max());
    }

    [Fact]
    public void Without_peers_deviation_from_them_is_zero()
    {
        using var frame = SyntheticFrames.Waves(6, [600], row => row >= 500);
        var detector = new PeerDeviationDetector();
        detector.Fit(frame, [new RowRange(0, 0, 400)]);
        detector.Score(frame, 0).ShouldAllBe(score => score == 0);
    }
}

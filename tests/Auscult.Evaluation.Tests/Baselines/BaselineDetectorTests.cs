using Auscult.Evaluation.Baselines;
using Auscult.Evaluation.Metrics;
using Auscult.Foundation;
using Auscult.Learning.Heads;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;

namespace Auscult.Evaluation.Tests.Baselines;

/// <summary>What every baseline detector promises.</summary>
public sealed class BaselineDetectorTests
{
    private static readonly RowRange Train = new(0, 0, 400);

    public static TheoryData<string> All => [.. BaselineDetectors.Names];

    public static TheoryData<string> Explaining => [.. BaselineDetectors.Names.Where(name =>
        BaselineDetectors.Create(name, new Seeds(1)) is ISignalEvidence and not SmoothedDetector)];

    public static TheoryData<string> Trained => [.. BaselineDetectors.Names.Where(name => name != "pca-whole-series")];

    [Theory]
    [MemberData(nameof(All))]
    public void Scores_are_finite_not_negative_and_one_per_row(string name)
    {
        using var frame = Series(name, 700);
        var scores = Fitted(name, frame).Score(frame, 0);
        scores.Length.ShouldBe(700);
        scores.ShouldAllBe(score => float.IsFinite(score) && score >= 0);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Anomalies_are_found_by_everything_but_chance(string name)
    {
        using var frame = Series(name, 700);
        var scores = Fitted(name, frame).Score(frame, 0);
        var labels = Enumerable.Range(0, 700).Select(IsAnomalous).ToArray();
        var aucRoc = RankingMetrics.AucRoc(new ScoredSeries(labels, scores));
        if (name == "random")
            aucRoc.ShouldBeInRange(0.35, 0.65);
        else
            aucRoc.ShouldBeGreaterThan(0.7, name);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Live_detectors_do_not_see_the_future_and_the_others_do(string name)
    {
        const int Now = 560;
        using var frame = Series(name, 700);
        using var changed = Altered(frame, row => row > Now);
        var before = Fitted(name, frame).Score(frame, 0);
        var detector = Fitted(name, changed);
        var after = detector.Score(changed, 0);
        before.AsSpan(0, Now + 1).SequenceEqual(after.AsSpan(0, Now + 1)).ShouldBe(detector.IsCausal, name);
    }

    [Theory]
    [MemberData(nameof(Trained))]
    public void Nothing_outside_the_training_rows_is_learned_from(string name)
    {
        using var frame = Series(name, 400, 300);
        using var changed = Altered(frame, row => row is >= 400 and < 500);
        var detector = BaselineDetectors.Create(name, new Seeds(1));
        detector.Fit(frame, [Train]);
        var before = detector.Score(frame, 0);
        detector.Fit(changed, [Train]);
        detector.Score(changed, 0).AsSpan(0, 400).SequenceEqual(before.AsSpan(0, 400)).ShouldBeTrue(name);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Unseen_values_do_not_spoil_the_scores(string name)
    {
        using var whole = Series(name, 700);
        using var frame = SyntheticFrames.WithFirst(whole, (row, signal, value) =>
            signal == 4 || (signal == 1 && row % 7 == 0) || row is 100 or 600 ? float.NaN : value);
        Fitted(name, frame).Score(frame, 0).ShouldAllBe(score => float.IsFinite(score));
    }

    [Theory]
    [MemberData(nameof(Trained))]
    public void Windows_do_not_cross_recordings(string name)
    {
        using var frame = Series(name, 400, 150, 150);
        using var changed = Altered(frame, row => row is >= 400 and < 550);
        var before = Fitted(name, frame).Score(frame, 0);
        Fitted(name, changed).Score(changed, 0).AsSpan(550).SequenceEqual(before.AsSpan(550)).ShouldBeTrue();
    }

    [Fact]
    public void Unknown_names_and_impossible_training_rows_are_input_errors()
    {
        Should.Throw<InputException>(() => BaselineDetectors.Create("windowstatistics", new Seeds(1))).Message.ShouldContain("did you mean 'window-statistics'?");
        using var frame = SyntheticFrames.Waves(4, [50], _ => false);
        Should.Throw<InputException>(() => new WindowStatisticsDetector().Fit(frame, [new RowRange(0, 0, 3)])).Message.ShouldContain("no run of training rows");
        Should.Throw<InputException>(() => new LinearAutoencoderDetector(centred: false).Fit(frame, [new RowRange(0, 0, 5)]));
        Should.Throw<InputException>(() => new PcaDetector(wholeSeries: false).Fit(frame, []));
        Should.Throw<InputException>(() => new WindowStatisticsDetector(new WindowStatisticsConfig { ShortestWindow = 3 }));
    }

    [Theory]
    [MemberData(nameof(Explaining))]
    public void Evidence_points_at_the_signals_that_moved(string name)
    {
        using var frame = Series(name, 700);
        var contributions = ((ISignalEvidence)Fitted(name, frame)).Contributions(frame, 0);
        float[] share = [.. Enumerable.Range(0, 6).Select(signal => Enumerable.Range(500, 30).Sum(row => contributions[(row * 6) + signal]))];
        Math.Min(share[0], share[3]).ShouldBeGreaterThan(new[] { share[1], share[2], share[4], share[5] }.Max());
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_same_seed_gives_the_same_scores(string name)
    {
        using var frame = Series(name, 700);
        Fitted(name, frame).Score(frame, 0).ShouldBe(Fitted(name, frame).Score(frame, 0));
    }

    private static bool IsAnomalous(int row) => row is >= 500 and < 530 or >= 620 and < 640;

    private static IAnomalyDetector Fitted(string name, Frame frame)
    {
        var detector = BaselineDetectors.Create(name, new Seeds(1));
        detector.Fit(frame, [Train]);
        return detector;
    }

    private static MemoryFrame Series(string name, params int[] recordings) =>
        name == "peer-mad" ? SyntheticFrames.Peers(6, recordings, IsAnomalous) : SyntheticFrames.Waves(6, recordings, IsAnomalous);

    private static MemoryFrame Altered(Frame frame, Func<int, bool> where) =>
        SyntheticFrames.WithFirst(frame, (row, signal, value) => value + (where(row) ? 3 + (((row * 6) + signal) % 5) : 0));
}

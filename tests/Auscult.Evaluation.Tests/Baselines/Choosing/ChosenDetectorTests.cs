using Auscult.Evaluation.Baselines;
using Auscult.Evaluation.Baselines.Choosing;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Windowing;
using FsCheck;
using FsCheck.Fluent;

namespace Auscult.Evaluation.Tests.Baselines.Choosing;

public sealed class ChosenDetectorTests
{
    private static readonly double[] Spreads = [1, 0, 1, 1];

    [Fact]
    public void The_detector_that_sees_the_anomalies_of_the_held_out_rows_is_chosen_and_learns_from_all()
    {
        using var frame = SyntheticFrames.Waves(6, [1500], _ => false);
        using var chosen = new ChosenDetector("chosen", [() => new RandomDetector(new Seeds(1)), () => new PcaDetector(wholeSeries: false)], new Seeds(2));
        chosen.Fit(frame, [new RowRange(0, 0, 1200)]);

        chosen.Chosen.ShouldBe("pca");
        chosen.Trials.Select(trial => trial.Name).ShouldBe(["random", "pca"]);
        chosen.Trials[1].AucPr.ShouldBeGreaterThan(chosen.Trials[0].AucPr + 0.1);
        using var alone = new PcaDetector(wholeSeries: false);
        alone.Fit(frame, [new RowRange(0, 0, 1200)]);
        chosen.Score(frame, 0).ShouldBe(alone.Score(frame, 0));
        Should.Throw<NotSupportedException>(() => chosen.Contributions(frame, 0)).Message.ShouldContain("pca");
    }

    [Fact]
    public void The_choice_does_not_depend_on_rows_outside_of_training()
    {
        ChosenDetector Fitted(Func<int, bool> isAnomalous)
        {
            using var frame = SyntheticFrames.Waves(6, [1500], isAnomalous);
            var chosen = new ChosenDetector("chosen", [() => new RobustZDetector(), () => new PcaDetector(wholeSeries: false)], new Seeds(2));
            chosen.Fit(frame, [new RowRange(0, 0, 1200)]);
            return chosen;
        }

        using var quiet = Fitted(_ => false);
        using var loud = Fitted(row => row > 1250);
        loud.Trials.ShouldBe(quiet.Trials);
    }

    [Fact]
    public void With_too_few_rows_the_first_candidate_is_taken()
    {
        using var frame = SyntheticFrames.Waves(6, [90], _ => false);
        using var chosen = new ChosenDetector("chosen", [() => new RobustZDetector(), () => new RandomDetector(new Seeds(1))], new Seeds(2));
        chosen.Fit(frame, [new RowRange(0, 0, 60)]);
        (chosen.Chosen, chosen.Trials.Count).ShouldBe(("robust-z", 0));
    }

    [Fact]
    public void Every_candidate_that_was_not_chosen_is_disposed()
    {
        using var frame = SyntheticFrames.Waves(6, [1500], _ => false);
        var created = new List<Counted>();
        Counted Create()
        {
            created.Add(new Counted());
            return created[^1];
        }

        using (var chosen = new ChosenDetector("chosen", [Create, Create], new Seeds(2)))
            chosen.Fit(frame, [new RowRange(0, 0, 1200)]);
        created.Count.ShouldBe(3);
        created.ShouldAllBe(detector => detector.IsDisposed);
    }

    [Fact]
    public void Anomalies_lie_in_their_ranges_and_unseen_values_stay_unseen() =>
        Prop.ForAll<PositiveInt, NonNegativeInt, PositiveInt>(IsSound).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    private static bool IsSound(PositiveInt seed, NonNegativeInt first, PositiveInt count)
    {
        const int Rows = 900;
        var range = new RowRange(0, first.Get % 300, Math.Max(SyntheticAnomalies.FewestRows, count.Get * 7 % 600));
        using var frame = SyntheticFrames.Of(4, [Rows], (row, signal) => signal == 3 && row % 5 == 0 ? float.NaN : row + signal);
        using var injected = new InjectedFrame(frame, [range], Spreads, new Seeds(seed.Get));
        var (before, after, labels) = (frame.Rows(0, 0, Rows).ToArray(), injected.Rows(0, 0, Rows).ToArray(), injected.LabelsOf(0));
        var isSound = labels.Contains(value: true);
        for (var row = 0; row < Rows; row++)
        {
            var isInside = row >= range.FirstRow && row < range.EndRow;
            isSound &= isInside || !labels[row];
            for (var signal = 0; signal < 4; signal++)
            {
                var (was, isNow) = (before[(row * 4) + signal], after[(row * 4) + signal]);
                isSound &= labels[row] && signal != 1 ? !float.IsNaN(was) || float.IsNaN(isNow) : was.Equals(isNow);
            }
        }
        return isSound;
    }

    private sealed class Counted : Auscult.Learning.Heads.IAnomalyDetector
    {
        public string Name => "counted";

        public bool IsCausal => true;

        public bool IsDisposed { get; private set; }

        public void Fit(Auscult.Telemetry.Fusion.Frame frame, IReadOnlyList<RowRange> train)
        {
        }

        public float[] Score(Auscult.Telemetry.Fusion.Frame frame, int entity) => new float[frame.Schema.RowCount];

        public void Dispose() => IsDisposed = true;
    }
}

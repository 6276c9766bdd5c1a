using Auscult.Evaluation.Baselines;
using Auscult.Evaluation.RootCause;
using Auscult.Learning.Heads;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;

namespace Auscult.Evaluation.Tests.RootCause;

/// <summary>The controls must flag data in which the class shows outside the fault, and let pass data in which it does not.</summary>
public sealed class RootCauseEvaluationTests
{
    private const int Cases = 30;
    private const int Rows = 120;
    private const int Onset = 70;
    private const int Length = 30;
    private static readonly string[] Classes = ["cpu", "disk", "network"];

    [Fact]
    public void Faults_that_show_only_in_their_rows_beat_every_control()
    {
        using var frame = Frame(isConfounded: false);
        var results = Evaluation().Run(Task(frame), ShiftEntrants.Of(Task(frame)));

        results.ClassCounts.ShouldBe([10, 10, 10]);
        foreach (var name in new[] { "nearest-neighbour", "logistic-regression" })
        {
            var row = results.Rows.Single(row => row.Classifier == name);
            row.MacroF1.Value.ShouldBeGreaterThan(0.9, name);
            row.MeansNothing.ShouldBeNull(name);
            row.Chance!.Value.High.ShouldBeLessThan(0.7);
            row.FaultFree!.Value.ShouldBeLessThan(0.7);
            row.Confusion.Sum(counts => counts.Sum()).ShouldBe(Cases);
            row.Recalls.ShouldAllBe(recall => recall > 0.7);
        }
    }

    [Fact]
    public void Classes_that_show_before_the_fault_are_flagged()
    {
        using var frame = Frame(isConfounded: true);
        var results = Evaluation().Run(Task(frame), ShiftEntrants.Of(Task(frame)));
        var row = results.Rows.Single(row => row.Classifier == "logistic-regression");
        row.MacroF1.Value.ShouldBeGreaterThan(0.9);
        row.MeansNothing.ShouldNotBeNull().ShouldContain("rows before the faults give");
    }

    [Fact]
    public void Classes_that_follow_the_schedule_are_flagged()
    {
        using var frame = Frame(isConfounded: false);
        var task = Task(frame, caseClass: k => k / 10);
        var scheduled = task with { Folds = [.. Folds(k => k / 10)] };
        var results = Evaluation().Run(scheduled, ShiftEntrants.Of(scheduled));
        results.Rows.Single(row => row.Classifier == "time-and-length").MacroF1.Value.ShouldBeGreaterThan(0.9);
        results.Rows.Single(row => row.Classifier == "nearest-neighbour").MeansNothing.ShouldNotBeNull();
    }

    [Fact]
    public void Without_any_fault_figures_are_no_better_than_chance()
    {
        using var frame = SyntheticFrames.Waves(6, [.. Enumerable.Repeat(Rows, Cases)], _ => false);
        var results = Evaluation().Run(Task(frame), ShiftEntrants.Of(Task(frame)));
        results.Rows.Where(row => row.Note != RootCauseEvaluation.ControlNote).ShouldAllBe(row => row.MeansNothing != null);
    }

    [Fact]
    public void Blind_rows_judge_what_the_detector_found_and_count_misses_as_wrong()
    {
        using var frame = Frame(isConfounded: false);
        var blind = new BlindIntervals(new RobustZDetector(), 0.999);
        var results = Evaluation().Run(Task(frame), ShiftEntrants.Of(Task(frame)), blind);
        results.BlindDetector.ShouldBe("robust-z");
        var row = results.Rows.Single(row => row.Classifier == "nearest-neighbour" && row.Interval == "blind");
        row.Incidents.ShouldBe(Cases);
        row.Missed.ShouldBeLessThan(Cases / 2);
        row.Confusion.Sum(counts => counts[^1]).ShouldBe(row.Missed);
        row.MacroF1.Value.ShouldBeGreaterThan(0.4);

        var deaf = Evaluation().Run(Task(frame), ShiftEntrants.Of(Task(frame)), new BlindIntervals(new RandomDetector(new Seeds(1)), 1));
        var missed = deaf.Rows.Single(other => other.Classifier == "nearest-neighbour" && other.Interval == "blind");
        missed.Missed.ShouldBeGreaterThan(Cases / 2);
        missed.MacroF1.Value.ShouldBeLessThan(0.5);
    }

    [Fact]
    public void The_fault_free_interval_lies_within_the_context()
    {
        var example = Example(0, Classes[0]);
        var before = Intervals.BeforeFault(example).ShouldNotBeNull();
        before.Fault.EndRow.ShouldBe(example.Context.EndRow);
        before.Context.FirstRow.ShouldBe(example.Context.FirstRow);
        before.Fault.Overlaps(before.Context).ShouldBeFalse();
        before.Fault.Overlaps(example.Fault).ShouldBeFalse();
        Intervals.BeforeFault(example with { Context = example.Context with { RowCount = 3 } }).ShouldBeNull();
    }

    [Fact]
    public void A_detected_interval_is_the_alarm_with_the_largest_overlap_and_its_context_stays_in_the_recording()
    {
        using var frame = Frame(isConfounded: false);
        var example = Example(1, Classes[1]);
        var alarms = new[] { new RowRange(0, Rows + 60, 15), new RowRange(0, Rows + 78, 40), new RowRange(0, 10, 5) };
        var detected = Intervals.AsDetected(example, alarms, frame.Schema).ShouldNotBeNull();
        detected.Fault.ShouldBe(alarms[1]);
        detected.Context.EndRow.ShouldBe(alarms[1].FirstRow);
        detected.Context.FirstRow.ShouldBeGreaterThanOrEqualTo(Rows);
        Intervals.AsDetected(example, [alarms[2]], frame.Schema).ShouldBeNull();
        Intervals.AsDetected(example, [new RowRange(0, Rows, 90)], frame.Schema).ShouldBeNull("no row precedes the alarm");
    }

    [Fact]
    public void The_same_seed_gives_the_same_table()
    {
        using var frame = Frame(isConfounded: false);
        var first = Evaluation().Run(Task(frame), ShiftEntrants.Of(Task(frame)));
        var second = Evaluation().Run(Task(frame), ShiftEntrants.Of(Task(frame)));
        second.Rows.Select(row => (row.Classifier, row.MacroF1, row.Chance, row.FaultFree))
            .ShouldBe(first.Rows.Select(row => (row.Classifier, row.MacroF1, row.Chance, row.FaultFree)));
    }

    /// <summary>Each case is a recording; class c shifts signals 2c and 2c + 1 during the fault, or, confounded, drifts before it too.</summary>
    private static MemoryFrame Frame(bool isConfounded)
    {
        using var quiet = SyntheticFrames.Waves(6, [.. Enumerable.Repeat(Rows, Cases)], _ => false);
        var values = quiet.Rows(0, 0, Cases * Rows).ToArray();
        return SyntheticFrames.Of(6, [.. Enumerable.Repeat(Rows, Cases)], (row, signal) =>
        {
            var (index, within) = (row / Rows, row % Rows);
            var isHit = signal / 2 == index % 3;
            var fault = isHit && within is >= Onset and < Onset + Length ? 3f : 0;
            var drift = isHit && isConfounded && within >= 40 ? 3f : 0;
            return values[(row * 6) + signal] + fault + drift;
        });
    }

    private static RootCauseEvaluation Evaluation() => new(new RootCauseEvaluationConfig { NumPermutations = 3 }, new Seeds(1));

    private static RootCauseTask Task(Frame frame, Func<int, int>? caseClass = null) => new()
    {
        Split = "by recording, 3 folds",
        Frame = frame,
        Folds = [.. Folds(caseClass ?? (k => k % 3))],
    };

    private static IEnumerable<RootCauseFold> Folds(Func<int, int> caseClass) => Enumerable.Range(0, 3).Select(fold =>
    {
        var examples = Enumerable.Range(0, Cases).Select(k => Example(k, Classes[caseClass(k)])).ToArray();
        // Cases 0, 1, 2 test in fold 0, cases 3, 4, 5 in fold 1: every fold has every class.
        bool Tests(int k) => k / 3 % 3 == fold;
        return new RootCauseFold(
            [.. examples.Where((_, k) => !Tests(k))], [.. examples.Where((_, k) => Tests(k))],
            [.. Enumerable.Range(0, Cases).Where(k => !Tests(k)).SelectMany(k => new[]
            {
                new RowRange(0, k * Rows, Onset), new RowRange(0, (k * Rows) + Onset + Length, Rows - Onset - Length),
            })]);
    });

    private static IncidentExample Example(int index, string label) => new(
        $"case-{index}", new RowRange(0, (index * Rows) + Onset, Length), new RowRange(0, (index * Rows) + 10, 60), label,
        Layer.Hardware, $"recording-{index}");
}

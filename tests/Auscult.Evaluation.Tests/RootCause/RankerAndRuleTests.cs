using Auscult.Evaluation.RootCause;
using Auscult.Learning.Heads;
using Auscult.Telemetry.Catalogue;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;

namespace Auscult.Evaluation.Tests.RootCause;

/// <summary>Rankings of signals, and rules, on frames with known shifts.</summary>
public sealed class RankerAndRuleTests
{
    private const int Onset = 80;
    private const int End = 110;

    [Fact]
    public void The_signal_that_moves_stands_first_whichever_way_it_moves()
    {
        foreach (var step in new[] { 8f, -8f })
        {
            using var frame = Frame(step);
            foreach (var ranker in new ISignalRanker[] { new NSigmaRanker(frame), new RobustShiftRanker(frame), new BaroRanker(frame) })
                First(ranker.Score(Example(Onset))).ShouldBe(3, ranker.Name);
        }
    }

    [Fact]
    public void A_late_onset_spoils_n_sigma_and_not_baro()
    {
        using var frame = Frame(8);
        var late = Example(Onset + 15);
        // Half of the fault is in what n-sigma takes for normal: its deviation swallows the shift.
        var (known, misled) = (new NSigmaRanker(frame).Score(Example(Onset))[3], new NSigmaRanker(frame).Score(late)[3]);
        misled.ShouldBeLessThan(known / 3);
        new BaroRanker(frame).Score(late).ShouldBe(new BaroRanker(frame).Score(Example(Onset)));
    }

    [Fact]
    public void Baro_finds_the_onset()
    {
        using var frame = Frame(8);
        new BaroRanker(frame).ChangeIn(new RowRange(0, 0, End)).ShouldBeInRange(Onset - 1, Onset + 1);
    }

    [Fact]
    public void Every_sign_of_a_rule_is_a_signal_of_the_catalogue()
    {
        var known = SignalCatalogue.Default.Signals.Select(signal => signal.Name).ToHashSet(StringComparer.Ordinal);
        TaxonomyRules.All.SelectMany(rule => rule.Signs).Select(sign => sign.Signal).Append(TaxonomyRules.CodeSignal).ShouldBeSubsetOf(known);
        TaxonomyRules.All.Select(rule => rule.FaultClass).ShouldBeUnique();
        TaxonomyRules.All.SelectMany(rule => rule.Codes).ShouldBeUnique();
    }

    [Fact]
    public void Rules_name_the_cause_without_training()
    {
        Answer("rdma_symbol_errors_per_second", 20).ShouldBe("dirty_optic");
        Answer("gpu_sm_clock_hertz", -20, "gpu_power_violation_seconds_per_second", 6).ShouldBe("power_throttle");
        Answer("gpu_power_watts", float.NaN).ShouldBe("off_bus");
    }

    [Fact]
    public void A_new_code_outweighs_every_shift_and_an_old_one_counts_for_nothing()
    {
        Answer("rdma_symbol_errors_per_second", 1000, TaxonomyRules.CodeSignal, 79).ShouldBe("off_bus");
        Answer("rdma_symbol_errors_per_second", 1000, TaxonomyRules.CodeSignal, 79, codeBefore: 79).ShouldBe("dirty_optic");
    }

    private static string Answer(string first, float by, string second = "loss", float secondBy = 0, float codeBefore = 0)
    {
        string[] names = [first, second, "cpu_user_seconds_per_second"];
        var random = new Random(5);
        using var plain = SyntheticFrames.Of(3, [End], (row, signal) => names[signal] == TaxonomyRules.CodeSignal
            ? (row >= Onset ? secondBy : codeBefore)
            : random.NextSingle() + (row < Onset ? 0 : signal == 0 ? by : signal == 1 ? secondBy : 0));
        var schema = new FrameSchema(
            plain.Schema.Entities, [.. names.Select(name => new Signal(name, Layer.Hardware, SignalKind.Gauge, "", EntityKind.Gpu))], plain.Schema.Segments, plain.Schema.Step);
        using var frame = new MemoryFrame(schema, plain.Rows(0, 0, End).ToArray());
        var features = new ShiftFeatures(frame, RobustScaler.Fit(frame, [new RowRange(0, 0, Onset)]));
        var rules = new TaxonomyRuleClassifier(frame, features.Of, [.. TaxonomyRules.All.Select(rule => rule.FaultClass), "unheard_of"]);
        var probabilities = rules.Predict(Example(Onset));
        probabilities.Sum().ShouldBe(1, 1e-9);
        return rules.Classes[First(probabilities)];
    }

    private static int First(double[] scores) => Array.IndexOf(scores, scores.Max());

    private static IncidentExample Example(int onset) =>
        new("x", new RowRange(0, onset, End - onset), new RowRange(0, 0, onset), "a", Layer.Hardware, "recording-0");

    private static MemoryFrame Frame(float step)
    {
        var random = new Random(4);
        return SyntheticFrames.Of(6, [End], (row, signal) => random.NextSingle() + (signal == 3 && row >= Onset ? step : 0));
    }
}

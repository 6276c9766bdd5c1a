using Auscult.Retraining.Decision;
using FsCheck;
using FsCheck.Fluent;

namespace Auscult.Retraining.Tests;

/// <summary>When a challenger takes the champion's place.</summary>
public sealed class PromotionRuleTests
{
    private static readonly RetrainConfig Config = new() { MinHeldOutFaults = 10, MinHeldOutRecordings = 3 };

    [Theory]
    [InlineData(0, 0.1, Verdict.Keep)]
    [InlineData(0.3, 0.1, Verdict.Promote)]
    [InlineData(-0.3, 0.1, Verdict.Reject)]
    [InlineData(0.15, 0.1, Verdict.Keep)]
    public void One_figure_decides_alone(double gain, double noise, Verdict expected) =>
        Decide([Figure("recall", gain, noise)]).ShouldBe(expected);

    [Fact]
    public void One_figure_that_is_worse_outweighs_all_that_are_better() =>
        Decide([Figure("recall", 0.9, 0.1), Figure("class", 0.9, 0.1), Figure("false alarms", -0.2, 0.1)]).ShouldBe(Verdict.Reject);

    [Fact]
    public void Without_a_champion_it_is_promoted_whatever_the_figures() =>
        PromotionRule.Decide(new Comparison([], 0, 0), hasChampion: false, Config).Verdict.ShouldBe(Verdict.Promote);

    [Fact]
    public void An_unknown_figure_neither_helps_nor_harms() =>
        Decide([Figure("recall", double.NaN, 0.1), Figure("class", 0.5, 0.1)]).ShouldBe(Verdict.Promote);

    [Fact]
    public void More_gain_never_harms_and_the_order_of_figures_says_nothing() => Prop.ForAll(
        ArbMap.Default.ArbFor<(int, int, int, int)>(), numbers =>
        {
            double Gain(int number) => (number % 50) / 100.0;
            ComparedFigure[] figures = [Figure("a", Gain(numbers.Item1), 0.1), Figure("b", Gain(numbers.Item2), 0.2), Figure("c", Gain(numbers.Item3), 0.05)];
            var more = Math.Abs(Gain(numbers.Item4));
            ComparedFigure[] improved = [.. figures.Select(figure => Figure(figure.Name, figure.Gain + more, figure.High - figure.Gain))];
            return Rank(Decide(improved)) >= Rank(Decide(figures)) && Decide([.. figures.Reverse()]) == Decide(figures);
        }).QuickCheckThrowOnFailure();

    private static int Rank(Verdict verdict) => verdict switch { Verdict.Promote => 2, Verdict.Keep => 1, _ => 0 };

    private static Verdict Decide(IReadOnlyList<ComparedFigure> figures) => PromotionRule.Decide(new Comparison(figures, 3, 10), hasChampion: true, Config).Verdict;

    private static ComparedFigure Figure(string name, double gain, double noise) => new()
    {
        Name = name, Family = FigureFamily.Cause, Champion = 0.5, Challenger = 0.5 + gain, Gain = gain, Low = gain - noise, High = gain + noise,
        StrictLow = gain - (2 * noise), Count = 10,
    };
}

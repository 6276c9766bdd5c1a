using Auscult.Cli.Verbs.Retraining;
using Auscult.Evaluation.Diagnosis;
using Auscult.Retraining;
using Auscult.Retraining.Decision;
using Auscult.Telemetry.Domain;
using FsCheck;
using FsCheck.Fluent;

namespace Auscult.Cli.Tests.Verbs;

/// <summary>The paired bootstrap together with the rule that reads it.</summary>
public sealed class PairedFiguresTests
{
    private const int Recordings = 6;
    private const int FaultsEach = 8;
    private static readonly RetrainConfig Config = new() { Resamples = 300 };

    [Fact]
    public void Equal_models_gain_nothing_and_the_champion_stays() => Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
    {
        var sites = Sites(seed, right: 0.7, found: 0.8, alarms: 0.3);
        var comparison = Compare(sites, sites);
        return comparison.Figures.All(figure => figure is { Gain: 0, Low: 0, High: 0 }) && Decide(comparison) == Verdict.Keep;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Champion_and_challenger_changed_about_turn_every_gain() => Prop.ForAll(ArbMap.Default.ArbFor<(int, int)>(), seeds =>
    {
        var (a, b) = (Sites(seeds.Item1, 0.5, 0.6, 0.5), Sites(seeds.Item2, 0.8, 0.7, 0.2));
        return Compare(a, b).Figures.Zip(Compare(b, a).Figures).All(pair => pair.First.Gain == -pair.Second.Gain
            && Math.Abs(pair.First.Low + pair.Second.High) < 1e-6 && Math.Abs(pair.First.High + pair.Second.Low) < 1e-6);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_challenger_that_is_as_good_is_rarely_promoted_and_rarely_rejected()
    {
        var verdicts = Enumerable.Range(0, 200).Select(seed => Decide(Compare(Sites(seed, 0.7, 0.8, 0.3), Sites(seed + 1000, 0.7, 0.8, 0.3)))).ToArray();
        verdicts.Count(verdict => verdict == Verdict.Promote).ShouldBeLessThan(20);
        verdicts.Count(verdict => verdict == Verdict.Reject).ShouldBeLessThan(40);
    }

    [Fact]
    public void Clear_gains_and_losses_are_told_from_noise()
    {
        Decide(Compare(Sites(1, 0.5, 0.8, 0.3), Sites(2, 0.95, 0.8, 0.3))).ShouldBe(Verdict.Promote);
        Decide(Compare(Sites(1, 0.9, 0.8, 0.3), Sites(2, 0.3, 0.8, 0.3))).ShouldBe(Verdict.Reject);
        Decide(Compare(Sites(1, 0.5, 0.8, 0), Sites(2, 0.95, 0.8, 8))).ShouldBe(Verdict.Reject);
    }

    [Fact]
    public void Without_a_champion_only_the_challengers_side_is_there()
    {
        var comparison = new PairedFigures(Config, new Seeds(1)).Of(null, Sites(1, 0.7, 0.8, 0.3));
        comparison.Figures.ShouldAllBe(figure => double.IsNaN(figure.Champion) && double.IsFinite(figure.Challenger) && !figure.IsBetter && !figure.IsWorse);
        comparison.HeldOutFaults.ShouldBe(Recordings * FaultsEach);
        new PairedFigures(Config, new Seeds(1)).Of([], []).Figures.ShouldAllBe(figure => !figure.IsBetter && !figure.IsWorse);
    }

    private static Comparison Compare(IReadOnlyList<JudgedTestSite> champion, IReadOnlyList<JudgedTestSite> challenger) =>
        new PairedFigures(Config, new Seeds(1)).Of(champion, challenger);

    private static Verdict Decide(Comparison comparison) => PromotionRule.Decide(comparison, hasChampion: true, Config).Verdict;

    private static JudgedTestSite[] Sites(int seed, double right, double found, double alarms)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Recordings).Select(r => new JudgedTestSite(
            $"r{r}",
            [.. Enumerable.Range(0, FaultsEach).Select(i => new IncidentOutcome(
                $"r{r}", "", $"r{r}-{i}", "nic_down", random.NextDouble() < found ? 10 : null,
                new JudgedIncident("nic_down", random.NextDouble() < right ? "nic_down" : "congestion", 0.8, random.NextDouble() < right ? 1 : 2, null, 0, 1), null))],
            [.. Enumerable.Range(0, (int)(alarms + random.NextDouble())).Select(_ => new FalseAlarm($"r{r}", 5, "nic_down", "nothing", 0.01))],
            0, 0.1))];
    }
}

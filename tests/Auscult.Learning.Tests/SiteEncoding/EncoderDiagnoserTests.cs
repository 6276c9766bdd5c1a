using Auscult.Foundation;
using Auscult.Learning.Diagnosis;
using Auscult.Learning.SiteEncoding;
using Auscult.Learning.Sites;
using static TorchSharp.torch;

namespace Auscult.Learning.Tests.SiteEncoding;

public sealed class EncoderDiagnoserTests : IDisposable
{
    private static readonly Lazy<(EncoderDiagnoser Diagnoser, List<double> Losses)> Fitted = new(() => Fit(TinySites.Training));
    private readonly TestFolder _folder = new();

    [Fact]
    public void It_learns_classes_and_culprits_and_serves_a_site_of_another_size()
    {
        var (diagnoser, losses) = Fitted.Value;
        losses.TakeLast(5).Average().ShouldBeLessThan(0.6 * losses.Take(5).Average());

        var site = TinySites.Shifts(5)[0];
        for (var which = 0; which < 2; which++)
        {
            var judgement = diagnoser.Judge(site, [site.MomentAt(TinySites.Onset(which) + 30)]).Single();
            var expected = diagnoser.Classes.IndexOf(which == 0 ? TinySites.Hot : TinySites.Slow);
            Array.IndexOf(judgement.Probabilities, judgement.Probabilities.Max()).ShouldBe(expected);
            var gpus = judgement.Blame[1];
            site.Kinds[1].Entities[Array.IndexOf(gpus, gpus.Max())].Id.ShouldBe(TinySites.Culprit(0, which));
            judgement.Probabilities.Sum().ShouldBe(1, 1e-9);
            judgement.Blame.Sum(kind => kind.Sum()).ShouldBe(1, 1e-9);
            judgement.Embedding.Length.ShouldBe(TinySites.Encoder.EmbedDim);
        }
        var quiet = diagnoser.Judge(site, [site.MomentAt(350)]).Single();
        diagnoser.Classes.FaultProbability(quiet.Probabilities).ShouldBeLessThan(0.5);
    }

    [Fact]
    public void The_future_changes_no_judgement()
    {
        var site = TinySites.Shifts(3)[0];
        var before = TinySites.Flat(Fitted.Value.Diagnoser.Judge(site, [40, 41]));
        foreach (var kind in site.Kinds)
            kind.Values.AsSpan(42 * (kind.Values.Length / kind.Moments)).Fill(7);
        TinySites.Flat(Fitted.Value.Diagnoser.Judge(site, [40, 41])).ShouldBe(before);
    }

    [Fact]
    public void A_saved_diagnoser_judges_alike()
    {
        var site = TinySites.Shifts(2)[0];
        Fitted.Value.Diagnoser.Save(_folder.Path);
        using var loaded = EncoderDiagnoser.Load(_folder.Path);

        loaded.Classes.Names.ShouldBe(Fitted.Value.Diagnoser.Classes.Names);
        var (first, second) = (Fitted.Value.Diagnoser.Judge(site, [60]).Single(), loaded.Judge(site, [60]).Single());
        TinySites.Flat([second]).ShouldBe(TinySites.Flat([first]));
        second.Anomaly.ShouldBe(first.Anomaly);
        second.Embedding.ShouldBe(first.Embedding);
        File.WriteAllText(Path.Combine(_folder.Path, "site-encoder.json"), "{");
        Should.Throw<InputException>(() => EncoderDiagnoser.Load(_folder.Path)).Message.ShouldContain("site-encoder.json");
    }

    [Fact]
    public void The_same_seed_gives_the_same_network_and_no_step_leaves_a_tensor_behind()
    {
        var few = TinySites.Training with { Steps = 8, LatentWeight = 0.1 };
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var counts = new List<long>();
        var first = Fit(few, () => counts.Add(Tensor.TotalCount)).Diagnoser;
        counts[2..].ShouldAllBe(count => count == counts[2]);

        var second = Fit(few).Diagnoser;
        var other = Fit(few with { Seed = 2 }).Diagnoser;
        var site = TinySites.Shifts(2)[0];
        var judged = TinySites.Flat(first.Judge(site, [60]));
        TinySites.Flat(second.Judge(site, [60])).ShouldBe(judged);
        TinySites.Flat(other.Judge(site, [60])).ShouldNotBe(judged);
        var before = Tensor.TotalCount;
        _ = first.Judge(site, [60, 61, 62]);
        Tensor.TotalCount.ShouldBe(before);
        first.Dispose();
        second.Dispose();
        other.Dispose();
    }

    [Fact]
    public void A_warm_start_knows_what_was_known_and_serves_other_signals_and_classes()
    {
        var few = TinySites.Training with { Steps = 1, LearningRate = 1e-9 };
        var site = TinySites.Shifts(2)[0];
        var expected = Fitted.Value.Diagnoser.Judge(site, [60]).Single();
        using var warm = new EncoderDiagnoser(TinySites.Encoder, few);
        warm.StartFrom(Fitted.Value.Diagnoser).ShouldBeTrue();
        warm.Fit(TinySites.Shifts(2, 3));
        warm.Judge(site, [60]).Single().Probabilities.Zip(expected.Probabilities).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) < 1e-3);

        // One class less, which moves the rows of those behind it.
        IReadOnlyList<SiteShifts> fewer = [.. TinySites.Shifts(2, 3).Select(shifts =>
            shifts.Relabelled([.. shifts.Site.Incidents.Select(placed => placed.Incident).Where(incident => incident.FaultClass != TinySites.Hot)]))];
        using var other = new EncoderDiagnoser(TinySites.Encoder, few);
        other.StartFrom(Fitted.Value.Diagnoser).ShouldBeTrue();
        other.Fit(fewer);
        other.Classes.IndexOf(TinySites.Hot).ShouldBe(-1);
        var slow = other.Judge(site, [site.MomentAt(TinySites.Onset(1) + 30)]).Single();
        Array.IndexOf(slow.Probabilities, slow.Probabilities.Max()).ShouldBe(other.Classes.IndexOf(TinySites.Slow));
        new EncoderDiagnoser(TinySites.Encoder with { EmbedDim = 2 * TinySites.Encoder.EmbedDim }, few).StartFrom(Fitted.Value.Diagnoser).ShouldBeFalse();
    }

    public void Dispose() => _folder.Dispose();

    private static (EncoderDiagnoser Diagnoser, List<double> Losses) Fit(SiteTrainingConfig config, Action? afterStep = null)
    {
        var losses = new List<double>();
        var diagnoser = new EncoderDiagnoser(
            TinySites.Encoder, config, null,
            new Steps(step =>
            {
                losses.Add(step.Loss);
                afterStep?.Invoke();
            }));
        diagnoser.Fit(TinySites.Shifts(2, 3, 2, 3));
        return (diagnoser, losses);
    }

    private sealed class Steps(Action<SiteTrainingStep> seen) : IProgress<SiteTrainingStep>
    {
        public void Report(SiteTrainingStep value) => seen(value);
    }
}

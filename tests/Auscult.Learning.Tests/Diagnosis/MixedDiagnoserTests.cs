using Auscult.Learning.Diagnosis;
using Auscult.Learning.Sites;
using Auscult.Learning.Tests.SiteEncoding;

namespace Auscult.Learning.Tests.Diagnosis;

public sealed class MixedDiagnoserTests
{
    [Fact]
    public void Classes_and_culprits_are_means_the_anomaly_is_the_first_ones_and_embeddings_follow_one_another()
    {
        Fixed[] members = [new(0.8, 2, 1), new(0.4, 5, 7)];
        var mixed = new MixedDiagnoser("mixed", members);
        SiteShifts[] sites = TinySites.Shifts(2);
        mixed.Fit(sites);
        var judgements = mixed.Judge(sites[0], [3, 9]);

        members.ShouldAllBe(member => member.Fitted == 1);
        judgements.Length.ShouldBe(2);
        judgements[1].Probabilities[0].ShouldBe(0.6, 1e-12);
        judgements[1].Probabilities[1].ShouldBe(0.4, 1e-12);
        judgements[1].Blame[1].ShouldBe([0.6, 0.4], 1e-12);
        judgements[1].Anomaly.ShouldBe(2);
        judgements[1].Embedding.ShouldBe([1, 7]);
        mixed.Classes.Names.ShouldBe(members[0].Classes.Names);
    }

    private sealed class Fixed(double first, double anomaly, float embedding) : ISiteDiagnoser
    {
        public int Fitted { get; private set; }

        public string Name => "fixed";

        public DiagnosisClasses Classes { get; } = new([DiagnosisClasses.Normal, "off_bus"], [true, false]);

        public void Fit(IReadOnlyList<SiteShifts> train) => Fitted++;

        public SiteJudgement[] Judge(SiteShifts site, IReadOnlyList<int> moments) =>
            [.. moments.Select(_ => new SiteJudgement([first, 1 - first], [[], [first, 1 - first]], anomaly, [embedding]))];
    }
}

using Auscult.Learning.Diagnosis;
using Auscult.Learning.SiteEncoding;
using Auscult.Learning.Sites;
using Auscult.Learning.Tests.Sites;
using Auscult.Telemetry.Domain;

namespace Auscult.Learning.Tests.SiteEncoding;

/// <summary>Made-up sites with two classes of faults, and an encoder that is small enough for tests.</summary>
internal static class TinySites
{
    public const string Hot = "thermal_throttle";
    public const string Slow = "power_throttle";

    public static readonly SiteEncoderConfig Encoder = new()
    {
        EmbedDim = 16, NumHeads = 2, NumSiteBlocks = 1, WindowMoments = 4, PatchMoments = 2,
    };

    public static readonly SiteTrainingConfig Training = new() { Steps = 80, SitesPerStep = 2, LearningRate = 5e-3, AverageDecay = 0.9 };

    /// <summary>Sites of some nodes each; in the odd ones an accelerator gets hot, in the even ones another one loses power.</summary>
    public static SiteShifts[] Shifts(params int[] nodes)
    {
        var labels = nodes.SelectMany((_, c) => new[] { Incident(c, 0), Incident(c, 1) }).ToArray();
        var data = TestSites.Dataset((c, e, s, row) => TestSites.Noise(e, s, row) + Effect(c, e, s, row), nodes, labels);
        return [.. nodes.Select((_, c) =>
            SiteShifts.Trailing(Site.Open(data, $"r{c}", TestSites.Config), SignalScales.None, TestSites.Config))];
    }

    public static string Culprit(int cluster, int which) => $"c{cluster}/node{which}/gpu{cluster % 2}";

    public static int Onset(int which) => which == 0 ? 200 : 450;

    /// <summary>Every moment's class and blame, for comparisons.</summary>
    public static double[] Flat(IEnumerable<SiteJudgement> judgements) =>
        [.. judgements.SelectMany(judgement => judgement.Probabilities.Concat(judgement.Blame.SelectMany(kind => kind)))];

    private static Incident Incident(int cluster, int which) =>
        TestSites.Incident(
            $"i{cluster}{which}", which == 0 ? Hot : Slow, Culprit(cluster, which), cluster, Onset(which), Onset(which) + 60);

    private static double Effect(int cluster, string entity, string signal, int row)
    {
        for (var which = 0; which < 2; which++)
        {
            if (entity == Culprit(cluster, which) && row >= Onset(which) && row < Onset(which) + 60)
                return which == 0 && signal == "gpu_temperature_celsius" ? 40 : which == 1 && signal == "gpu_power_watts" ? -40 : 0;
        }
        return 0;
    }
}

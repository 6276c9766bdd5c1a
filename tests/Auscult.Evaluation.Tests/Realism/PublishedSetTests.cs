using Auscult.Evaluation.Realism.Aspects;
using Auscult.Telemetry.Loading;
using Auscult.Telemetry.Tests;

namespace Auscult.Evaluation.Tests.Realism;

/// <summary>The measurements on the published sets, against what their publishers say of them.</summary>
public sealed class PublishedSetTests
{
    // Lin et al. publish Mw 1.00 for AR and 0.03 for the others, Ms 1.22 for ST; their simulation knows the pipeline, ours only compute times.
    [DatasetFact("ByteDanceStraggler")]
    public void Stragglers_have_the_published_causes()
    {
        var jobs = new StragglerAspect().Measure(Load("bytedance_straggler", "ByteDanceStraggler"))
            .ToDictionary(profile => profile.Recording, profile => profile.Figures, StringComparer.Ordinal);
        jobs["AR"]["worker_share"].ShouldBeGreaterThan(0.9);
        jobs["AR"]["persistence"].ShouldBe(1);
        jobs["ST"]["stage_share"].ShouldBeGreaterThan(0.9);
        jobs["ST"]["worker_share"].ShouldBeLessThan(0.1);
        jobs["SE"]["varying_share"].ShouldBeGreaterThan(0.5);
        jobs["SE"]["worker_share"].ShouldBeLessThan(0.1);
    }

    // The taxonomy counts 584 events, 28 % of them on the top tenth of 231 nodes, and 3.2 h as the median outage of double-bit errors.
    [DatasetFact("InfiniteHBD_FaultTrace")]
    public void Repeat_offenders_have_the_published_share()
    {
        var profile = new FaultAspect().Measure(Load("infinite_hbd", "InfiniteHBD_FaultTrace")).ShouldHaveSingleItem();
        profile.Samples["per_node"].Length.ShouldBeInRange(228, 231);
        profile.Figures["top_share"].ShouldBe(0.28, 0.02);
        profile.Figures["gap_variation"].ShouldBeGreaterThan(1.5);
        profile.Figures["outage_hours/hbm_ecc"].ShouldBeInRange(2.5, 4.5);
    }

    private static Auscult.Telemetry.Storage.Dataset Load(string source, string folder) =>
        DatasetSources.Load(new DataConfig { Source = source, Root = Path.Combine(DatasetFactAttribute.Root, folder) });
}

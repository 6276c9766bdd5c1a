using Auscult.Foundation;
using Auscult.Learning.Diagnosis;
using Auscult.Learning.Diagnosis.Shift;
using Auscult.Learning.Sites;
using Auscult.Learning.Tests.Sites;
using Auscult.Telemetry.Domain;

namespace Auscult.Learning.Tests.Diagnosis;

public sealed class ShiftDiagnoserTests
{
    private static readonly LabelledMomentsConfig Moments = new();
    private static readonly ShiftDiagnoserConfig Config = new() { NumSteps = 100, DroppedCopies = 0 };

    [Fact]
    public void It_names_and_locates_faults_at_a_site_with_other_entities()
    {
        var train = Enumerable.Range(0, 4).Select(i => FaultySite(i, nodes: 3)).ToArray();
        var diagnoser = new ShiftDiagnoser(Config, new Seeds(1));
        diagnoser.Fit(train);
        diagnoser.Classes.Names.ShouldBe(["normal", "off_bus", "thermal_throttle", "checkpoint", "recovery"]);

        var unseen = FaultySite(7, nodes: 5);
        foreach (var incident in unseen.Site.Incidents)
        {
            var verdict = diagnoser.Judge(unseen, [unseen.MomentAt(incident.FirstRow + 20)])[0];
            var best = diagnoser.Classes.Names[Array.IndexOf(verdict.Probabilities, verdict.Probabilities.Max())];
            best.ShouldBe(incident.Incident.FaultClass);
            verdict.Probabilities.Sum().ShouldBe(1, 1e-6);
            verdict.Blame.Sum(kind => kind.Sum()).ShouldBe(1, 1e-6);
            if (!incident.Incident.IsBenign)
            {
                var root = incident.Root!.Value;
                verdict.Blame[root.Kind][root.Entity].ShouldBe(verdict.Blame.Max(kind => kind.Max()));
                diagnoser.Classes.FaultProbability(verdict.Probabilities).ShouldBeGreaterThan(0.5);
            }
        }
        var calm = diagnoser.Judge(unseen, [unseen.MomentAt(100)])[0];
        diagnoser.Classes.FaultProbability(calm.Probabilities).ShouldBeLessThan(0.2);
        diagnoser.Judge(unseen, [unseen.MomentAt(220)])[0].Anomaly.ShouldBeGreaterThan(calm.Anomaly);
    }

    [Fact]
    public void The_same_seed_gives_the_same_judgements()
    {
        SiteShifts[] train = [FaultySite(0, 3), FaultySite(1, 3)];
        var judged = Enumerable.Range(0, 2).Select(_ =>
        {
            var diagnoser = new ShiftDiagnoser(Config, new Seeds(3));
            diagnoser.Fit(train);
            return diagnoser.Judge(train[0], [50])[0];
        }).ToArray();
        judged[1].Probabilities.ShouldBe(judged[0].Probabilities);
        judged[1].Embedding.ShouldBe(judged[0].Embedding);
    }

    [Fact]
    public void Sites_without_a_labelled_fault_are_refused()
    {
        var calm = Shifts(TestSites.Dataset((_, e, s, row) => TestSites.Noise(e, s, row), [3]));
        Should.Throw<InputException>(() => new ShiftDiagnoser(Config, new Seeds(1)).Fit([calm])).Message.ShouldContain("no labelled fault");
    }

    [Fact]
    public void Learned_moments_carry_one_clear_label()
    {
        var data = TestSites.Dataset((_, e, s, row) => TestSites.Noise(e, s, row), [3],
        [
            TestSites.Incident("a", "thermal_throttle", "c0/node0/gpu0", 0, 100, 200),
            TestSites.Incident("b", "off_bus", "c0/node1/gpu0", 0, 150, 250),
        ]);
        var shifts = Shifts(data);
        var classes = DiagnosisClasses.Of([shifts]);
        var moments = LabelledMoments.Of([shifts], classes, Moments, new Seeds(1));

        foreach (var moment in moments)
        {
            var row = shifts.Rows[moment.Moment];
            var expected = row is >= 100 and < 150 ? "thermal_throttle" : row is >= 200 and < 250 ? "off_bus" : row < 100 || row >= 400 ? "normal" : "recovery";
            classes.Names[moment.Class].ShouldBe(expected, $"row {row}");
            (row is >= 150 and < 200).ShouldBeFalse($"row {row} lies in two incidents");
        }
        moments.ShouldContain(moment => classes.Names[moment.Class] == DiagnosisClasses.Recovery);
    }

    [Fact]
    public void A_label_that_the_classes_lack_is_not_learned()
    {
        var shifts = FaultySite(0, 3);
        var classes = new DiagnosisClasses(["normal", "off_bus", "recovery"], [true, false, true]);
        LabelledMoments.Of([shifts], classes, Moments, new Seeds(1)).ShouldAllBe(moment => moment.Class >= 0);
    }

    /// <summary>A hot accelerator (clock and power down, temperature up), one that vanishes, and a checkpoint that stops them all.</summary>
    private static SiteShifts FaultySite(int seed, int nodes)
    {
        var (hot, lost) = ($"c0/node{seed % nodes}/gpu{seed % 2}", $"c0/node{(seed + 1) % nodes}/gpu1");
        return Shifts(TestSites.Dataset(
            (_, e, s, row) =>
            {
                var value = TestSites.Noise($"{seed}{e}", s, row);
                if (row is >= 200 and < 250 && e == hot)
                    value += s == "gpu_temperature_celsius" ? 20 : s == "gpu_sm_clock_hertz" ? -20 : 0;
                if (row is >= 350 and < 400 && e == lost)
                    return double.NaN;
                return value - (row is >= 500 and < 540 && s == "gpu_power_watts" ? 20 : 0);
            },
            [nodes],
            [
                TestSites.Incident("hot", "thermal_throttle", hot, 0, 200, 250),
                TestSites.Incident("lost", "off_bus", lost, 0, 350, 400),
                TestSites.Incident("saved", "checkpoint", "c0", 0, 500, 540, isBenign: true),
            ]));
    }

    private static SiteShifts Shifts(Auscult.Telemetry.Storage.Dataset data)
    {
        var site = Site.Open(data, "r0", TestSites.Config);
        return SiteShifts.Trailing(site, new SignalScales(TestSites.GpuSignals.ToDictionary(s => $"gpu/{s}", _ => 1.0)), TestSites.Config);
    }
}

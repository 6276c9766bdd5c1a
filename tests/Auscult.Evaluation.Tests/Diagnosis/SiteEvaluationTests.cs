using Auscult.Evaluation.Diagnosis;
using Auscult.Foundation;
using Auscult.Learning.Diagnosis.Alarms;
using Auscult.Learning.Sites;
using Auscult.Learning.Tests.Sites;
using Auscult.Telemetry.Domain;

namespace Auscult.Evaluation.Tests.Diagnosis;

/// <summary>Two plain faults in small made-up clusters: one raises temperature, the other takes the clock away.</summary>
public sealed class SiteEvaluationTests
{
    private static readonly (string Class, string Signal, double Shift)[] Faults =
        [("thermal_throttle", "gpu_temperature_celsius", 60), ("off_bus", "gpu_sm_clock_hertz", -60)];

    private static readonly int[] Onsets = [250, 450];

    private static readonly SiteSplits Splits = SiteSplits.Of([.. Shifts([0, 1, 2, 3])], [.. Shifts([4, 5])], [.. Shifts([6, 7])]);

    [Fact]
    public void A_diagnoser_that_learns_finds_the_faults_and_the_controls_do_not()
    {
        var config = new SiteEvaluationConfig { CalibrationFolds = 2, Shots = [1], Draws = 1 };
        var (known, results, timeAndLength) = new SiteEvaluation(config, new AlarmConfig(), new Seeds(1))
            .Run(Splits, SiteSubjects.Of(["shift", "majority"]));

        known.ShouldBe(["off_bus", "thermal_throttle"]);
        double Of(DiagnoserResults one, string name) => one.Figures.Single(figure => figure.Name == name).Value;
        Of(results[0], "macro F1, known").ShouldBe(1);
        Of(results[0], "node top-1, known").ShouldBe(1);
        Of(results[0], "event F1").ShouldBe(1);
        Of(results[0], "delay, others (s)").ShouldBeLessThan(30);
        Of(results[1], "macro F1, known").ShouldBeLessThan(0.5);
        Of(results[1], "node top-1, known").ShouldBe(0);
        results[1].BehindFirst.Single(figure => figure.Name == "macro F1, known").Value.ShouldBeGreaterThan(0.5);
        timeAndLength.ShouldNotBeNull();

        VariantRow Row(string kind, string name) => results[0].Variants.Single(row => row.Kind == kind && row.Name.StartsWith(name, StringComparison.Ordinal));
        // The minute before a second fault lies in the hidden recovery from the first.
        Row("control", "rows before").Incidents.ShouldBe(2);
        Row("control", "labels shuffled").Incidents.ShouldBe(4);
        Row("few-shot", "1 per class").MacroF1.ShouldBeGreaterThan(0.9);
        Row("without layer", "hardware").MacroF1.ShouldBeLessThan(0.5);
        Row("without layer", "network").MacroF1.ShouldBe(1);

        // With one of two classes left out a single one is known: it takes everything, and nothing looks new.
        results[0].LeftOut.Select(row => (row.Classes, row.Auroc, row.Unknown, row.Known)).ShouldBe(
            [("off_bus", 0.5, 2, 2), ("thermal_throttle", 0.5, 2, 2), ("all groups", 0.5, 4, 4)], ignoreOrder: true);

        var all = new SiteResults("made-up", "0123456789", [4, 2, 2], known, results, timeAndLength);
        SiteTables.Markdown(all).ShouldContain("| off_bus | 2 / 2 / 2 |");
        SiteTables.FiguresCsv(all).ShouldContain("shift,test,\"event F1\",1,");
        SiteTables.IncidentsCsv(all).Split('\n').Length.ShouldBe(2 + (2 * 4));
    }

    [Fact]
    public void Few_labels_keep_their_share_and_hide_the_rows_of_the_others()
    {
        var few = SiteRelabelling.Few(Splits.Train, 1, new Seeds(3));
        few.SelectMany(site => site.Site.Incidents).Select(placed => placed.Incident.FaultClass).Order().ShouldBe(["off_bus", "thermal_throttle"]);
        foreach (var site in few)
        {
            var kept = site.Site.Incidents.Select(placed => placed.FirstRow).ToHashSet();
            foreach (var onset in Onsets.Where(onset => !kept.Contains(onset)))
                site.Rows.ShouldAllBe(row => row < onset || row >= onset + 60 + 150);
        }
    }

    [Fact]
    public void Shuffled_labels_have_the_same_classes_and_other_places()
    {
        var shuffled = SiteRelabelling.Shuffled(Splits.Train, new Seeds(5)).SelectMany(site => site.Site.Incidents).ToArray();
        var before = Splits.Train.SelectMany(site => site.Site.Incidents).ToArray();
        shuffled.Select(placed => placed.Incident.FaultClass).Order().ShouldBe(before.Select(placed => placed.Incident.FaultClass).Order());
        shuffled.Select(placed => placed.Incident.RootEntity).ShouldNotBe(before.Select(placed => placed.Incident.RootEntity));
        shuffled.ShouldAllBe(placed => placed.Root != null && placed.Incident.RootEntity.Contains("/gpu", StringComparison.Ordinal));
    }

    [Fact]
    public void Rows_before_the_faults_hold_no_row_of_a_fault()
    {
        foreach (var site in SiteRelabelling.BeforeFaults(Splits.Test))
        {
            site.Site.Incidents.ShouldAllBe(placed => Onsets.Any(onset => placed.FirstRow == onset - 60 && placed.EndRow == onset));
            site.Rows.ShouldAllBe(row => Onsets.All(onset => row < onset || row >= onset + 60));
        }
    }

    [Fact]
    public void An_unknown_diagnoser_is_named() =>
        Should.Throw<InputException>(() => SiteSubjects.Of(["shfit"])).Message.ShouldContain("shift");

    /// <summary>Odd members have the faults in the other order.</summary>
    private static IEnumerable<SiteShifts> Shifts(int[] members)
    {
        var planned = members.SelectMany((member, r) => Faults.Select((fault, f) =>
            (fault.Class, fault.Signal, fault.Shift, First: Onsets[(f + member) % 2], Recording: r, Root: $"c{r}/node{(member + f) % 3}/gpu{member % 2}"))).ToArray();
        var incidents = planned.Select(one =>
            TestSites.Incident($"{members[one.Recording]}-{one.Class}", one.Class, one.Root, one.Recording, one.First, one.First + 60)).ToArray();
        var data = TestSites.Dataset(
            (r, e, s, row) => TestSites.Noise($"{members[r]}{e}", s, row) + planned.Sum(one =>
                one.Recording == r && e == one.Root && s == one.Signal && row >= one.First && row < one.First + 60 ? one.Shift : 0),
            [.. members.Select(_ => 3)], incidents);
        return members.Select((_, r) => SiteShifts.Trailing(Site.Open(data, $"r{r}", TestSites.Config), SignalScales.None, TestSites.Config));
    }
}

using Auscult.Evaluation.Diagnosis;
using Auscult.Telemetry.Domain;

namespace Auscult.Evaluation.Tests.Diagnosis;

public sealed class SiteFiguresTests
{
    private static readonly HashSet<string> Known = ["congestion", "off_bus", "hbm_ecc"];

    [Fact]
    public void Figures_of_a_hand_made_case()
    {
        var figures = SiteFigures.Of(
            [
                Site("a", 1, [Outcome("congestion", 10, "congestion", 0.9, 1), Outcome("off_bus", 40, "congestion", 0.6, 3)]),
                Site("b", 0, [Outcome("off_bus", null, "off_bus", 0.7, 2), Outcome("pcie_downgrade", 20, "congestion", 0.5, 1, novelty: 9)]),
            ],
            Known, new Seeds(1)).ToDictionary(figure => figure.Name, figure => figure.Value);

        figures["event F1"].ShouldBe(2 * 3 / (4.0 + 4));
        figures["event precision"].ShouldBe(0.75);
        figures["false alarms per day and 500 accelerators"].ShouldBe(500 / 2.0);
        figures["recall"].ShouldBe(0.75);
        figures["delay, communication (s)"].ShouldBe(15);
        figures["delay, others (s)"].ShouldBe(40);
        figures["node top-1, known"].ShouldBe(0.5);
        figures["node top-3, known"].ShouldBe(1);

        // congestion: precision 1/2, recall 1; off_bus: precision 1, recall 1/2; the unknown class is left out.
        figures["macro F1, known"].ShouldBe(2.0 / 3, 1e-9);
        figures["AUROC of unknown classes, known"].ShouldBe(1);
        figures["recall across peers, known"].ShouldBe(1);
        figures["recall of the other classes, known"].ShouldBe(0.5);
        figures["recall across layers, known"].ShouldBe(double.NaN);

        // Bins of .9 (right), .6 (wrong), .7 (right): (.1 + .6 + .3) / 3.
        figures["calibration error, known"].ShouldBe(1.0 / 3, 1e-9);
    }

    [Fact]
    public void The_same_judgements_differ_by_nothing()
    {
        JudgedTestSite[] sites = [Site("a", 1, [Outcome("congestion", 10, "congestion", 0.9, 1)]), Site("b", 0, [Outcome("off_bus", 5, "hbm_ecc", 0.4, 2)])];
        SiteFigures.Differences(sites, sites, Known, new Seeds(1)).ShouldAllBe(figure =>
            double.IsNaN(figure.Value) || (figure.Value == 0 && figure.Interval.Low == 0 && figure.Interval.High == 0));
    }

    [Fact]
    public void Sites_without_a_fault_still_count_false_alarms()
    {
        var figures = SiteFigures.Of([Site("a", 2, []), Site("b", 0, [])], Known, new Seeds(1)).ToDictionary(figure => figure.Name, figure => figure.Value);
        figures["false alarms per day and 500 accelerators"].ShouldBe(2 * 500 / 2.0);
        figures["macro F1, known"].ShouldBe(double.NaN);
        figures["calibration error, known"].ShouldBe(double.NaN);
        figures["delay, others (s)"].ShouldBe(double.NaN);
    }

    [Theory]
    [InlineData(0, 0, 3.6889)]
    [InlineData(1, 0.0253, 5.5716)]
    [InlineData(5, 1.6235, 11.6683)]
    public void Poisson_limits_are_those_of_the_published_table(int count, double low, double high)
    {
        var limits = PoissonInterval.Of(count, 1);
        limits.Low.ShouldBe(low, 1e-3);
        limits.High.ShouldBe(high, 1e-3);
        PoissonInterval.Of(count, 10).High.ShouldBe(high / 10, 1e-3);
    }

    [Fact]
    public void Every_class_of_the_benchmark_has_its_groups()
    {
        FaultGroups.All.Count.ShouldBe(18);
        FaultGroups.Is("nic_down", group => group.IsCommunication).ShouldBeTrue();
        FaultGroups.Is("never_heard_of", _ => true).ShouldBeFalse();
    }

    private static JudgedTestSite Site(string name, int falseAlarms, IReadOnlyList<IncidentOutcome> outcomes) =>
        new(name, outcomes, [.. Enumerable.Repeat(new FalseAlarm(name, 0, "congestion", "nothing", 0.1), falseAlarms)], 0, 1);

    private static IncidentOutcome Outcome(string truth, double? delay, string said, double confidence, int rank, double novelty = 1)
    {
        var judged = new JudgedIncident(said, said, confidence, rank, true, novelty, 0.5);
        return new IncidentOutcome("s", "", truth, truth, delay, judged, delay is null ? null : judged);
    }
}

using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.Smd;
using Auscult.Telemetry.Storage;
using Auscult.Telemetry.Tests.Storage;

namespace Auscult.Telemetry.Tests.Loading;

public sealed class SmdSourceTests : IDisposable
{
    private static readonly string Published = Path.Combine(DatasetFactAttribute.Root, "SMD");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [DatasetFact("SMD")]
    public void Every_machine_has_38_signals_and_about_23_700_rows_per_half()
    {
        SmdSource.Machines(Published).Count.ShouldBe(10);
        foreach (var machine in SmdSource.Machines(Published))
        {
            var dataset = new SmdSource(Published, machine).Load();
            var table = dataset.ReadSeries(Layer.Hardware, EntityKind.Node);

            table.Columns.Count.ShouldBe(38);
            foreach (var recording in dataset.Manifest.Recordings)
                (recording.End - recording.Start).TotalMinutes.ShouldBeInRange(23_680, 23_710, machine);
            table.Columns.ShouldAllBe(column => column.Values.All(value => value >= 0 && value <= 1));
            dataset.Incidents.ShouldAllBe(incident => incident.Recording == "test");
        }
    }

    /// <summary>Counts of the published label file: 542 anomalous rows in ten runs, the first at row 4,629.</summary>
    [DatasetFact("SMD")]
    public void Labels_of_machine_1_2_are_the_published_ones()
    {
        var dataset = new SmdSource(Published, "machine-1-2").Load();
        var test = dataset.Manifest.Recordings.Single(recording => recording.Name == "test");

        dataset.Incidents.Count.ShouldBe(10);
        dataset.Incidents.Sum(incident => (incident.End - incident.Onset).TotalMinutes).ShouldBe(542);
        (dataset.Incidents[0].Onset - test.Start).TotalMinutes.ShouldBe(4629);
        dataset.Incidents[0].RootSignals.ShouldBe(["smd_08", "smd_09", "smd_10", "smd_12", "smd_14", "smd_17"]);
    }

    [DatasetFact("SMD")]
    public void Published_scores_name_their_protocol()
    {
        var scores = PublishedScores.Load(Published);

        scores.Count.ShouldBe(5);
        var machine = scores.Single(score => score.Machine == "machine-2-7");
        machine.TrainPrefix.ShouldBe(564);
        machine.VusPr.Count.ShouldBe(23);
        machine.VusPr.ToDictionary()["PCA"].ShouldBe(0.777904, 1e-6);
    }

    [DatasetFact("SMD")]
    public void An_unknown_machine_suggests_a_known_one() =>
        Should.Throw<InputException>(() => new SmdSource(Published, "machine-1-9").Load()).Message.ShouldContain("did you mean 'machine-1-");

    [Fact]
    public void A_folder_of_something_else_is_refused() =>
        Should.Throw<InputException>(() => new SmdSource(_folder.Path, "machine-1-2").Load()).Message.ShouldContain("not a folder of the Server Machine Dataset");

    [Fact]
    public void A_text_cell_is_named_by_line_and_column()
    {
        WriteMachine(train: Rows(3), test: Rows(2).Replace("0.5,", "x,", StringComparison.Ordinal), labels: "0\n1\n");

        Load().Message.ShouldEndWith("machine-1.txt:1:1: 'x' is not a number");
    }

    [Fact]
    public void A_narrow_row_is_named_by_line()
    {
        WriteMachine(train: Rows(3), test: Rows(2) + "0.1,0.2\n", labels: "0\n1\n0\n");

        Load().Message.ShouldContain("machine-1.txt:3: ");
    }

    [Fact]
    public void Fewer_labels_than_rows_are_refused()
    {
        WriteMachine(train: Rows(3), test: Rows(2), labels: "0\n");

        Load().Message.ShouldContain("has 1 labels for 2 test rows");
    }

    [Fact]
    public void An_import_reads_back_equal()
    {
        WriteMachine(train: Rows(3), test: Rows(4), labels: "0\n1\n1\n0\n");
        var dataset = new SmdSource(_folder.Path, "machine-1").Load();
        DatasetWriter.Write(_folder.At("set"), dataset);

        var read = Dataset.Open(_folder.At("set"));

        DatasetComparison.ShouldEqual(read, dataset, relativeTolerance: 1e-7);
        read.Incidents.ShouldHaveSingleItem().RootSignals.ShouldBe(["smd_01", "smd_37"]);
    }

    private InputException Load() => Should.Throw<InputException>(() => new SmdSource(_folder.Path, "machine-1").Load());

    private static string Rows(int count) =>
        string.Concat(Enumerable.Range(0, count).Select(_ => string.Join(',', Enumerable.Repeat("0.5", 37)) + ",0.25\n"));

    private void WriteMachine(string train, string test, string labels)
    {
        foreach (var (part, text) in new[] { ("train", train), ("test", test), ("test_label", labels), ("interpretation_label", "1-3:2,38\n") })
        {
            Directory.CreateDirectory(_folder.At(part));
            File.WriteAllText(_folder.At(part, "machine-1.txt"), text);
        }
    }
}

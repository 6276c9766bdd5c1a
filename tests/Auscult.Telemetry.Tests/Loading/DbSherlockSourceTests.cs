using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.DbSherlock;
using Auscult.Telemetry.Storage;
using Auscult.Telemetry.Tests.Storage;

namespace Auscult.Telemetry.Tests.Loading;

public sealed class DbSherlockSourceTests : IDisposable
{
    private static readonly string Published = Path.Combine(DatasetFactAttribute.Root, "DBSherlock");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [DatasetFact("DBSherlock")]
    public void There_are_80_cases_of_10_causes_and_93_metrics()
    {
        var dataset = new DbSherlockSource(Published).Load();

        dataset.Manifest.Recordings.Count.ShouldBe(80);
        dataset.Incidents.Count.ShouldBe(80);
        dataset.Incidents.CountBy(incident => incident.FaultClass).Select(pair => pair.Value).ShouldBe(Enumerable.Repeat(8, 10));
        dataset.Manifest.Signals.Count.ShouldBe(93);
        dataset.Manifest.Signals.CountBy(signal => signal.Layer).ToDictionary().ShouldBe(
            new Dictionary<Layer, int> { [Layer.Hardware] = 33, [Layer.Network] = 2, [Layer.Storage] = 9, [Layer.Model] = 49 });
        foreach (var recording in dataset.Manifest.Recordings)
            (recording.End - recording.Start).TotalSeconds.ShouldBeInRange(131, 187, recording.Name);
    }

    [DatasetFact("DBSherlock")]
    public void Cases_keep_60_seconds_distance_and_the_first_one_its_labelled_rows()
    {
        var dataset = new DbSherlockSource(Published).Load();

        foreach (var (before, after) in dataset.Manifest.Recordings.Zip(dataset.Manifest.Recordings.Skip(1)))
            (after.Start - before.End).ShouldBe(TimeSpan.FromSeconds(60));
        var first = dataset.Incidents[0];
        (first.FaultClass, first.Recording).ShouldBe(("poorly_written_query", "single_01_01"));
        (first.Onset - DbSherlockSource.Epoch).TotalSeconds.ShouldBe(34);
        (first.End - first.Onset).TotalSeconds.ShouldBe(30);
    }

    [DatasetFact("DBSherlock")]
    public void An_import_reads_back_equal()
    {
        var dataset = new DbSherlockSource(Published).Load();
        DatasetWriter.Write(_folder.At("set"), dataset);

        DatasetComparison.ShouldEqual(Dataset.Open(_folder.At("set")), dataset, relativeTolerance: 1e-7);
    }

    [Fact]
    public void Abnormal_rows_outside_the_case_are_named_by_line()
    {
        WriteCase(labels: "single_01_01,CPU Saturation,2,9\n", rows: "1,5\n2,6\n");

        Load().Message.ShouldContain("labels.csv:2: abnormal rows 2 to 9");
    }

    [Fact]
    public void A_text_cell_is_named_by_file_line_and_column()
    {
        WriteCase(labels: "single_01_01,CPU Saturation,1,2\n", rows: "1,5\n2,oops\n");

        Load().Message.ShouldEndWith("single_01_01.csv:3:AvgCpuUser: 'oops' is not a number");
    }

    [Fact]
    public void An_unknown_cause_suggests_a_known_one()
    {
        WriteCase(labels: "single_01_01,CPU Saturatoin,1,2\n", rows: "1,5\n2,6\n");

        Load().Message.ShouldContain("did you mean 'CPU Saturation'?");
    }

    private InputException Load() => Should.Throw<InputException>(() => new DbSherlockSource(_folder.Path).Load());

    private void WriteCase(string labels, string rows)
    {
        File.WriteAllText(_folder.At("labels.csv"), "case_id,cause,abnormal_start_row,abnormal_end_row\n" + labels);
        Directory.CreateDirectory(_folder.At("csv"));
        File.WriteAllText(_folder.At("csv", "single_01_01.csv"), "Epoch,AvgCpuUser\n" + rows);
    }
}

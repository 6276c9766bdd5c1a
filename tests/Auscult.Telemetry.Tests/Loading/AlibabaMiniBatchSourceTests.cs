using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.AlibabaMiniBatch;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Tests.Storage;

namespace Auscult.Telemetry.Tests.Loading;

public sealed class AlibabaMiniBatchSourceTests : IDisposable
{
    private const string Header = ",worker,gpu,time,batch_time_norm\n";
    private static readonly string Published = Path.Combine(DatasetFactAttribute.Root, "AlibabaMiniBatch");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [DatasetFact("AlibabaMiniBatch")]
    public void Four_jobs_of_ten_workers_and_the_named_straggler()
    {
        var dataset = new AlibabaMiniBatchSource(Published).Load();

        dataset.Manifest.Recordings.Select(recording => recording.Name).ShouldBe(["job1", "job2", "job3", "job4"]);
        dataset.Topology.Entities.Count.ShouldBe(40);
        dataset.Topology.Groups.Select(group => group.Members.Count).ShouldBe([10, 10, 10, 10]);
        // Rows of the four files: 3000, 2402, 2489, 21829; one row of job 2 repeats a moment.
        dataset.Seen(Layer.Model, EntityKind.Rank, "batch_time_normalised").Length.ShouldBe(29_719);
        dataset.Manifest.Import!.RepeatedSamples.ShouldBe(1);
        var straggler = dataset.Incidents.Single();
        (straggler.RootEntity, straggler.Recording).ShouldBe(("job1/rank6", "job1"));
        // In the middle of 2,988 iterations.
        (straggler.Onset - AlibabaMiniBatchSource.Epoch).TotalSeconds.ShouldBe(1811);
        (straggler.End - straggler.Onset).TotalSeconds.ShouldBe(140);
        dataset.Events.Count(happened => happened.Kind == "multiple_stragglers").ShouldBe(2);
    }

    [Theory]
    [InlineData("0,0,25,1,many\n", "batch_time_norm: 'many' is not a number")]
    [InlineData("0,0,25,1,1001\n", "batch_time_norm: 1001 is not between 0 and 1000")]
    [InlineData("0,x,25,1,10\n", "worker: 'x' is not a whole number")]
    [InlineData("0,0,25,99999999999,10\n", "time: '99999999999' is not a whole number below a billion")]
    public void Bad_rows_are_named_or_skipped(string row, string problem)
    {
        File.WriteAllText(_folder.At("job_1_norm.csv"), Header + "0,0,25,1,10\n" + row);
        Should.Throw<InputException>(() => new AlibabaMiniBatchSource(_folder.Path).Load()).Message.ShouldContain("job_1_norm.csv:3:" + problem);
        var context = new ImportContext(skipBad: true);
        new AlibabaMiniBatchSource(_folder.Path).Load(context).Seen(Layer.Model, EntityKind.Rank, "batch_time_normalised").ShouldBe([10]);
        context.Bad.Count.ShouldBe(1);
    }

    [Fact]
    public void A_missing_column_is_named()
    {
        File.WriteAllText(_folder.At("job_1_norm.csv"), ",worker,gpu,time,batch_time\n0,0,25,1,10\n");
        Should.Throw<InputException>(() => new AlibabaMiniBatchSource(_folder.Path).Load()).Message.ShouldContain("did you mean 'batch_time'?");
    }
}

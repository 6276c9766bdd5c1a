using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.ByteDance;
using Auscult.Telemetry.Storage;
using Auscult.Telemetry.Tests.Storage;

namespace Auscult.Telemetry.Tests.Loading;

public sealed class ByteDanceStragglerSourceTests
{
    private static readonly string Published = Path.Combine(DatasetFactAttribute.Root, "ByteDanceStraggler");

    [DatasetFact("ByteDanceStraggler")]
    public void One_worker_of_the_first_job_is_slow_and_the_numbers_are_the_published_ones()
    {
        var dataset = new ByteDanceStragglerSource(Published, "AR").Load();

        dataset.Manifest.Import!.Remarks.ShouldBe(["AR: 117216 operations of 44 steps on 16 traced ranks"]);
        dataset.ReadSeries(Layer.Model, EntityKind.Rank).RowCount.ShouldBe(44 * 16);
        dataset.Topology.Groups.CountBy(group => group.Kind).ToDictionary().ShouldBe(new Dictionary<string, int> { ["dp"] = 4, ["pp"] = 4 }, ignoreOrder: true);
        var incident = dataset.Incidents.Single();
        (incident.FaultClass, incident.RootEntity, incident.Victims.Count).ShouldBe(("worker_slowdown", "AR/rank0", 15));
        // Time lost of a job that takes 1.973 times as long.
        incident.Severity!.Value.ShouldBe(1 - (1 / 1.9730450967), tolerance: 1e-3);
        // The slow worker computes twice as long as its data-parallel peers.
        var backward = MeanByRank(dataset, "backward_seconds");
        (backward["AR/rank0"] / backward["AR/rank4"]).ShouldBeGreaterThan(1.8);
        backward.Where(pair => pair.Key != "AR/rank0").Max(pair => pair.Value).ShouldBeLessThan(backward["AR/rank0"] / 1.5);
    }

    [DatasetFact("ByteDanceStraggler")]
    public void The_last_stage_of_the_third_job_does_more_than_the_others()
    {
        var dataset = new ByteDanceStragglerSource(Published, "ST").Load();

        dataset.Manifest.Import!.Remarks.ShouldBe(["ST: 6784 operations of 32 steps on 8 traced ranks"]);
        var incident = dataset.Incidents.Single();
        (incident.FaultClass, incident.RootEntity).ShouldBe(("stage_partitioning_imbalance", "ST/rank7"));
        incident.Victims.ShouldBe(["ST/rank0", "ST/rank2", "ST/rank4", "ST/rank1", "ST/rank3", "ST/rank5"], ignoreOrder: true);
        dataset.Events.Count(happened => happened.Kind == "worker_slowdown").ShouldBe(8);
        var forward = MeanByRank(dataset, "forward_seconds");
        forward["ST/rank7"].ShouldBeGreaterThan(1.2 * forward["ST/rank3"]);
    }

    [DatasetFact("ByteDanceStraggler")]
    public void No_rank_is_the_root_of_long_sequences()
    {
        var dataset = new ByteDanceStragglerSource(Published, "SE").Load();

        dataset.Manifest.Import!.Remarks.ShouldContain("SE: 112320 operations of 45 steps on 64 traced ranks");
        var incident = dataset.Incidents.Single();
        (incident.FaultClass, incident.RootEntity, incident.Victims.Count).ShouldBe(("sequence_length_imbalance", "SE", 0));
    }

    [Fact]
    public void Missing_files_and_unknown_jobs_are_said()
    {
        using var folder = new TemporaryFolder();
        Should.Throw<InputException>(() => new ByteDanceStragglerSource(folder.Path, "XX").Load()).Message.ShouldContain("data.part: 'XX' is unknown");
        Should.Throw<InputException>(() => new ByteDanceStragglerSource(folder.Path, "AR").Load()).Message.ShouldContain("meta-AR.yaml: no such file");
        File.WriteAllText(folder.At("meta-AR.yaml"), "dp_size: 4\ndsp_size: 1\npp_size: 4\ntp_size: 4\nworld_size: 65\n");
        Should.Throw<InputException>(() => new ByteDanceStragglerSource(folder.Path, "AR").Load()).Message.ShouldContain("is not the product");
    }

    private static Dictionary<string, double> MeanByRank(Dataset dataset, string signal)
    {
        var table = dataset.ReadSeries(Layer.Model, EntityKind.Rank);
        return table.EntityIndex.Zip(table.Values(signal)).Where(row => !double.IsNaN(row.Second))
            .GroupBy(row => table.Entities[row.First]).ToDictionary(rank => rank.Key, rank => rank.Average(row => row.Second));
    }
}

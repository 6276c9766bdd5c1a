using System.Text.Json.Nodes;
using Auscult.Retraining.State;
using Auscult.Tracking;
using Auscult.Tracking.Rest;
using Auscult.Tracking.Tests.Server;

namespace Auscult.Retraining.Tests;

/// <summary>The registered model's alias follows the champion, at a file store and at a server.</summary>
public sealed class TrackedVersionsTests
{
    [Fact]
    public async Task The_alias_at_a_server_follows_promotion_and_rollback()
    {
        using var server = new TestServer(contractOnly: true);
        using var folder = new Workbench();
        var tracker = new TrackerConfig { Kind = TrackerKind.Server, Uri = server.Uri, Spool = Path.Combine(folder.Root, "spool"), SystemMetrics = false, FlushSeconds = 60 }
            .Open(TimeProvider.System, _ => { }, _ => null);
        using var bench = new Workbench(tracker);
        using var client = new MlflowClient(ServerConnection.From(server.Uri, _ => null), TimeProvider.System);
        bench.Week("w1", 1);
        (await Alias(client)).ShouldBe("1");
        bench.Week("w2", 1);
        (await Alias(client)).ShouldBe("1");
        bench.Week("w3", 2);
        (await Alias(client)).ShouldBe("2");
        bench.Retraining.RollBack(null);
        (await Alias(client)).ShouldBe("1");
        bench.Retraining.RollBack(3);
        (await Alias(client)).ShouldBe("2");

        var experiment = (await client.Api.GetExperimentByName("retrain")).Experiment.ExperimentId;
        var runs = await client.SearchRunsAsync(new Auscult.Tracking.Messages.SearchRuns([experiment])).ToArrayAsync();
        var tags = runs.Single(run => run.Info.RunName == "retrain-0003").Data!.Tags!.ToDictionary(tag => tag.Key, tag => tag.Value, StringComparer.Ordinal);
        tags["auscult.retrain.verdict"].ShouldBe("promoted");
        tags["auscult.retrain.parent"].ShouldBe("1");
        tags["auscult.retrain.parent_run"].ShouldBe(new Registry.TrackedVersions(tracker, "", bench.Config, bench.Folder.Registry).Read(1)!.RunId);
        tags["auscult.retrain.data"].ShouldBe(bench.Folder.Registry.Read(3).Data);
        runs.Select(run => run.Info.RunName).Order(StringComparer.Ordinal).ShouldBe(["retrain-0001", "retrain-0002", "retrain-0003", "rollback-0001", "rollback-0003"]);
        ((IDisposable)tracker).Dispose();
    }

    [Fact]
    public void The_alias_of_a_file_store_follows_and_a_crash_registers_nothing_twice()
    {
        using var folder = new Workbench();
        var root = Path.Combine(folder.Root, "mlruns");
        using var bench = new Workbench(new TrackerConfig { Root = root }.Open(TimeProvider.System));
        bench.Week("w1", 1);
        bench.Week("w2", 2);
        string Alias() => File.ReadAllText(Path.Combine(root, "models", "auscult-diagnosis", "aliases", "champion"));
        Alias().ShouldBe("2");
        bench.Retraining.RollBack(null);
        Alias().ShouldBe("1");
        // As after a crash that came before the line of the lineage.
        var tracked = new Registry.TrackedVersions(bench.Tracker, "retrain", bench.Config, bench.Folder.Registry);
        var entry = bench.Folder.Lineage.Read().Last(one => one.Event == LineageEvent.Promoted);
        tracked.Record(entry).ShouldBe(tracked.Read(2)!.RunId);
        Directory.GetDirectories(Path.Combine(root, "models", "auscult-diagnosis"), "version-*").Length.ShouldBe(2);
        JsonNode.Parse(entry.ToLine())!["event"]!.ToString().ShouldBe("promoted");
    }

    [Fact]
    public void A_server_that_is_down_delays_no_promotion()
    {
        using var folder = new Workbench();
        var tracker = new TrackerConfig { Kind = TrackerKind.Server, Uri = "http://127.0.0.1:9", Spool = Path.Combine(folder.Root, "spool"), SystemMetrics = false, FlushSeconds = 0.1 }
            .Open(TimeProvider.System, _ => { }, _ => null);
        using var bench = new Workbench(tracker);
        bench.Week("w1", 1).Entry!.Event.ShouldBe(LineageEvent.Promoted);
        bench.Serving().ShouldBe(1);
        ((IDisposable)tracker).Dispose();
    }

    private static async Task<string> Alias(MlflowClient client) =>
        (await client.Api.GetModelVersionByAlias("auscult-diagnosis", "champion")).ModelVersion.Version;
}

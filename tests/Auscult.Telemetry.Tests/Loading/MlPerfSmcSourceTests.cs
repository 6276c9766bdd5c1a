using System.IO.Compression;
using System.Text;
using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Loading.MlPerf;
using Auscult.Telemetry.Tests.Storage;

namespace Auscult.Telemetry.Tests.Loading;

public sealed class MlPerfSmcSourceTests : IDisposable
{
    private const string Run = "result_5849-240518014016374832336_1";
    private static readonly string Published = Path.Combine(DatasetFactAttribute.Root, "MLPerf_SMC_v4.0");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [DatasetFact("MLPerf_SMC_v4.0")]
    public void Three_runs_of_64_nodes_with_288_steps_and_24_evaluations_each()
    {
        var dataset = new MlPerfSmcSource(Published).Load();

        dataset.Manifest.Recordings.Count.ShouldBe(3);
        dataset.Topology.Entities.CountBy(entity => entity.Kind).ToDictionary().ShouldBe(
            new Dictionary<EntityKind, int> { [EntityKind.Rank] = 1, [EntityKind.Node] = 64, [EntityKind.Switch] = 1 }, ignoreOrder: true);
        dataset.Seen(Layer.Model, EntityKind.Rank, "step_seconds").Length.ShouldBe(3 * 288);
        dataset.Seen(Layer.Model, EntityKind.Rank, "validation_step_timing in s").Length.ShouldBe(3 * 72);
        dataset.Seen(Layer.Model, EntityKind.Rank, "evaluation_loss").Length.ShouldBe(3 * 24);
        dataset.Incidents.Count(incident => incident is { FaultClass: "evaluation", IsBenign: true }).ShouldBe(3 * 24);
        // zcat power_dc/*/node_*.txt.gz | grep -c power_reading
        dataset.Seen(Layer.Hardware, EntityKind.Node, "node_power_watts").Length.ShouldBe(326_652);
        dataset.Seen(Layer.Hardware, EntityKind.Switch, "switch_power_watts").ShouldBe([59_570, 59_570, 59_570]);
    }

    [Fact]
    public void A_reading_that_is_no_power_is_named_or_skipped()
    {
        Write(Run + ".mllog.txt.gz", Entry(1715968189417, "tracked_stats", """{"train_step_timing in s": 10.5}"""));
        Write(Path.Combine("power_dc", Run, "node_1.txt.gz"), Entry(1715968189418, "power_reading", "4000"), Entry(1715968191418, "power_reading", "\"much\""));

        Should.Throw<InputException>(() => new MlPerfSmcSource(_folder.Path).Load()).Message.ShouldContain("node_1.txt.gz:2:power_reading");
        var context = new ImportContext(skipBad: true);
        new MlPerfSmcSource(_folder.Path).Load(context).Seen(Layer.Hardware, EntityKind.Node, "node_power_watts").ShouldBe([4000]);
        context.Bad.Count.ShouldBe(1);
    }

    [Fact]
    public void Missing_power_and_an_unknown_part_are_said()
    {
        Write(Run + ".mllog.txt.gz", Entry(1715968189417, "tracked_stats", """{"train_step_timing in s": 10.5}"""));
        Should.Throw<InputException>(() => new MlPerfSmcSource(_folder.Path, "ac").Load()).Message.ShouldContain("no such file or folder");
        Should.Throw<InputException>(() => new MlPerfSmcSource(_folder.Path, "dv").Load()).Message.ShouldContain("known: ac, dc");
    }

    private static string Entry(long time, string key, string value) =>
        $"{{\"time_ms\": {time}, \"event_type\": \"POINT_IN_TIME\", \"key\": \"{key}\", \"value\": {value}, \"metadata\": \"\"}}";

    private void Write(string file, params string[] entries)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.At(file))!);
        using var zip = new GZipStream(File.Create(_folder.At(file)), CompressionLevel.Fastest);
        zip.Write(Encoding.UTF8.GetBytes(string.Concat(entries.Select(entry => $":::MLLOG {entry}\n"))));
    }
}

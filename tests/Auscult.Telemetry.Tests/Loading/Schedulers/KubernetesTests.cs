using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Loading.Schedulers;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Tests.Loading.Schedulers;

public sealed class KubernetesTests : IDisposable
{
    private const string Scheduled = """
        {"apiVersion":"v1","kind":"Event","metadata":{"name":"a","creationTimestamp":"2026-03-01T12:00:00Z"},"involvedObject":{"kind":"Pod","name":"train-0"},
         "reason":"Scheduled","message":"Successfully assigned default/train-0 to n1","source":{"component":"default-scheduler"},"firstTimestamp":null,"lastTimestamp":null,
         "eventTime":"2026-03-01T12:00:00.500000Z","type":"Normal"}
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Events_of_both_versions_become_operational_events_with_their_nodes()
    {
        var dataset = Load(List(
            Scheduled,
            Event("Pod", "train-0", "Started", "n1", "12:00:02"),
            Event("Node", "n2", "NodeNotReady", null, "12:01:00"),
            Event("Node", "n2", "NodeReady", null, "12:03:00"),
            Event("Node", "n1", "NodeNotSchedulable", "n1", "12:04:00"),
            Event("Node", "n1", "Rebooted", "n1", "12:05:00", "Node n1 has been rebooted, boot id: 1"),
            Event("Node", "n2", "SystemOOM", "n2", "12:06:00"),
            Event("Pod", "train-1", "Preempted", null, "12:07:00"),
            """
            {"apiVersion":"events.k8s.io/v1","kind":"Event","metadata":{},"regarding":{"kind":"Pod","name":"train-0"},"reason":"BackOff","note":"again",
             "reportingController":"kubelet","reportingInstance":"n1","eventTime":"2026-03-01T12:08:00Z","series":{"count":7,"lastObservedTime":"2026-03-01T12:09:00Z"}}
            """));

        dataset.Events.Select(happened => $"{happened.Time:HH:mm:ss} {happened.Entity} {happened.Kind}").ShouldBe(
        [
            "12:00:00 n1 scheduled", "12:00:02 n1 start", "12:01:00 n2 node_failure", "12:03:00 n2 resume", "12:04:00 n1 drain", "12:05:00 n1 reboot",
            "12:06:00 n2 oom_kill", "12:07:00 cluster preemption", "12:08:00 n1 back_off", "12:09:00 n1 back_off",
        ]);
        dataset.Events[^1].Detail.ShouldBe("Pod train-0: BackOff: again (7 times)");
        var table = dataset.ReadSeries(Layer.Hardware, EntityKind.Node);
        var n2 = Enumerable.Range(0, table.RowCount).Where(row => table.Entities[table.EntityIndex[row]] == "n2").ToArray();
        n2.Select(row => table.Columns[0].Values[row]).Distinct().ShouldBe([1, 0]);
        dataset.Manifest.Step.ShouldBe(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void A_watch_s_values_one_after_another_and_several_files_are_one_history()
    {
        File.WriteAllText(_folder.At("b.json"), Scheduled);
        Load($"{Event("Node", "n1", "NodeReady", null, "12:00:00")}\n{Event("Node", "n1", "NodeNotReady", null, "12:01:00")}\n").Events.Count.ShouldBe(3);
    }

    [Fact]
    public void A_list_that_is_cut_off_gives_what_came_before()
    {
        var whole = List(Scheduled, Event("Node", "n2", "NodeReady", null, "12:01:00"), Event("Node", "n2", "NodeNotReady", null, "12:02:00"));
        File.WriteAllText(_folder.At("log.json"), whole[..^120]);
        var source = new KubernetesSource(new SchedulerConfig { Root = _folder.Path });
        Should.Throw<InputException>(() => source.Load()).Message.ShouldContain("is not JSON, or is cut off");
        var lenient = new ImportContext(skipBad: true);
        source.Load(lenient).Events.Count.ShouldBe(2);
        lenient.Bad.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("\"reason\":\"NodeReady\"", "\"why\":\"x\"", "log.json:2: an event without a reason")]
    [InlineData("\"involvedObject\":{\"kind\":\"Node\",\"name\":\"bad\"}", "\"x\":[]", "log.json:2: an event that is about nothing")]
    [InlineData("2026-03-01T12:05:00Z", "noon", "log.json:2: 'noon' cannot be when it happened")]
    [InlineData("2026-03-01T12:05:00Z", "0001-01-01T00:00:00Z", "log.json:2: '0001-01-01T00:00:00Z' cannot be when it happened")]
    [InlineData("firstTimestamp", "when", "log.json:2: an event without a time")]
    public void A_bad_event_ends_a_strict_import_and_is_listed_by_a_lenient_one(string good, string bad, string message)
    {
        File.WriteAllText(_folder.At("log.json"), $"{Scheduled.ReplaceLineEndings(" ")}\n{Event("Node", "bad", "NodeReady", null, "12:05:00").ReplaceLineEndings(" ").Replace(good, bad, StringComparison.Ordinal)}");
        var source = new KubernetesSource(new SchedulerConfig { Root = _folder.Path });
        Should.Throw<InputException>(() => source.Load()).Message.ShouldContain(message);
        var lenient = new ImportContext(skipBad: true);
        source.Load(lenient).Events.Single().Kind.ShouldBe("scheduled");
        lenient.Bad.Listed.Single().ShouldContain(message);
    }

    [Theory]
    [InlineData("", "no job has run and no node's state is told in it")]
    [InlineData("{\"kind\":\"List\",\"items\":[]}", "no node's state is told")]
    [InlineData("NAMESPACE LAST SEEN\n", "log.json:1: is not JSON, or is cut off; expected the output of 'kubectl get events -A -o json'")]
    public void Files_without_events_are_refused(string text, string message) =>
        Should.Throw<InputException>(() => Load(text)).Message.ShouldContain(message);

    private static string List(params string[] events) => $"{{\"apiVersion\":\"v1\",\"items\":[{string.Join(",\n", events)}],\"kind\":\"List\",\"metadata\":{{\"resourceVersion\":\"\"}}}}";

    private static string Event(string kind, string name, string reason, string? host, string time, string message = "") => $$"""
        {"kind":"Event","involvedObject":{"kind":"{{kind}}","name":"{{name}}"},"reason":"{{reason}}","message":"{{message}}","source":{ {{(host is null ? "" : $"\"host\":\"{host}\"")}} },"firstTimestamp":"2026-03-01T{{time}}Z"}
        """;

    private Dataset Load(string text)
    {
        File.WriteAllText(_folder.At("log.json"), text);
        return new KubernetesSource(new SchedulerConfig { Root = _folder.Path }).Load();
    }
}

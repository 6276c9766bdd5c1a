using Auscult.Learning.Heads;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Windowing;

namespace Auscult.Learning.Tests.Heads;

public sealed class IncidentExamplesTests
{
    private static readonly Topology Nodes = new([new Entity("node0", EntityKind.Node), new Entity("node0/disk", EntityKind.Disk, "node0")], []);

    [Fact]
    public void The_context_ends_before_the_onset_and_after_the_incident_before_it()
    {
        var frame = TestFrames.Correlated(300);
        var examples = IncidentExamples.Within(
            frame.Schema, Nodes, [Incident("a", 100, 120), Incident("b", 150, 160)], TestFrames.AllRows(frame), new IncidentExampleConfig());

        examples.Select(e => (e.Context.FirstRow, e.Context.EndRow)).ShouldBe([(40, 100), (120, 150)]);
        examples.Select(e => (e.Fault.FirstRow, e.Fault.EndRow)).ShouldBe([(100, 120), (150, 160)]);
    }

    [Fact]
    public void An_example_stays_within_its_part_and_its_recording()
    {
        var frame = TestFrames.Correlated(300, segments: 3);
        var second = Incident("a", 10, 30) with { Recording = "recording-1", Onset = TestFrames.Start.AddHours(1).AddSeconds(10), End = TestFrames.Start.AddHours(1).AddSeconds(30) };

        var whole = IncidentExamples.Within(frame.Schema, Nodes, [second], TestFrames.AllRows(frame), new IncidentExampleConfig());
        whole.ShouldHaveSingleItem().Context.ShouldBe(new RowRange(0, 100, 10));

        var part = IncidentExamples.Within(frame.Schema, Nodes, [second], [new RowRange(0, 104, 100)], new IncidentExampleConfig());
        part.ShouldHaveSingleItem().Context.ShouldBe(new RowRange(0, 104, 6));

        IncidentExamples.Within(frame.Schema, Nodes, [second], [new RowRange(0, 115, 100)], new IncidentExampleConfig()).ShouldBeEmpty();
    }

    [Fact]
    public void Benign_events_are_no_examples_unless_wanted_and_never_end_a_context()
    {
        var frame = TestFrames.Correlated(300);
        Incident[] incidents = [Incident("b", 80, 90) with { IsBenign = true, FaultClass = "checkpoint" }, Incident("f", 100, 120)];

        var faults = IncidentExamples.Within(frame.Schema, Nodes, incidents, TestFrames.AllRows(frame), new IncidentExampleConfig());
        faults.ShouldHaveSingleItem().Context.ShouldBe(new RowRange(0, 40, 60));

        IncidentExamples.Within(
            frame.Schema, Nodes, incidents, TestFrames.AllRows(frame), new IncidentExampleConfig { IncludeBenign = true }).Count.ShouldBe(2);
    }

    private static Incident Incident(string id, int first, int end) => new()
    {
        Id = id, FaultClass = "disk_saturation", Layer = Layer.Storage, RootEntity = "node0/disk", Recording = "recording-0",
        Onset = TestFrames.Start.AddSeconds(first), End = TestFrames.Start.AddSeconds(end),
    };
}

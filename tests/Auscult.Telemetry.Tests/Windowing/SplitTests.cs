using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;
using FsCheck;
using FsCheck.Fluent;

namespace Auscult.Telemetry.Tests.Windowing;

public sealed class SplitTests
{
    private static readonly Topology NoTopology = new([], []);

    [Fact]
    public void By_time_the_past_trains_and_the_guard_belongs_to_nobody()
    {
        var split = Split.ByTime(Frames.Schema(2, 1, 60, 40), 0.5, 0.2, guardRows: 3);
        split.Train.ShouldBe([new RowRange(0, 0, 50), new RowRange(1, 0, 50)]);
        split.Validation.ShouldBe([new RowRange(0, 53, 17), new RowRange(1, 53, 17)]);
        split.Test.ShouldBe([new RowRange(0, 73, 27), new RowRange(1, 73, 27)]);
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0.6, 0.4, 0)]
    [InlineData(double.NaN, 0, 0)]
    [InlineData(0.9, 0, 20)]
    public void A_split_by_time_without_rows_is_refused(double train, double validation, int guard) =>
        Should.Throw<InputException>(() => Split.ByTime(Frames.Schema(1, 1, 100), train, validation, guard));

    [Fact]
    public void An_entity_takes_part_only_in_recordings_that_show_it()
    {
        var schema = Frames.Schema(2, 2, 4, 3, 5);
        var values = new float[schema.ValueCount];
        Array.Fill(values, float.NaN);
        values[2 * 1] = 7;                                    // entity 0: one value in the first recording, none in the second
        values[2 * (4 + 3 + 2)] = 7;                          // and one in the third
        values[(2 * 12) + (2 * 5)] = 7;                       // entity 1: one value in the second
        using var frame = new MemoryFrame(schema, values);
        var split = Split.ByRecording(schema, Parts(("train", ["r0", "r1"]), ("test", ["r2"]))).Seen(frame);
        split.Train.ShouldBe([new RowRange(0, 0, 4), new RowRange(1, 4, 3)]);
        split.Test.ShouldBe([new RowRange(0, 7, 5)]);
        using var blind = new MemoryFrame(Frames.Schema(1, 1, 2, 2), [1, 1, float.NaN, float.NaN]);
        Should.Throw<InputException>(() => Split.ByRecording(blind.Schema, Parts(("train", ["r0"]), ("test", ["r1"]))).Seen(blind))
            .Message.ShouldContain("test");
    }

    [Fact]
    public void By_recording_whole_recordings_go_to_their_part()
    {
        var schema = Frames.Schema(1, 1, 10, 20, 30);
        var split = Split.ByRecording(schema, Parts(("train", ["r0", "r2"]), ("test", ["r1"])));
        split.Train.ShouldBe([new RowRange(0, 0, 10), new RowRange(0, 30, 30)]);
        split.Test.ShouldBe([new RowRange(0, 10, 20)]);
        Should.Throw<InputException>(() => Split.ByRecording(schema, Parts(("train", ["r0"]), ("test", ["r0"])))).Message.ShouldContain("twice");
        Should.Throw<InputException>(() => Split.ByRecording(schema, Parts(("train", ["r0"]), ("test", ["r9"])))).Message.ShouldContain("did you mean");
        Should.Throw<InputException>(() => Split.ByRecording(schema, Parts(("trian", ["r0"])))).Message.ShouldContain("'train'");
        Should.Throw<InputException>(() => Split.ByRecording(schema, Parts(("train", ["r0"]))));
    }

    [Fact]
    public void Every_row_is_in_at_most_one_part_and_no_window_crosses_parts()
    {
        Check.QuickThrowOnFailure(Prop.ForAll(Gen.Choose(1, 100000).ToArbitrary(), seed =>
        {
            var schema = Frames.Schema(2, 1, 120, 80, 150);
            var incidents = Incidents(seed, schema);
            return Split.ByIncident(schema, incidents, 3, guardRows: 4, new Seeds(seed)).All(fold =>
            {
                var train = WindowIndex.Within(schema, fold.Rows.Train, 6, 1);
                var test = WindowIndex.Within(schema, fold.Rows.Test, 6, 1);
                var trainRows = train.SelectMany(w => Enumerable.Range(w.FirstRow, 6).Select(r => (w.Entity, r))).ToHashSet();
                var testRows = test.SelectMany(w => Enumerable.Range(w.FirstRow, 6).Select(r => (w.Entity, r))).ToHashSet();
                var apart = fold.Rows.Train.All(a => fold.Rows.Test.All(b => a.Entity != b.Entity
                    || schema.SegmentOf(a.FirstRow) != schema.SegmentOf(b.FirstRow) || a.EndRow + 4 <= b.FirstRow || b.EndRow + 4 <= a.FirstRow));
                return !trainRows.Overlaps(testRows) && apart;
            });
        }));
    }

    [Fact]
    public void Every_incident_tests_in_exactly_one_fold_and_its_rows_lie_in_that_part()
    {
        Check.QuickThrowOnFailure(Prop.ForAll(Gen.Choose(1, 100000).ToArbitrary(), seed =>
        {
            var schema = Frames.Schema(1, 1, 120, 80, 150);
            var incidents = Incidents(seed, schema);
            var folds = Split.ByIncident(schema, incidents, 3, 0, new Seeds(seed));
            return incidents.All(incident =>
            {
                var fold = folds.Single(f => f.TestIncidents.Contains(incident.Id));
                var (first, count) = schema.RowsBetween(incident.Recording, incident.Onset, incident.End);
                return Enumerable.Range(first, count).All(row => fold.Rows.Test.Any(r => row >= r.FirstRow && row < r.EndRow))
                    && folds.Count(f => f.TrainIncidents.Contains(incident.Id)) == 2;
            });
        }));
    }

    [Fact]
    public void Classes_spread_evenly_over_folds_of_recordings()
    {
        var schema = Frames.Schema(1, 1, [.. Enumerable.Repeat(30, 12)]);
        var incidents = Enumerable.Range(0, 12).Select(i => Incident($"i{i}", $"class{i % 3}", $"r{i}", schema, 5, 10)).ToArray();
        foreach (var fold in Split.ByRecordingFolds(schema, incidents, 4, new Seeds(2)))
        {
            fold.TestIncidents.Select(id => incidents.Single(i => i.Id == id).FaultClass).Order().ShouldBe(["class0", "class1", "class2"]);
            fold.TrainIncidents.Count.ShouldBe(9);
        }
    }

    [Fact]
    public void Too_few_occurrences_for_the_folds_are_refused()
    {
        var schema = Frames.Schema(1, 1, 100);
        Incident[] overlapping = [Incident("a", "x", "r0", schema, 10, 20), Incident("b", "x", "r0", schema, 15, 20)];
        Should.Throw<InputException>(() => Split.ByIncident(schema, overlapping, 2, 0, new Seeds(1)))
            .Message.ShouldContain("1 separable occurrences cannot make 2 folds");
    }

    [Fact]
    public void A_configuration_chooses_the_split_and_takes_validation_from_the_end_of_training()
    {
        var schema = Frames.Schema(1, 1, 100, 50);
        var native = Parts(("train", ["r0"]), ("test", ["r1"]));
        var split = Split.By(new SplitConfig { ValidationShare = 0.2, GuardRows = 5 }, schema, native, [], NoTopology, new Seeds(1));
        split.Train.ShouldBe([new RowRange(0, 0, 75)]);
        split.Validation.ShouldBe([new RowRange(0, 80, 20)]);
        split.Test.ShouldBe([new RowRange(0, 100, 50)]);

        var incidents = Enumerable.Range(0, 4).Select(i => Incident($"i{i}", "x", "r0", schema, 10 + (20 * i), 5)).ToArray();
        var tested = Enumerable.Range(0, 4).SelectMany(fold => Split.By(
            new SplitConfig { Kind = SplitKind.Incident, Fold = fold }, schema, native, incidents, NoTopology, new Seeds(1)).Test);
        RowRange.Merge(tested).ShouldBe([new RowRange(0, 0, 150)]);
        Split.By(new SplitConfig { Kind = SplitKind.Time }, schema, native, [], NoTopology, new Seeds(1)).Train.ShouldBe([new RowRange(0, 0, 90)]);
        Should.Throw<InputException>(() => Split.By(new SplitConfig(), schema, Parts(), [], NoTopology, new Seeds(1))).Message.ShouldContain("prescribes no split");
        Should.Throw<InputException>(() => Split.By(
            new SplitConfig { Kind = SplitKind.Recording, Fold = 4 }, schema, native, incidents, NoTopology, new Seeds(1))).Message.ShouldContain("no fold 4");
    }

    [Fact]
    public void Parts_that_share_a_row_cannot_be_made() =>
        Should.Throw<ArgumentException>(() => new RowSplit([new RowRange(0, 0, 10)], [], [new RowRange(0, 9, 5)]));

    [Fact]
    public void The_rows_of_an_incident_are_found_on_the_container_that_the_frame_shows()
    {
        var schema = Frames.Schema(2, 1, 100);
        var topology = new Topology([new("node0", EntityKind.Node), new("node1", EntityKind.Node), new("node1/sda", EntityKind.Disk, "node1")], []);
        var incident = Incident("a", "x", "r0", schema, 10, 20) with { RootEntity = "node1/sda" };
        IncidentRows.Of(schema, topology, incident).ShouldBe(new RowRange(1, 10, 20));
        IncidentRows.Of(schema, topology, incident with { RootEntity = "switch7" }).ShouldBeNull();
        IncidentRows.Of(schema, topology, incident with { Recording = "r7" }).ShouldBeNull();
        IncidentRows.Of(schema, topology, incident with { Onset = Frames.Start.AddSeconds(500), End = Frames.Start.AddSeconds(501) }).ShouldBeNull();
    }

    internal static Incident[] Incidents(int seed, FrameSchema schema)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 14).Select(i =>
        {
            var segment = schema.Segments[i < 6 ? i / 2 : random.Next(3)];
            // Two per recording far apart, so that three folds always find enough; the rest anywhere, overlapping or not.
            var first = i < 6 ? (i % 2 * (segment.RowCount - 12)) + 1 : random.Next(segment.RowCount - 10);
            return Incident($"i{i}", $"class{i % 3}", segment.Recording, schema, first, 1 + random.Next(i < 6 ? 8 : 4));
        })];
    }

    private static Incident Incident(string id, string faultClass, string recording, FrameSchema schema, int first, int rows)
    {
        var start = schema.SegmentOf(recording)!.Start;
        return new Incident
        {
            Id = id, FaultClass = faultClass, Layer = Layer.Hardware, RootEntity = "node0", Recording = recording,
            Onset = start.AddSeconds(first), End = start.AddSeconds(first + rows),
        };
    }

    private static Dictionary<string, IReadOnlyList<string>> Parts(params (string Part, string[] Names)[] parts) =>
        parts.ToDictionary(part => part.Part, part => (IReadOnlyList<string>)part.Names);
}

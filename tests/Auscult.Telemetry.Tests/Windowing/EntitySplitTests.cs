using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;

namespace Auscult.Telemetry.Tests.Windowing;

public sealed class EntitySplitTests
{
    [Fact]
    public void Every_entity_tests_in_one_fold_and_faulty_ones_spread_over_the_folds()
    {
        var schema = Frames.Schema(9, 1, 40, 20);
        var incidents = Enumerable.Range(0, 3).Select(i => Fault($"node{i}")).ToArray();
        var folds = Split.ByEntityFolds(schema, new Topology(schema.Entities, []), incidents, 3, new Seeds(1));
        folds.SelectMany(fold => Entities(fold.Test)).Order().ShouldBe(Enumerable.Range(0, 9));
        foreach (var fold in folds)
        {
            Entities(fold.Test).Count.ShouldBe(3);
            Entities(fold.Test).Count(entity => entity < 3).ShouldBe(1);
            Entities(fold.Train).ShouldBe(Enumerable.Range(0, 9).Except(Entities(fold.Test)));
            fold.Test.Concat(fold.Train).Sum(range => range.RowCount).ShouldBe(9 * 60);
        }
    }

    [Fact]
    public void No_entity_of_a_test_group_trains_and_groups_that_share_an_entity_stay_together()
    {
        var schema = Frames.Schema(8, 1, 30);
        var topology = Leaves(schema, ["node0", "node1"], ["node1", "node2"], ["node3", "node4"], ["node5"]);
        var folds = Split.ByTopologyFolds(schema, topology, [], "leaf", 3, new Seeds(4));
        folds.Select(fold => string.Join(' ', Entities(fold.Test))).Order(StringComparer.Ordinal).ShouldBe(["0 1 2", "3 4", "5"]);
        foreach (var fold in folds)
        {
            Entities(fold.Train).ShouldBe(Enumerable.Range(0, 8).Except(Entities(fold.Test)));
            Entities(fold.Train).ShouldContain(7);
        }
        folds.Select(fold => fold.Test[0]).ShouldBe(Split.ByTopologyFolds(schema, topology, [], "leaf", 3, new Seeds(4)).Select(fold => fold.Test[0]));
    }

    [Fact]
    public void Validation_rows_come_from_the_end_of_the_training_entities_after_a_guard()
    {
        var schema = Frames.Schema(4, 1, 100);
        var config = new SplitConfig { Kind = SplitKind.Entity, NumFolds = 4, Fold = 1, ValidationShare = 0.2, GuardRows = 3 };
        var split = Split.By(config, schema, new Dictionary<string, IReadOnlyList<string>>(), [], new Topology([], []), new Seeds(1));
        split.Test.Count.ShouldBe(1);
        split.Validation.ShouldAllBe(range => range.FirstRow == 80 && range.RowCount == 20 && range.Entity != split.Test[0].Entity);
        split.Train.ShouldAllBe(range => range.FirstRow == 0 && range.RowCount == 77);
    }

    [Theory]
    [InlineData(SplitKind.Entity, 3, 0, null, "2 entities cannot make 3 folds", "window.split.num_folds between 2 and 2")]
    [InlineData(SplitKind.Entity, 2, 2, null, "window.split.fold=2", "count from 0")]
    [InlineData(SplitKind.Topology, 2, 0, null, "window.split.group_kind is empty", "kinds leaf")]
    [InlineData(SplitKind.Topology, 2, 0, "tp", "window.split.group_kind=tp, but the dataset has no such groups", "kinds leaf")]
    [InlineData(SplitKind.Topology, 2, 0, "leaf", "1 groups of kind leaf without a common entity cannot make 2 folds", "window.split.kind")]
    [InlineData(SplitKind.Recording, 2, 0, null, "cannot make 2 folds", "window.split.kind")]
    [InlineData(SplitKind.Native, 2, 0, null, "window.split.kind=native", "window.split.kind=time")]
    public void An_impossible_request_names_its_key_and_what_to_do(SplitKind kind, int folds, int fold, string? group, string problem, string remedy)
    {
        var schema = Frames.Schema(2, 1, 30);
        var config = new SplitConfig { Kind = kind, NumFolds = folds, Fold = fold, GroupKind = group };
        var error = Should.Throw<InputException>(() => Split.By(
            config, schema, new Dictionary<string, IReadOnlyList<string>>(), [], Leaves(schema, ["node0", "node1"], ["node1"]), new Seeds(1)));
        error.Message.ShouldContain(problem);
        error.Message.ShouldContain(remedy);
    }

    private static List<int> Entities(IReadOnlyList<RowRange> rows) => [.. rows.Select(range => range.Entity).Distinct().Order()];

    private static Topology Leaves(FrameSchema schema, params string[][] members) =>
        new(schema.Entities, [.. members.Select((ids, i) => new EntityGroup($"leaf{i}", "leaf", ids))]);

    private static Incident Fault(string entity) => new()
    {
        Id = entity, FaultClass = "x", Layer = Layer.Hardware, RootEntity = entity, Recording = "r0",
        Onset = Frames.Start.AddSeconds(3), End = Frames.Start.AddSeconds(9),
    };
}

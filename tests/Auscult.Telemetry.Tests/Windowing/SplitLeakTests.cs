using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;
using FsCheck;
using FsCheck.Fluent;

namespace Auscult.Telemetry.Tests.Windowing;

/// <summary>Rows outside training are overwritten, emptied and filled where they were empty; nothing that training sees may change.</summary>
public sealed class SplitLeakTests
{
    [Theory]
    [InlineData(SplitKind.Native)]
    [InlineData(SplitKind.Time)]
    [InlineData(SplitKind.Recording)]
    [InlineData(SplitKind.Incident)]
    [InlineData(SplitKind.Entity)]
    [InlineData(SplitKind.Topology)]
    public void Other_rows_change_neither_scaler_nor_index_nor_batches(SplitKind kind)
    {
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(30), Prop.ForAll(Gen.Choose(1, 100000).ToArbitrary(), seed =>
        {
            var schema = Frames.Schema(6, 9, 120, 80, 150);
            using var frame = Frames.Random(schema, seed, missing: 0.2);
            var split = SplitOf(kind, schema, seed);
            using var perturbed = Perturbed(frame, split.Train, seed);
            split.Test.Count.ShouldBeGreaterThan(0);
            split.Validation.Count.ShouldBeGreaterThan(0);
            Trained(frame, split.Train).ShouldBe(Trained(perturbed, split.Train));
            // The test can fail: what is fitted on all rows does change.
            Trained(frame, RowRange.Everything(schema)).ShouldNotBe(Trained(perturbed, RowRange.Everything(schema)));
        }));
    }

    [Theory]
    [InlineData(SplitKind.Time)]
    [InlineData(SplitKind.Incident)]
    public void A_frame_of_visible_rows_shows_no_other(SplitKind kind)
    {
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(30), Prop.ForAll(Gen.Choose(1, 100000).ToArbitrary(), seed =>
        {
            var schema = Frames.Schema(2, 3, 120, 80, 150);
            using var frame = Frames.Random(schema, seed, missing: 0.2);
            var split = SplitOf(kind, schema, seed);
            RowRange[] seen = [.. split.Train, .. split.Validation];
            using var perturbed = Perturbed(frame, seen, seed);
            using var visible = new VisibleRows(frame, seen);
            using var other = new VisibleRows(perturbed, seen);
            Frames.Values(visible).Select(BitConverter.SingleToInt32Bits).ShouldBe(Frames.Values(other).Select(BitConverter.SingleToInt32Bits));
            foreach (var range in seen)
                visible.Rows(range.Entity, range.FirstRow, range.RowCount).ToArray().ShouldBe(frame.Rows(range.Entity, range.FirstRow, range.RowCount).ToArray());
        }));
    }

    private static RowSplit SplitOf(SplitKind kind, FrameSchema schema, int seed)
    {
        var config = new SplitConfig { Kind = kind, NumFolds = 3, Fold = seed % 3, GuardRows = seed % 4, ValidationShare = 0.15, GroupKind = "leaf" };
        var native = new Dictionary<string, IReadOnlyList<string>> { ["train"] = ["r0", "r2"], ["test"] = ["r1"] };
        var groups = Enumerable.Range(0, 3).Select(i => new EntityGroup($"leaf{i}", "leaf", [$"node{i}", $"node{(i + 3) % 6}"])).ToArray();
        return Split.By(config, schema, native, SplitTests.Incidents(seed, schema), new Topology(schema.Entities, groups), new Seeds(seed));
    }

    private static MemoryFrame Perturbed(MemoryFrame frame, IReadOnlyList<RowRange> kept, int seed)
    {
        var schema = frame.Schema;
        var random = new Random(seed + 1);
        var values = Frames.Values(frame);
        foreach (var range in RowRange.Except(RowRange.Everything(schema), kept))
        {
            foreach (ref var value in values.AsSpan(((range.Entity * schema.RowCount) + range.FirstRow) * schema.Signals.Count, range.RowCount * schema.Signals.Count))
                value = float.IsNaN(value) ? 1e6f : random.Next(3) == 0 ? float.NaN : (value * -50) + 7;
        }
        return new MemoryFrame(schema, values);
    }

    /// <summary>Everything training is made of, as text: scaler, windows, their order, bits of every batch.</summary>
    private static string Trained(MemoryFrame frame, IReadOnlyList<RowRange> train)
    {
        var index = WindowIndex.Within(frame.Schema, train, 8, 4);
        var scaler = RobustScaler.Fit(frame, train);
        var batcher = new WindowBatcher(frame, index, scaler, numWorkers: 1);
        var hash = new HashCode();
        foreach (var batch in batcher.Stream(new ShuffledSampler(index.Count, new Seeds(3)).Order(0), 32, timeSinceSeen: true))
        {
            foreach (var memory in new[] { batch.Values, batch.Presence, batch.TimeSinceSeen })
            {
                foreach (var value in memory.Span[..(batch.Count * batch.WindowSize)])
                    hash.Add(BitConverter.SingleToInt32Bits(value));
            }
        }
        return $"{scaler.ToJson()} {string.Join(' ', index)} {hash.ToHashCode()}";
    }
}

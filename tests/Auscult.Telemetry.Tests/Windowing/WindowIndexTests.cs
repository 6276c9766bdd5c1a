using Auscult.Telemetry.Windowing;
using FsCheck;
using FsCheck.Fluent;

namespace Auscult.Telemetry.Tests.Windowing;

public sealed class WindowIndexTests
{
    [Fact]
    public void Windows_never_straddle_segments_and_cover_what_the_stride_allows()
    {
        var cases =
            from rows in Gen.Choose(1, 30).ArrayOf(4)
            from length in Gen.Choose(1, 12)
            from stride in Gen.Choose(1, 9)
            select (rows, length, stride);
        Check.QuickThrowOnFailure(Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var schema = Frames.Schema(2, 3, c.rows);
            var index = WindowIndex.Over(schema, c.length, c.stride);
            var inside = index.All(w => schema.SegmentOf(w.FirstRow) == schema.SegmentOf(w.FirstRow + c.length - 1));
            var expected = 2 * c.rows.Sum(n => n < c.length ? 0 : ((n - c.length) / c.stride) + 1);
            return inside && index.Count == expected && index.TooShort.Count == 2 * c.rows.Count(n => n < c.length);
        }));
    }

    [Fact]
    public void Covering_the_end_leaves_no_row_of_a_long_enough_segment_without_a_window()
    {
        var cases =
            from rows in Gen.Choose(5, 40).ArrayOf(3)
            from stride in Gen.Choose(1, 5)
            select (rows, stride);
        Check.QuickThrowOnFailure(Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var schema = Frames.Schema(1, 1, c.rows);
            var covered = new bool[schema.RowCount];
            foreach (var window in WindowIndex.Over(schema, 5, c.stride, coverEnd: true))
                covered.AsSpan(window.FirstRow, 5).Fill(true);
            return covered.All(row => row);
        }));
    }

    [Fact]
    public void A_range_over_two_segments_is_cut_at_their_border()
    {
        var schema = Frames.Schema(1, 1, 10, 10);
        var index = WindowIndex.Within(schema, [new RowRange(0, 5, 10)], length: 4, stride: 1);
        index.Select(w => w.FirstRow).ShouldBe([5, 6, 10, 11]);
    }

    [Fact]
    public void The_windows_of_an_entity_are_its_own()
    {
        var index = WindowIndex.Over(Frames.Schema(3, 1, 20), 5, 5);
        index.OfEntity(1).Count.ShouldBe(4);
        index.OfEntity(1).ShouldAllBe(w => w.Entity == 1);
        index.RowsOf(5).ShouldBe(new RowRange(1, 5, 5));
    }

    [Theory]
    [InlineData(1, 0, 5)]
    [InlineData(0, 18, 5)]
    [InlineData(0, -1, 5)]
    public void A_range_outside_the_frame_is_refused(int entity, int first, int count) =>
        Should.Throw<ArgumentOutOfRangeException>(() =>
            WindowIndex.Within(Frames.Schema(1, 1, 20), [new RowRange(entity, first, count)], 2, 1));

    [Fact]
    public void Merged_ranges_hold_the_same_rows_without_overlap()
    {
        var range = from first in Gen.Choose(0, 40) from count in Gen.Choose(0, 12) from e in Gen.Choose(0, 1) select new RowRange(e, first, count);
        Check.QuickThrowOnFailure(Prop.ForAll(range.ArrayOf().ToArbitrary(), ranges =>
        {
            var merged = RowRange.Merge(ranges);
            var disjoint = merged.Zip(merged.Skip(1)).All(p => p.First.Entity < p.Second.Entity || p.First.EndRow < p.Second.FirstRow);
            return disjoint && Rows(merged).SetEquals(Rows(ranges));
        }));
    }

    [Fact]
    public void Excluded_rows_are_gone_and_no_others()
    {
        var range = from first in Gen.Choose(0, 40) from count in Gen.Choose(0, 12) from e in Gen.Choose(0, 1) select new RowRange(e, first, count);
        Check.QuickThrowOnFailure(Prop.ForAll(range.ArrayOf().ToArbitrary(), range.ArrayOf().ToArbitrary(), (ranges, excluded) =>
            Rows(RowRange.Except(ranges, excluded)).SetEquals(Rows(ranges).Except(Rows(excluded)))));
    }

    private static HashSet<(int, int)> Rows(IEnumerable<RowRange> ranges) =>
        [.. ranges.SelectMany(r => Enumerable.Range(r.FirstRow, r.RowCount).Select(row => (r.Entity, row)))];
}

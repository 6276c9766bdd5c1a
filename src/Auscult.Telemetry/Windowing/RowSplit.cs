using System.Runtime.InteropServices;
using Auscult.Foundation;
using Auscult.Telemetry.Fusion;

namespace Auscult.Telemetry.Windowing;

/// <summary>
/// Which rows train, which choose (thresholds, early stopping) and which test. No row is in two parts; windows made
/// <see cref="WindowIndex.Within">within</see> different parts therefore never share a row.
/// </summary>
public sealed record RowSplit
{
    /// <param name="train">Rows that anything may be fitted on.</param>
    /// <param name="validation">Rows that choose among fitted things; may be empty.</param>
    /// <param name="test">Rows that only the final figures see.</param>
    /// <exception cref="ArgumentException">A row is in two parts.</exception>
    public RowSplit(IEnumerable<RowRange> train, IEnumerable<RowRange> validation, IEnumerable<RowRange> test)
    {
        (Train, Validation, Test) = (RowRange.Merge(train), RowRange.Merge(validation), RowRange.Merge(test));
        var all = Train.Concat(Validation).Concat(Test).OrderBy(range => range.Entity).ThenBy(range => range.FirstRow).ToArray();
        for (var i = 1; i < all.Length; i++)
        {
            if (all[i].Overlaps(all[i - 1]))
                throw new ArgumentException($"{all[i - 1]} and {all[i]} are in different parts of the split but share rows");
        }
    }

    /// <summary>Rows that anything may be fitted on.</summary>
    public IReadOnlyList<RowRange> Train { get; }

    /// <summary>Rows that choose among fitted things: thresholds, early stopping. May be empty.</summary>
    public IReadOnlyList<RowRange> Validation { get; }

    /// <summary>Rows that only the final figures see.</summary>
    public IReadOnlyList<RowRange> Test { get; }

    /// <summary>
    /// Takes validation rows from the end of the training rows of each entity, when there are none yet; test rows stay as they are.
    /// </summary>
    /// <param name="share">Share of the training rows, 0 to 1.</param>
    /// <param name="guardRows">Rows left out before the validation rows.</param>
    public RowSplit WithValidation(double share, int guardRows = 0)
    {
        if (Validation.Count > 0 || share <= 0)
            return this;
        var train = new List<RowRange>();
        var validation = new List<RowRange>();
        foreach (var ofEntity in Train.GroupBy(range => range.Entity))
        {
            var take = (int)Math.Round(ofEntity.Sum(range => (long)range.RowCount) * share);
            foreach (var range in ofEntity.Reverse())
            {
                var taken = Math.Min(take, range.RowCount);
                take -= taken;
                // The guard lies where validation ends within a range; between two ranges there is a border already.
                var left = Math.Max(0, range.RowCount - taken - (taken > 0 && taken < range.RowCount ? guardRows : 0));
                validation.Add(range with { FirstRow = range.EndRow - taken, RowCount = taken });
                train.Add(range with { RowCount = left });
            }
        }
        return new RowSplit(train, validation, Test).Require("use more data, a smaller window.split.validation_share or window.split.guard_rows");
    }

    /// <summary>
    /// The same split without the rows of entities in recordings that hold no value of theirs: of several clusters recorded one after the
    /// other, each takes part in its own recording alone.
    /// </summary>
    /// <param name="frame">The values.</param>
    /// <exception cref="InputException">Train or test is empty then.</exception>
    public RowSplit Seen(Frame frame) =>
        new RowSplit(RowRange.Seen(frame, Train), RowRange.Seen(frame, Validation), RowRange.Seen(frame, Test)).Require("use other recordings");

    /// <summary>
    /// A frame in which test rows cannot be seen, nor the guard rows beside them: what is chosen on validation rows from windows that reach
    /// farther than their own part must not depend on them.
    /// </summary>
    /// <param name="frame">The whole frame; must outlive the result.</param>
    /// <param name="guardRows">Rows beside test rows that are hidden too.</param>
    public Frame WithoutTest(Frame frame, int guardRows) => new VisibleRows(
        frame,
        RowRange.Except(
            RowRange.Everything(frame.Schema), RowRange.CutAtSegments(frame.Schema, Test).Select(range => Guarded(frame.Schema, range, guardRows))));

    /// <summary>
    /// The same rows of every entity: peers of one time share faults, so a moment belongs to one part for all entities.
    /// </summary>
    internal static RowSplit OfTime(
        FrameSchema schema, IEnumerable<RowSpan> train, IEnumerable<RowSpan> validation, IEnumerable<RowSpan> test)
    {
        return new RowSplit(Everywhere(train), Everywhere(validation), Everywhere(test));

        IEnumerable<RowRange> Everywhere(IEnumerable<RowSpan> spans) =>
            spans.SelectMany(span => Enumerable.Range(0, schema.Entities.Count)
                .Select(entity => new RowRange(entity, span.FirstRow, Math.Max(0, span.EndRow - span.FirstRow))));
    }

    private static RowRange Guarded(FrameSchema schema, RowRange range, int guardRows)
    {
        var segment = schema.SegmentOf(range.FirstRow);
        var first = Math.Max(segment.FirstRow, range.FirstRow - guardRows);
        return new RowRange(range.Entity, first, Math.Min(segment.EndRow, range.EndRow + guardRows) - first);
    }

    /// <summary>Throws an input error when nothing is left to train or to test on.</summary>
    /// <exception cref="InputException">Train or test is empty.</exception>
    internal RowSplit Require(string remedy)
    {
        if (Train.Count == 0 || Test.Count == 0)
            throw new InputException($"the split leaves no rows to {(Train.Count == 0 ? "train" : "test")} on", remedy: remedy);
        return this;
    }
}

/// <summary>Rows <c>[FirstRow, EndRow)</c> of all entities.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RowSpan(int FirstRow, int EndRow);

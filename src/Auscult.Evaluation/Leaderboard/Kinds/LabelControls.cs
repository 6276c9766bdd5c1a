using Auscult.Evaluation.Metrics;

namespace Auscult.Evaluation.Leaderboard.Kinds;

/// <summary>Other labels for the same scores, and pieces of a labelled series.</summary>
internal static class LabelControls
{
    /// <summary>
    /// Shuffled labels: all of them moved on together, the end going to the beginning, so that number, lengths and distances of the faults
    /// stay. What a score reaches there it owes to its smoothness and the share of fault rows.
    /// </summary>
    public static bool[] Shifted(bool[] labels, int by)
    {
        var moved = new bool[labels.Length];
        for (var row = 0; row < labels.Length; row++)
            moved[(row + by) % labels.Length] = labels[row];
        return moved;
    }

    /// <summary>
    /// Fault-free rows only: the rows of every fault are taken out, and as many rows just before it are called the fault. What a score
    /// reaches there tells of the time around faults, not of faults. Null when nothing is left to call so.
    /// </summary>
    /// <param name="labels">Labels of the judged rows.</param>
    /// <param name="scores">Scores of the judged rows.</param>
    /// <param name="starts">Rows at which a new recording or entity begins, in order, 0 first.</param>
    public static ScoredSeries? BeforeFaults(bool[] labels, float[] scores, IReadOnlyList<int> starts)
    {
        var called = new bool[labels.Length];
        var earliest = 0;
        foreach (var segment in LabelSegment.In(labels))
        {
            var first = Math.Max(segment.Start - segment.Length, Math.Max(earliest, starts.Last(start => start <= segment.Start)));
            called.AsSpan(first, segment.Start - first).Fill(true);
            earliest = segment.End;
        }
        int[] rows = [.. Enumerable.Range(0, labels.Length).Where(row => !labels[row])];
        return rows.Any(row => called[row])
            ? new ScoredSeries([.. rows.Select(row => called[row])], [.. rows.Select(row => (double)scores[row])])
            : null;
    }

    /// <summary>
    /// Cuts the judged rows halfway between neighbouring faults and wherever a recording begins: each piece holds at most one fault.
    /// </summary>
    /// <inheritdoc cref="BeforeFaults" path="/param"/>
    public static IReadOnlyList<LabelSegment> Pieces(bool[] labels, IReadOnlyList<int> starts)
    {
        var cuts = new SortedSet<int>(starts) { labels.Length };
        var faults = LabelSegment.In(labels);
        for (var i = 1; i < faults.Count; i++)
        {
            if (!starts.Any(start => start > faults[i - 1].Start && start <= faults[i].Start))
                cuts.Add((faults[i - 1].End + faults[i].Start) / 2);
        }
        return [.. cuts.Zip(cuts.Skip(1), (from, to) => new LabelSegment(from, to)).Where(piece => piece.Length > 0)];
    }

    /// <summary>Pieces one after another as one series; null when they hold no fault, or nothing else.</summary>
    public static ScoredSeries? Joined(bool[] labels, float[] scores, IEnumerable<LabelSegment> pieces)
    {
        var rows = pieces.SelectMany(piece => Enumerable.Range(piece.Start, piece.Length)).ToArray();
        var series = new ScoredSeries([.. rows.Select(row => labels[row])], [.. rows.Select(row => (double)scores[row])]);
        return series.PositiveCount > 0 && series.PositiveCount < series.Count ? series : null;
    }
}

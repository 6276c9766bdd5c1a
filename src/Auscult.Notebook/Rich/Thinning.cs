namespace Auscult.Notebook.Rich;

/// <summary>Makes long lines short enough for a page.</summary>
internal static class Thinning
{
    /// <summary>Of the points that share a pixel column: first, lowest, highest, last, in the order of the line. Gaps stay.</summary>
    public static IEnumerable<(double X, double Y)> KeepPeaks(IEnumerable<(double X, double Y)> points)
    {
        var column = new List<(double X, double Y)>();
        foreach (var point in points)
        {
            var isSame = column.Count > 0 && double.IsFinite(point.Y) && double.IsFinite(column[0].Y)
                && Math.Floor(point.X).Equals(Math.Floor(column[0].X));
            if (!isSame)
            {
                foreach (var kept in Extremes(column))
                    yield return kept;
                column.Clear();
            }
            column.Add(point);
        }
        foreach (var kept in Extremes(column))
            yield return kept;
    }

    private static IEnumerable<(double X, double Y)> Extremes(List<(double X, double Y)> column)
    {
        if (column.Count <= 4)
            return column;
        var (lowest, highest) = (0, 0);
        for (var i = 1; i < column.Count; i++)
            (lowest, highest) = (column[i].Y < column[lowest].Y ? i : lowest, column[i].Y > column[highest].Y ? i : highest);
        return new SortedSet<int> { 0, lowest, highest, column.Count - 1 }.Select(i => column[i]);
    }
}

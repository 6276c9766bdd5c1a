namespace Auscult.Telemetry.Loading;

/// <summary>Turns row labels into intervals.</summary>
internal static class LabelRuns
{
    /// <summary>First row and first row after it, for every stretch of true.</summary>
    public static IEnumerable<(int First, int End)> Of(IReadOnlyList<bool> labels)
    {
        var first = -1;
        for (var row = 0; row <= labels.Count; row++)
        {
            var labelled = row < labels.Count && labels[row];
            if (labelled && first < 0)
                first = row;
            if (!labelled && first >= 0)
            {
                yield return (first, row);
                first = -1;
            }
        }
    }
}

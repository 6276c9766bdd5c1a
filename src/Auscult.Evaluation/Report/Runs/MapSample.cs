using Auscult.Learning.Diagnosis;

namespace Auscult.Evaluation.Report.Runs;

/// <summary>Chooses what is on the map of embeddings: what was learned, moments within labels, and some without.</summary>
internal static class MapSample
{
    /// <summary>Most points of a map.</summary>
    public const int MostPoints = 1500;

    private const double QuietShare = 0.35;

    /// <summary>Chooses evenly in time and lays out.</summary>
    /// <param name="moments">All moments in order of time.</param>
    /// <param name="classOf">What was going on at a moment, by the label.</param>
    /// <param name="point">Embeds a moment; called for the chosen ones.</param>
    /// <param name="learned">Incidents that were learned; at most half of the points.</param>
    public static EmbeddingMap? Of<T>(IReadOnlyList<T> moments, Func<T, string> classOf, Func<T, EmbeddedPoint> point, IReadOnlyList<EmbeddedPoint> learned)
    {
        EmbeddedPoint[] known = [.. learned.Take(MostPoints / 2)];
        var groups = moments.ToLookup(moment => classOf(moment) == DiagnosisClasses.Normal);
        var (quiet, busy) = (groups[true].ToArray(), groups[false].ToArray());
        var room = MostPoints - known.Length;
        var someQuiet = Even(quiet, Math.Max((int)(QuietShare * room), room - busy.Length));
        var someBusy = Even(busy, room - someQuiet.Length);
        return EmbeddingMap.Of(
            [.. someQuiet.Concat(someBusy).Select(point), .. known],
            $"{someBusy.Length:#,0} of {busy.Length:#,0} moments within labels and {someQuiet.Length:#,0} of {quiet.Length:#,0} others, evenly in time, "
            + $"with {known.Length} of {learned.Count} incidents that were learned");
    }

    private static T[] Even<T>(T[] all, int count) => count >= all.Length ? all
        : [.. Enumerable.Range(0, Math.Max(0, count)).Select(i => all[(int)((long)i * all.Length / count)])];
}

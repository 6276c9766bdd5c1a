using Auscult.Learning.Diagnosis.Evidence;
using Auscult.Learning.Sites;
using Auscult.Notebook.Rich;

namespace Auscult.Notebook.Views;

/// <summary>
/// How a fault spreads over the entities of a site: by how much the signals of each are farther from their own past than they ever were in the
/// minutes before. Entities stand in the order in which they first moved, so the map reads from the top downwards.
/// </summary>
public static class SpreadMap
{
    private const double QuietSeconds = 300;
    private const double Clear = 1;
    private const int ClearMoments = 2;

    /// <summary>The map of a stretch of time; colours are asinh units of a signal's spread.</summary>
    /// <param name="shifts">The site's shifts.</param>
    /// <param name="onset">When it began; the five minutes before it say what is usual.</param>
    /// <param name="until">End of the map.</param>
    /// <param name="leadSeconds">What is shown before the onset. Default a minute.</param>
    /// <param name="count">Entities that are shown at most.</param>
    /// <exception cref="ArgumentException">No moment lies before the onset, or none behind it.</exception>
    public static HeatMap Of(SiteShifts shifts, DateTimeOffset onset, DateTimeOffset until, double leadSeconds = 60, int count = 30)
    {
        int[] Moments(DateTimeOffset from, DateTimeOffset end) => [.. Enumerable.Range(0, shifts.Rows.Count)
            .Where(m => shifts.Site.TimeOf(shifts.Rows[m]) is var time && time >= from && time < end)];
        var start = onset.AddSeconds(-leadSeconds);
        var (before, shown) = (Moments(onset.AddSeconds(-QuietSeconds), onset), Moments(start, until));
        var first = Array.FindIndex(shown, m => shifts.Site.TimeOf(shifts.Rows[m]) >= onset);
        if (before.Length == 0 || first < 0)
            throw new ArgumentException($"{shifts.Site.Recording} has no moments before or after {onset:u}");
        var moved = shifts.Kinds.SelectMany(kind => kind.Entities.Select((entity, e) => (entity.Id, Sizes: Excess(kind, e, before, shown))))
            .Select(row => (row.Id, row.Sizes, Moved: FirstMove(row.Sizes, first)))
            .Where(row => row.Moved < int.MaxValue)
            .OrderBy(row => row.Moved).ThenByDescending(row => row.Sizes.Max()).ToArray();
        var rows = moved.Take(count).ToArray();
        return new HeatMap(
                $"How much farther each entity is from its past than usual ({moved.Length} entities moved)",
                rows.Select(row => Local(shifts.Site.Recording, row.Id)), rows.Select(row => row.Sizes))
            .Axis("minutes since the onset", (start - onset).TotalMinutes, (until - onset).TotalMinutes).Colours(0, 6, "asinh units").Rule(0, "onset");
    }

    private static double[] Excess(KindShifts kind, int entity, int[] before, int[] shown)
    {
        var excess = new double[shown.Length];
        for (var signal = 0; signal < kind.Signals.Count; signal++)
        {
            var usual = before.Max(m => Size(kind, m, entity, signal));
            for (var i = 0; i < shown.Length; i++)
                excess[i] = Math.Max(excess[i], Size(kind, shown[i], entity, signal) - usual);
        }
        return excess;
    }

    // Compared with its own past only: a peer that moved must not make the others look moved.
    private static double Size(KindShifts kind, int moment, int entity, int signal)
    {
        var cell = kind.At(moment, entity).Slice(signal * KindShifts.Channels, KindShifts.Channels);
        return ShiftSize.Of([cell[(int)ShiftChannel.Own], float.NaN, cell[(int)ShiftChannel.Presence], float.NaN]);
    }

    private static int FirstMove(double[] sizes, int start)
    {
        for (var (m, run) = (start, 0); m < sizes.Length; m++)
        {
            run = sizes[m] >= Clear ? run + 1 : 0;
            if (run == ClearMoments)
                return m - ClearMoments + 1;
        }
        return int.MaxValue;
    }

    private static string Local(string recording, string id) => id.StartsWith(recording + "/", StringComparison.Ordinal) ? id[(recording.Length + 1)..] : id;
}

using Auscult.Evaluation.Diagnosis;
using Auscult.Telemetry.Domain;

namespace Auscult.Evaluation.Report.Runs;

/// <summary>Runs beside each other, paired where they were judged on the same faults.</summary>
public static class RunComparison
{
    private const int Seed = 1;

    /// <summary>The first run minus each of the others; those that share no recording with it are left out.</summary>
    public static IReadOnlyList<RunDifference> Of(IReadOnlyList<ReportedRun> runs) =>
        [.. runs.Skip(1).Select(other => Difference(runs[0], other)).OfType<RunDifference>()];

    private static RunDifference? Difference(ReportedRun first, ReportedRun second)
    {
        var others = second.Sites.ToDictionary(site => site.Site, StringComparer.Ordinal);
        var pairs = first.Sites.Where(site => others.TryGetValue(site.Site, out var other) && IsSame(site, other)).Select(site => (First: site, Second: others[site.Site])).ToArray();
        var known = first.KnownClasses.Intersect(second.KnownClasses, StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
        return pairs.Length == 0 ? null : new RunDifference(
            first.Name, second.Name, pairs.Length, pairs.Sum(pair => pair.First.Outcomes.Count),
            SiteFigures.Differences([.. pairs.Select(pair => pair.First)], [.. pairs.Select(pair => pair.Second)], known, new Seeds(Seed)));
    }

    private static bool IsSame(JudgedTestSite first, JudgedTestSite second) =>
        first.Outcomes.Count > 0 && first.Outcomes.Select(one => (one.Id, one.FaultClass)).SequenceEqual(second.Outcomes.Select(one => (one.Id, one.FaultClass)));
}

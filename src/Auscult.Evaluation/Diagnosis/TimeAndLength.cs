using Auscult.Learning.Sites;

namespace Auscult.Evaluation.Diagnosis;

/// <summary>
/// A control that sees when a fault happened in its recording and how long it took, and nothing else: five nearest neighbours.
/// </summary>
public static class TimeAndLength
{
    private const int Neighbours = 5;

    /// <summary>The class of each fault of some sites, in their order.</summary>
    public static IReadOnlyList<string> Classes(IReadOnlyList<SiteShifts> train, IReadOnlyList<SiteShifts> test)
    {
        var known = train.SelectMany(Faults).ToArray();
        var (onsets, lengths) = (Deviation(known, fault => fault.Onset), Deviation(known, fault => fault.Length));
        return [.. test.SelectMany(Faults).Select(fault => known
            .OrderBy(other => Math.Pow((other.Onset - fault.Onset) / onsets, 2) + Math.Pow((other.Length - fault.Length) / lengths, 2))
            .Take(Neighbours).GroupBy(other => other.Class).MaxBy(votes => votes.Count())!.Key)];
    }

    private static IEnumerable<(string Class, double Onset, double Length)> Faults(SiteShifts site) => site.Site.Faults
        .Select(placed => (placed.Incident.FaultClass, (double)placed.FirstRow / site.Site.RowCount, Math.Log(placed.EndRow - placed.FirstRow)));

    private static double Deviation(
        IReadOnlyList<(string Class, double Onset, double Length)> faults, Func<(string Class, double Onset, double Length), double> of)
    {
        var mean = faults.Average(of);
        return Math.Max(1e-9, Math.Sqrt(faults.Average(fault => Math.Pow(of(fault) - mean, 2))));
    }
}

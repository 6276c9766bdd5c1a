using Auscult.Learning.Diagnosis.Shift;
using Auscult.Learning.Sites;
using Auscult.Learning.Tests.Sites;
using Auscult.Telemetry.Domain;

namespace Auscult.Learning.Tests.Diagnosis;

/// <summary>
/// Clusters of four nodes with one fault each: an accelerator whose clock falls, whereupon all others draw less power ten seconds later, or a node whose
/// processor is taken.
/// </summary>
internal static class LabelledSites
{
    public const int Onset = 400;
    public const int End = 460;
    private static readonly Lazy<(IReadOnlyList<SiteShifts> Sites, ShiftDiagnoser Diagnoser)> Learned = new(Learn);

    public static IReadOnlyList<SiteShifts> Sites => Learned.Value.Sites;

    /// <summary>Learned from all but the last two sites.</summary>
    public static ShiftDiagnoser Diagnoser => Learned.Value.Diagnoser;

    public static string Root(int cluster) => cluster % 2 == 0 ? $"c{cluster}/node{cluster % 4}/gpu{cluster / 2 % 2}" : $"c{cluster}/node{cluster % 4}";

    private static (IReadOnlyList<SiteShifts>, ShiftDiagnoser) Learn()
    {
        const int Clusters = 8;
        var data = TestSites.Dataset(Value, [.. Enumerable.Repeat(4, Clusters)], [.. Enumerable.Range(0, Clusters).Select(c =>
            TestSites.Incident($"i{c}", c % 2 == 0 ? "thermal_throttle" : "cpu_contention", Root(c), c, Onset, End))]);
        SiteShifts[] sites = [.. Enumerable.Range(0, Clusters).Select(c =>
            SiteShifts.Trailing(Site.Open(data, $"r{c}", TestSites.Config), SignalScales.None, TestSites.Config))];
        var diagnoser = new ShiftDiagnoser(new ShiftDiagnoserConfig { NumSteps = 60, EmbeddingWidth = 4 }, new Seeds(1));
        diagnoser.Fit(sites[..^2]);
        return (sites, diagnoser);
    }

    private static double Value(int recording, string entity, string signal, int row)
    {
        var isThrottle = recording % 2 == 0;
        var shift = row is < Onset or >= End ? 0
            : isThrottle && entity == Root(recording) && signal == "gpu_sm_clock_hertz" ? -60
            : isThrottle && signal == "gpu_power_watts" && row >= Onset + 10 ? -60
            : !isThrottle && entity == Root(recording) && signal == "cpu_ratio" ? 50 : 0;
        return TestSites.Noise(entity, signal, row + (1000 * recording)) + shift;
    }
}

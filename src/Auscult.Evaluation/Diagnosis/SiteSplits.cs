using Auscult.Learning.Sites;
using Auscult.Telemetry.Storage;

namespace Auscult.Evaluation.Diagnosis;

/// <summary>The sites of a dataset's own splits as shifts; spreads of signals are those of the train sites.</summary>
public sealed class SiteSplits : IDisposable
{
    private readonly List<Site> _sites = [];

    private SiteSplits()
    {
    }

    /// <summary>What diagnosers learn from.</summary>
    public IReadOnlyList<SiteShifts> Train { get; private set; } = [];

    /// <summary>What thresholds are chosen on.</summary>
    public IReadOnlyList<SiteShifts> Validation { get; private set; } = [];

    /// <summary>What is judged.</summary>
    public IReadOnlyList<SiteShifts> Test { get; private set; } = [];

    /// <summary>Spreads of the train sites.</summary>
    public SignalScales Scales { get; private set; } = SignalScales.None;

    /// <summary>Splits of shifts that are there already.</summary>
    public static SiteSplits Of(IReadOnlyList<SiteShifts> train, IReadOnlyList<SiteShifts> validation, IReadOnlyList<SiteShifts> test) =>
        new() { Train = train, Validation = validation, Test = test };

    /// <summary>Opens all sites of a dataset.</summary>
    /// <param name="dataset">With splits train, validation and test.</param>
    /// <param name="config">How a site is compared.</param>
    /// <param name="cacheFolder">Where fused frames are kept; null keeps them in memory.</param>
    /// <param name="report">Hears the number of sites that are done.</param>
    /// <param name="judged">The split that is judged.</param>
    public static SiteSplits Open(
        Dataset dataset, SiteConfig config, string? cacheFolder, Action<int>? report = null, string judged = "test")
    {
        var splits = new SiteSplits();
        try
        {
            IReadOnlyList<Site> Sites(string part) => [.. Site.RecordingsOf(dataset, part).Select(name =>
            {
                var site = Site.Open(dataset, name, config, cacheFolder);
                splits._sites.Add(site);
                report?.Invoke(splits._sites.Count);
                return site;
            })];
            const string Chosen = "validation";
            var (train, validation) = (Sites("train"), Sites(Chosen));
            var test = string.Equals(judged, Chosen, StringComparison.Ordinal) ? validation : Sites(judged);
            splits.Scales = SignalScales.Fit(train);
            IReadOnlyList<SiteShifts> Shifts(IEnumerable<Site> sites) => [.. sites.Select(site => SiteShifts.Trailing(site, splits.Scales, config))];
            (splits.Train, splits.Validation, splits.Test) = (Shifts(train), Shifts(validation), Shifts(test));
            return splits;
        }
        catch
        {
            splits.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _sites.ForEach(site => site.Dispose());
}

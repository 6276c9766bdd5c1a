using Auscult.Learning.Sites;

namespace Auscult.Learning.Diagnosis.Alarms;

/// <summary>Stretches of a site without a fault, benign events included, cut into blocks that are nearly independent of one another.</summary>
public static class NormalBlocks
{
    /// <summary>The moments of each block.</summary>
    /// <param name="site">A labelled site.</param>
    /// <param name="config">Length of a block; how long a fault is felt after its end.</param>
    public static IReadOnlyList<int[]> Of(SiteShifts site, AlarmConfig config)
    {
        var faults = site.Site.Faults;
        var rows = site.Site.RowsIn(config.BlockSeconds);
        return
        [
            .. Enumerable.Range(0, site.Rows.Count)
                .Where(m => !faults.Any(fault => AlarmMatching.Covers(site.Site, fault, site.Rows[m], config.SettleSeconds)))
                .GroupBy(m => site.Rows[m] / rows).Select(block => block.ToArray()),
        ];
    }
}

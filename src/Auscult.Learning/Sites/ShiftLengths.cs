namespace Auscult.Learning.Sites;

/// <summary>The lengths of a <see cref="SiteConfig"/> in rows, and which rows a moment is compared with.</summary>
/// <param name="Stride">Rows between two moments.</param>
/// <param name="Now">Rows of "now".</param>
/// <param name="Past">Rows of the past at its full length; a whole number of refreshes.</param>
/// <param name="Gap">Rows between the end of the past and now, at least; a whole number of refreshes.</param>
/// <param name="Refresh">Rows for which a past is kept.</param>
/// <param name="MinPast">Fewest rows of a past that counts.</param>
internal sealed record ShiftLengths(int Stride, int Now, int Past, int Gap, int Refresh, int MinPast)
{
    // Evenly spaced rows whose median is taken: sorting all of them is what would take the time.
    private const int LargestSample = 80;

    /// <summary>Rows from one sample of the past to the next; samples lie on multiples of it.</summary>
    public int SampleStep { get; } = StepOf(Past);

    /// <param name="config">Seconds; past and gap are rounded to whole refreshes.</param>
    /// <param name="step">Time between two rows.</param>
    public static ShiftLengths Of(SiteConfig config, TimeSpan step)
    {
        var refresh = Rows(config.RefreshSeconds);
        return new ShiftLengths(
            Rows(config.StrideSeconds), Rows(config.NowSeconds), Math.Max(1, Refreshes(config.PastSeconds)) * refresh,
            Refreshes(config.GapSeconds) * refresh, refresh, Rows(config.MinPastSeconds));

        int Rows(double seconds) => Math.Max(1, (int)Math.Round(seconds / step.TotalSeconds));
        int Refreshes(double seconds) => (int)Math.Round(seconds / step.TotalSeconds / refresh);
    }

    /// <summary>Rows from one sample to the next of a past of some length.</summary>
    public static int StepOf(int past) => Math.Max(1, (past + LargestSample - 1) / LargestSample);

    /// <summary>
    /// The past of the moment at a row. It moves in jumps, so that its medians serve several moments; a recording starts with what there
    /// is.
    /// </summary>
    public RowSpan PastOf(int row)
    {
        var end = Math.Max(0, (Math.Max(0, row + 1 - Now) / Refresh * Refresh) - Gap);
        return new RowSpan(Math.Max(0, end - Past), end);
    }

    /// <summary>The rows that are "now" at a row.</summary>
    public RowSpan NowOf(int row) => new(Math.Max(0, row + 1 - Now), row + 1);
}

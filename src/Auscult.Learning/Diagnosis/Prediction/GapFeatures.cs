namespace Auscult.Learning.Diagnosis.Prediction;

/// <summary>Gaps as signs: what an entity stopped reporting, what it reports less often than the others, and for how long it has been silent.</summary>
internal static class GapFeatures
{
    private const double LongestSilence = 1200;

    /// <summary>Writes the three features of each entity at a moment.</summary>
    /// <param name="result">Where to.</param>
    /// <param name="means">Presence of each signal.</param>
    /// <param name="moment">The moment.</param>
    /// <param name="column">First of the three columns.</param>
    public static void Write(KindPrecursors result, TrailingMeans means, int moment, int column)
    {
        var entities = result.Entities.Count;
        var (presence, vanished) = (new double[entities], new double[entities]);
        var steps = new float[means.Signals];
        for (var e = 0; e < entities; e++)
        {
            means.Frame.StepsSinceSeen(e, means.Rows[moment], 1, steps);
            var (known, gone, silent) = (0, 0, double.PositiveInfinity);
            for (var s = 0; s < means.Signals; s++)
            {
                var wasSeen = steps[s] <= means.Rows[moment];
                silent = Math.Min(silent, steps[s]);
                if (!wasSeen)
                    continue;
                known++;
                presence[e] += means.Share(moment, e, s);
                gone += means.Share(moment, e, s) == 0 ? 1 : 0;
            }
            (presence[e], vanished[e]) = (presence[e] / Math.Max(1, known), (double)gone / Math.Max(1, known));
            var cells = result.Write(moment, e);
            cells[column] = (float)vanished[e];
            cells[column + 2] = (float)Math.Log(1 + Math.Min(LongestSilence, silent * result.Site.Step.TotalSeconds));
        }
        var usual = presence.Average();
        for (var e = 0; e < entities; e++)
            result.Write(moment, e)[column + 1] = (float)(usual - presence[e]);
    }
}

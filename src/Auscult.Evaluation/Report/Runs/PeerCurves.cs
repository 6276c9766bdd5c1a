namespace Auscult.Evaluation.Report.Runs;

/// <summary>A signal of one entity against the same signal of its peers, reduced for drawing.</summary>
/// <param name="Culprit">Its values.</param>
/// <param name="Median">Median of its peers; empty without peers.</param>
/// <param name="Low">Tenth percentile of its peers.</param>
/// <param name="High">Ninetieth percentile of its peers.</param>
internal sealed record PeerCurves(Curve Culprit, Curve Median, Curve Low, Curve High)
{
    /// <summary>Reduces the values of all entities.</summary>
    /// <param name="seconds">Time of each row, seconds after the start of the recording.</param>
    /// <param name="values"><c>[entity][row]</c>; NaN where nothing was seen.</param>
    /// <param name="culprit">Index of the entity that is blamed.</param>
    /// <param name="points">Most points of a curve.</param>
    public static PeerCurves Of(IReadOnlyList<double> seconds, IReadOnlyList<double[]> values, int culprit, int points)
    {
        var peers = values.Where((_, e) => e != culprit).ToArray();
        Curve Thin(Func<int, double> at) => Lttb.Sample(new Curve(seconds, [.. Enumerable.Range(0, seconds.Count).Select(at)]), points);
        Curve Peers(double quantile) => peers.Length == 0 ? new Curve([], []) : Thin(row => Quantile(peers, row, quantile));
        return new PeerCurves(Thin(row => values[culprit][row]), Peers(0.5), Peers(0.1), Peers(0.9));
    }

    private static double Quantile(double[][] peers, int row, double quantile)
    {
        var seen = peers.Select(values => values[row]).Where(double.IsFinite).Order().ToArray();
        return seen.Length == 0 ? double.NaN : Metrics.Quantiles.OfSorted(seen, quantile);
    }
}

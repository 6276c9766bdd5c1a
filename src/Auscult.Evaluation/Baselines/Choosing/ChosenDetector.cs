using Auscult.Evaluation.Metrics;
using Auscult.Learning.Heads;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;

namespace Auscult.Evaluation.Baselines.Choosing;

/// <summary>
/// Several detectors, of which the site's own validation rows choose one: each learns from the earlier four fifths of the training rows and is judged
/// by the area under precision and recall on anomalies that are put into the last fifth. The best one, if clearly better than the first, else the
/// first, learns from all training rows again. No label is looked at.
/// </summary>
/// <param name="name">Name of the whole.</param>
/// <param name="candidates">Makes each candidate; the first is what is taken in doubt.</param>
/// <param name="seeds">Decides the anomalies.</param>
public sealed class ChosenDetector(string name, IReadOnlyList<Func<IAnomalyDetector>> candidates, Seeds seeds) : IAnomalyDetector, ISignalEvidence
{
    private const double HeldOutShare = 0.2;
    private const int MostEntities = 8;
    private const int EnoughAnomalies = 60;
    private const int MostDraws = 12;

    // Who finds invented anomalies a little better need not find real ones better: experiments/2026-11-chosen-detector.
    private const double ClearAdvantage = 1.2;
    private IAnomalyDetector? _chosen;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public bool IsCausal => _chosen?.IsCausal ?? candidates.All(create =>
    {
        using var candidate = create();
        return candidate.IsCausal;
    });

    /// <summary>What was chosen; null before <see cref="Fit"/>.</summary>
    public string? Chosen => _chosen?.Name;

    /// <summary>Mean area under precision and recall of each candidate where it was judged; empty where nothing could be held out.</summary>
    public IReadOnlyList<(string Name, double AucPr)> Trials { get; private set; } = [];

    /// <inheritdoc/>
    public void Fit(Frame frame, IReadOnlyList<RowRange> train)
    {
        Dispose();
        var last = train.GroupBy(range => range.Entity).SelectMany(ofEntity => Last(RowRange.Merge(ofEntity))).ToArray();
        var heldOut = last.Where(range => range.RowCount >= SyntheticAnomalies.FewestRows)
            .GroupBy(range => range.Entity).OrderByDescending(ofEntity => ofEntity.Sum(range => range.RowCount)).ThenBy(ofEntity => ofEntity.Key)
            .Take(MostEntities).SelectMany(ofEntity => ofEntity).ToArray();
        var best = heldOut.Length == 0 ? 0 : Best(frame, RowRange.Except(train, last), heldOut);
        _chosen = candidates[best]();
        _chosen.Fit(frame, train);
    }

    /// <inheritdoc/>
    public float[] Score(Frame frame, int entity) => Fitted.Score(frame, entity);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">What was chosen gives no evidence per signal.</exception>
    public float[] Contributions(Frame frame, int entity) =>
        Fitted is ISignalEvidence evidence ? evidence.Contributions(frame, entity) : throw new NotSupportedException($"{Fitted.Name} gives no evidence per signal");

    /// <summary>Disposes what was chosen.</summary>
    public void Dispose() => _chosen?.Dispose();

    private IAnomalyDetector Fitted => _chosen ?? throw new InvalidOperationException("fit the detector before scoring");

    /// <summary>The last fifth of the rows of an entity.</summary>
    private static IEnumerable<RowRange> Last(IReadOnlyList<RowRange> ranges)
    {
        var left = (int)(HeldOutShare * ranges.Sum(range => range.RowCount));
        for (var i = ranges.Count - 1; i >= 0 && left > 0; i--)
        {
            var count = Math.Min(left, ranges[i].RowCount);
            left -= count;
            yield return new RowRange(ranges[i].Entity, ranges[i].EndRow - count, count);
        }
    }

    private int Best(Frame frame, IReadOnlyList<RowRange> learned, RowRange[] heldOut)
    {
        var spreads = Spreads(frame, heldOut);
        var draws = Math.Clamp(EnoughAnomalies / heldOut.Sum(SyntheticAnomalies.CountIn), 1, MostDraws);
        InjectedFrame[] frames = [.. Enumerable.Range(0, draws).Select(draw => new InjectedFrame(frame, heldOut, spreads, seeds.Child($"injected {draw}")))];
        var trials = new List<(string Name, double AucPr)>();
        foreach (var create in candidates)
        {
            using var candidate = create();
            candidate.Fit(frame, learned);
            trials.Add((candidate.Name, frames.Average(injected => injected.Entities.Average(entity => AucPr(candidate, injected, heldOut, entity)))));
        }
        Trials = trials;
        var best = Enumerable.Range(0, trials.Count).MaxBy(i => trials[i].AucPr);
        return trials[best].AucPr > ClearAdvantage * trials[0].AucPr ? best : 0;
    }

    private static double AucPr(IAnomalyDetector candidate, InjectedFrame injected, RowRange[] heldOut, int entity)
    {
        var (scores, labels) = (candidate.Score(injected, entity), injected.LabelsOf(entity));
        int[] rows = [.. heldOut.Where(range => range.Entity == entity).SelectMany(range => Enumerable.Range(range.FirstRow, range.RowCount))];
        return RankingMetrics.AucPr(new ScoredSeries([.. rows.Select(row => labels[row])], [.. rows.Select(row => (double)scores[row])]));
    }

    /// <summary>Standard deviation of each signal over the held-out rows.</summary>
    private static double[] Spreads(Frame frame, RowRange[] ranges) => [.. Enumerable.Range(0, frame.Schema.Signals.Count).Select(signal =>
    {
        double[] values = [.. ranges.SelectMany(range => range.Seen(frame, signal))];
        if (values.Length < 2)
            return 0;
        var mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / values.Length);
    })];
}

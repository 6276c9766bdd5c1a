using Auscult.Evaluation.Metrics;
using FsCheck;
using FsCheck.Fluent;

namespace Auscult.Evaluation.Tests.Metrics;

/// <summary>Series of 20 to 400 rows with one to eight positive runs and scores with many ties.</summary>
internal static class RandomSeries
{
    public static Arbitrary<ScoredSeries> Arbitrary { get; } = Gen.Choose(0, int.MaxValue).Select(Make).ToArbitrary();

    public static ScoredSeries Make(int seed)
    {
        var generator = new Random(seed);
        var labels = new bool[generator.Next(20, 400)];
        for (var run = generator.Next(1, 9); run > 0; run--)
        {
            var start = generator.Next(labels.Length);
            labels.AsSpan(start, Math.Min(generator.Next(1, 30), labels.Length - start)).Fill(true);
        }
        return new ScoredSeries(labels, [.. labels.Select(label => Math.Round((generator.NextDouble() * 8) + (label ? 2 : 0), 1))]);
    }
}

/// <summary>The volumes by their definition: every buffer length, threshold and row one after another.</summary>
internal static class DirectVolumes
{
    public static (double Pr, double Roc) Of(ScoredSeries series, int bufferLength)
    {
        var sorted = series.Scores.ToArray().OrderDescending().ToArray();
        var (pr, roc) = (0.0, 0.0);
        for (var w = 0; w <= bufferLength; w++)
        {
            var weights = Weights(series, w);
            var merged = Merged(series, w / 2);
            var (lastTpr, lastFpr) = (0.0, 0.0);
            for (var j = 0; j < VolumeUnderSurface.ThresholdCount; j++)
            {
                var threshold = sorted[j == 249 ? ^1 : (int)((series.Count - 1) / 249.0 * j)];
                var predicted = series.Scores.ToArray().Select(score => score >= threshold).ToArray();
                var hits = predicted.Zip(weights, (isHit, weight) => isHit ? weight : 0).Sum();
                var inside = predicted.Zip(series.Labels.ToArray(), (isHit, label) => isHit && label).Count(both => both);
                var positives = series.PositiveCount + (hits / 2);
                var found = merged.Count(range => predicted.AsSpan(range.Start, range.Length).Contains(true));
                var tpr = Math.Min(1, (inside + hits) / positives) * found / merged.Count;
                var count = predicted.Count(isHit => isHit);
                var fpr = (count - inside - hits) / (series.Count - positives);
                pr += (tpr - lastTpr) * (inside + hits) / count / (bufferLength + 1);
                roc += (fpr - lastFpr) * (tpr + lastTpr) / 2 / (bufferLength + 1);
                (lastTpr, lastFpr) = (tpr, fpr);
            }
            roc += (1 - lastFpr) * (1 + lastTpr) / 2 / (bufferLength + 1);
        }
        return (pr, roc);
    }

    private static double[] Weights(ScoredSeries series, int w)
    {
        var labels = series.Labels.ToArray();
        return [.. Enumerable.Range(0, series.Count).Select(row => labels[row] ? 0 : Math.Min(1, series.Segments.Sum(segment =>
        {
            var distance = row < segment.Start ? segment.Start - row : row - segment.End + 1;
            return distance <= w / 2 ? Math.Sqrt(1 - ((double)distance / w)) : 0;
        })))];
    }

    private static List<LabelSegment> Merged(ScoredSeries series, int reach)
    {
        var merged = new List<LabelSegment>();
        foreach (var segment in series.Segments)
        {
            var (start, end) = (Math.Max(0, segment.Start - reach), Math.Min(series.Count, segment.End + reach));
            if (merged.Count > 0 && merged[^1].End > start)
                merged[^1] = new LabelSegment(merged[^1].Start, end);
            else
                merged.Add(new LabelSegment(start, end));
        }
        return merged;
    }
}

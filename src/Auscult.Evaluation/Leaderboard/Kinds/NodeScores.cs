using Auscult.Evaluation.Metrics;
using Auscult.Learning.Heads;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;

namespace Auscult.Evaluation.Leaderboard.Kinds;

/// <summary>
/// Scores of every node in units that can be compared: each node has a detector of its own, whose score is divided by the 0.95 quantile of
/// what it gives on quiet training rows that it was not fitted on.
/// </summary>
internal sealed class NodeScores
{
    private const int NumBlocks = 3;
    private const double Level = 0.95;
    private readonly float[][] _scores;
    private readonly float[][] _crossFitted;

    /// <param name="frame">The values.</param>
    /// <param name="fold">Its training rows.</param>
    /// <param name="create">A detector that has not been fitted.</param>
    public NodeScores(Frame frame, EventFold fold, Func<IAnomalyDetector> create)
    {
        var nodes = frame.Schema.Entities.Count;
        (_scores, _crossFitted) = (new float[nodes][], new float[nodes][]);
        for (var node = 0; node < nodes; node++)
        {
            RowRange[] train = [.. fold.Train.Where(range => range.Entity == node)];
            _crossFitted[node] = CrossFitted(frame, node, train, create);
            using var detector = create();
            detector.Fit(frame, train);
            _scores[node] = detector.Score(frame, node);
            var unit = Unit(_crossFitted[node], fold.QuietTrain.Where(range => range.Entity == node));
            Scale(_scores[node], unit);
            Scale(_crossFitted[node], unit);
        }
    }

    /// <summary>The largest score of a node in some rows.</summary>
    public double Peak(int node, int firstRow, int endRow) =>
        endRow > firstRow ? _scores[node].AsSpan(firstRow, endRow - firstRow).ToArray().Max() : 0;

    /// <summary>Nodes by their <see cref="Peak"/>, most suspect first.</summary>
    public IReadOnlyList<int> Ranking(int firstRow, int endRow) =>
        [.. Enumerable.Range(0, _scores.Length).OrderByDescending(node => Peak(node, firstRow, endRow))];

    /// <summary>The score of the most suspect node of a row.</summary>
    public double Highest(int row) => _scores.Max(scores => scores[row]);

    /// <summary>
    /// The lowest threshold at which quiet training rows, scored by detectors that were not fitted on them, raise no more than the allowed
    /// number of alarms: runs of rows in which any node is above it.
    /// </summary>
    public double Threshold(EventFold fold, int allowed)
    {
        double[][] runs = [.. fold.QuietTrain.Where(range => range.Entity == 0)
            .Select(range => Enumerable.Range(range.FirstRow, range.RowCount)
                .Select(row => (double)_crossFitted.Max(scores => scores[row])).ToArray())];
        double[] candidates = [.. runs.SelectMany(run => run).Distinct().OrderDescending()];
        var threshold = candidates.Length > 0 ? candidates[0] : double.PositiveInfinity;
        foreach (var candidate in candidates)
        {
            if (runs.Sum(run => LabelSegment.In(Array.ConvertAll(run, score => score > candidate)).Count) > allowed)
                break;
            threshold = candidate;
        }
        return threshold;
    }

    /// <summary>Scores of training rows by detectors fitted on the other two of three blocks of them; 0 elsewhere.</summary>
    private static float[] CrossFitted(Frame frame, int node, RowRange[] train, Func<IAnomalyDetector> create)
    {
        var scores = new float[frame.Schema.RowCount];
        foreach (var block in Blocks(train))
        {
            using var detector = create();
            detector.Fit(frame, RowRange.Except(train, block));
            var of = detector.Score(frame, node);
            foreach (var range in block)
                of.AsSpan(range.FirstRow, range.RowCount).CopyTo(scores.AsSpan(range.FirstRow));
        }
        return scores;
    }

    private static IEnumerable<RowRange[]> Blocks(RowRange[] train)
    {
        var total = train.Sum(range => range.RowCount);
        for (var block = 0; block < NumBlocks; block++)
        {
            var (from, to) = (total * block / NumBlocks, total * (block + 1) / NumBlocks);
            var pieces = new List<RowRange>();
            var offset = 0;
            foreach (var range in train)
            {
                var (first, end) = (Math.Clamp(from - offset, 0, range.RowCount), Math.Clamp(to - offset, 0, range.RowCount));
                if (end > first)
                    pieces.Add(range with { FirstRow = range.FirstRow + first, RowCount = end - first });
                offset += range.RowCount;
            }
            yield return [.. pieces];
        }
    }

    private static float Unit(float[] scores, IEnumerable<RowRange> quiet)
    {
        double[] values = [.. quiet
            .SelectMany(range => scores.AsSpan(range.FirstRow, range.RowCount).ToArray()).Select(score => (double)score)];
        return (float)Math.Max(values.Length == 0 ? 1 : Quantiles.Of(values, Level), 1e-9);
    }

    private static void Scale(float[] scores, float unit)
    {
        foreach (ref var score in scores.AsSpan())
            score /= unit;
    }
}

using System.Runtime.InteropServices;
using Auscult.Foundation;

namespace Auscult.Evaluation.Metrics;

/// <summary>A run of consecutive positive rows.</summary>
/// <param name="Start">First row.</param>
/// <param name="End">First row after the run.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LabelSegment(int Start, int End)
{
    /// <summary>Number of rows.</summary>
    public int Length => End - Start;

    /// <summary>The runs of true values, in order.</summary>
    public static IReadOnlyList<LabelSegment> In(ReadOnlySpan<bool> rows)
    {
        var segments = new List<LabelSegment>();
        for (var row = 0; row < rows.Length; row++)
        {
            if (!rows[row])
                continue;
            var start = row;
            while (row < rows.Length && rows[row])
                row++;
            segments.Add(new LabelSegment(start, row));
        }
        return segments;
    }
}

/// <summary>
/// Labels and anomaly scores of one series in time order, checked once: equally long, at least one row, every score finite.
/// </summary>
public sealed class ScoredSeries
{
    private readonly bool[] _labels;
    private readonly double[] _scores;

    /// <param name="labels">True where the row is anomalous.</param>
    /// <param name="scores">Higher is more anomalous; any finite scale.</param>
    /// <exception cref="InputException">The lengths differ, the series is empty, or a score is NaN or infinite.</exception>
    public ScoredSeries(bool[] labels, double[] scores)
    {
        if (labels.Length != scores.Length)
            throw new InputException($"{labels.Length} labels but {scores.Length} scores", remedy: "give one score per labelled row");
        if (labels.Length == 0)
            throw new InputException("no rows to evaluate", remedy: "give at least one labelled and scored row");
        for (var row = 0; row < scores.Length; row++)
        {
            if (!double.IsFinite(scores[row]))
            {
                throw new InputException(
                    $"the score of row {row + 1} is {scores[row]}", remedy: "score every row with a finite number or drop the row");
            }
        }
        _labels = labels;
        _scores = scores;
        Segments = LabelSegment.In(labels);
        PositiveCount = Segments.Sum(segment => segment.Length);
    }

    /// <summary>A series from the single-precision scores that detectors return.</summary>
    /// <inheritdoc cref="ScoredSeries(bool[], double[])"/>
    public ScoredSeries(bool[] labels, float[] scores)
        : this(labels, Array.ConvertAll(scores, score => (double)score))
    {
    }

    /// <summary>True where the row is anomalous.</summary>
    public ReadOnlySpan<bool> Labels => _labels;

    /// <summary>Higher is more anomalous.</summary>
    public ReadOnlySpan<double> Scores => _scores;

    /// <summary>Number of rows.</summary>
    public int Count => _labels.Length;

    /// <summary>Number of anomalous rows.</summary>
    public int PositiveCount { get; }

    /// <summary>The runs of anomalous rows.</summary>
    public IReadOnlyList<LabelSegment> Segments { get; }

    /// <summary>The rows whose score lies above <paramref name="threshold"/>.</summary>
    public bool[] Above(double threshold) => Array.ConvertAll(_scores, score => score > threshold);
}

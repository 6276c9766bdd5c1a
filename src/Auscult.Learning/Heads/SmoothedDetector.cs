using Auscult.Foundation;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;

namespace Auscult.Learning.Heads;

/// <summary>How scores are smoothed.</summary>
public sealed record SmoothingConfig
{
    /// <summary>Rows of the trailing moving averages whose mean is taken. Default 5 and 30; empty means no smoothing.</summary>
    public IReadOnlyList<int> Rows { get; init; } = [5, 30];

    /// <summary>
    /// Whether the moving averages are of the scores, and only their mean is of logarithms: single peaks count for more. Default false: all
    /// of it is of logarithms.
    /// </summary>
    public bool IsArithmetic { get; init; }

    /// <summary>Smallest score; smaller ones are raised to it before the logarithm. Default 1e-6.</summary>
    public double Floor { get; init; } = 1e-6;
}

/// <summary>
/// Smooths another detector's scores: the mean of the logarithms of several trailing moving averages, taken back from the logarithm.
/// It uses earlier rows of the same recording only, so a causal detector stays causal.
/// </summary>
public sealed class SmoothedDetector : IAnomalyDetector, ISignalEvidence
{
    private readonly IAnomalyDetector _inner;
    private readonly SmoothingConfig _config;

    /// <param name="inner">Gives the scores.</param>
    /// <param name="config">Lengths of the averages.</param>
    /// <exception cref="InputException">A length or the floor is not positive.</exception>
    public SmoothedDetector(IAnomalyDetector inner, SmoothingConfig? config = null)
    {
        (_inner, _config) = (inner, config ?? new SmoothingConfig());
        if (_config.Rows.Any(rows => rows < 1) || !(_config.Floor > 0))
            throw new InputException("head.anomaly.smoothing needs positive rows and a positive floor");
    }

    /// <inheritdoc/>
    public string Name => _config.Rows.Count == 0 ? _inner.Name : $"{_inner.Name}-smoothed";

    /// <inheritdoc/>
    public bool IsCausal => _inner.IsCausal;

    /// <summary>Whether the detector underneath gives evidence, without which <see cref="Contributions"/> throws.</summary>
    public bool GivesEvidence => _inner is ISignalEvidence;

    /// <inheritdoc/>
    public void Fit(Frame frame, IReadOnlyList<RowRange> train) => _inner.Fit(frame, train);

    /// <inheritdoc/>
    public float[] Score(Frame frame, int entity)
    {
        var scores = _inner.Score(frame, entity);
        Smooth(frame.Schema, scores, _config);
        return scores;
    }

    /// <summary>Disposes the detector underneath.</summary>
    public void Dispose() => _inner.Dispose();

    /// <summary>Smooths scores of every row of a frame, in place, each recording on its own.</summary>
    public static void Smooth(FrameSchema schema, float[] scores, SmoothingConfig config)
    {
        if (config.Rows.Count == 0)
            return;
        foreach (var segment in schema.Segments)
            Smooth(scores.AsSpan(segment.FirstRow, segment.RowCount), config);
    }

    /// <inheritdoc/>
    public float[] Contributions(Frame frame, int entity) =>
        _inner is ISignalEvidence evidence
            ? evidence.Contributions(frame, entity)
            : throw new NotSupportedException($"{_inner.Name} gives no evidence per signal");

    private static void Smooth(Span<float> scores, SmoothingConfig config)
    {
        var sums = new double[scores.Length + 1];
        for (var i = 0; i < scores.Length; i++)
        {
            var score = Math.Max(scores[i], config.Floor);
            sums[i + 1] = sums[i] + (config.IsArithmetic ? score : Math.Log(score));
        }
        for (var i = 0; i < scores.Length; i++)
        {
            var mean = 0.0;
            foreach (var rows in config.Rows)
            {
                var first = Math.Max(0, i + 1 - rows);
                var average = (sums[i + 1] - sums[first]) / (i + 1 - first);
                // A difference of large sums of small scores may lie below any of them.
                mean += config.IsArithmetic ? Math.Log(Math.Max(average, config.Floor)) : average;
            }
            scores[i] = (float)Math.Exp(mean / config.Rows.Count);
        }
    }
}

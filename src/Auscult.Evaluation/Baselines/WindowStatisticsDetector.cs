using Auscult.Foundation;
using Auscult.Learning.Heads;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;

namespace Auscult.Evaluation.Baselines;

/// <summary>Options of <see cref="WindowStatisticsDetector"/>.</summary>
public sealed record WindowStatisticsConfig
{
    /// <summary>Shortest window in rows, a power of two. Default 4.</summary>
    public int ShortestWindow { get; init; } = 4;

    /// <summary>Longest window in rows, a power of two. Default 64.</summary>
    public int LongestWindow { get; init; } = 64;

    /// <summary>Nearest training windows whose mean distance counts. Default 3.</summary>
    public int Neighbours { get; init; } = 3;

    /// <summary>Training windows kept per length, evenly spread. Default 1000.</summary>
    public int MaxReferences { get; init; } = 1000;

    /// <summary>
    /// Whether a row is judged by the windows around it, which needs half a window of the future, and not by those that end at it.
    /// Default false.
    /// </summary>
    public bool Centred { get; init; }
}

/// <summary>
/// How far the statistics (mean, deviation, minimum, maximum, range) of windows of several lengths lie from their nearest training
/// windows; the score is the geometric mean over lengths of distance / typical training distance.
/// </summary>
/// <remarks>Windows never cross recordings; a row without a complete window of any length scores 1, the typical distance.</remarks>
public sealed class WindowStatisticsDetector : IAnomalyDetector
{
    private const int StridesPerWindow = 16;
    private const float Floor = 1e-3f;
    private readonly WindowStatisticsConfig _config;
    private readonly Dictionary<int, (NearestNeighbours References, float Typical)> _lengths = [];
    private RobustScaler? _scaler;

    /// <param name="config">Options; defaults when null.</param>
    /// <exception cref="InputException">A length is no power of two, or a number is not positive.</exception>
    public WindowStatisticsDetector(WindowStatisticsConfig? config = null)
    {
        _config = config ?? new WindowStatisticsConfig();
        var (shortest, longest) = (_config.ShortestWindow, _config.LongestWindow);
        if (!int.IsPow2(shortest) || !int.IsPow2(longest) || shortest > longest || _config.Neighbours < 1 || _config.MaxReferences < 1)
            throw new InputException("window statistics need window lengths that are powers of two, and positive counts");
    }

    /// <inheritdoc/>
    public string Name => _config.Centred ? "window-statistics-centred" : "window-statistics";

    /// <inheritdoc/>
    public bool IsCausal => !_config.Centred;

    /// <inheritdoc/>
    public void Fit(Frame frame, IReadOnlyList<RowRange> train)
    {
        _scaler = RobustScaler.Fit(frame, train, BaselineRows.WideScale);
        _lengths.Clear();
        var width = frame.Schema.Signals.Count;
        var statistics = RowRange.CutAtSegments(frame.Schema, train).Select(range => new WindowStatistics(BaselineRows.Read(frame, range, _scaler), width)).ToList();
        for (var length = 1; length <= _config.LongestWindow; length *= 2)
        {
            if (length > 1)
                statistics.RemoveAll(range => !range.TryDouble());
            if (statistics.Count == 0)
                break;
            if (length >= _config.ShortestWindow)
                AddLength(length, statistics);
        }
        if (_lengths.Count == 0)
        {
            throw new InputException(
                $"no run of training rows holds a window of {_config.ShortestWindow} rows", remedy: "use longer recordings or shorter windows");
        }
    }

    /// <inheritdoc/>
    public float[] Score(Frame frame, int entity)
    {
        var scaler = _scaler ?? throw new InvalidOperationException("fit the detector before scoring");
        scaler.RequireSignalsOf(frame.Schema);
        var scores = new float[frame.Schema.RowCount];
        foreach (var segment in frame.Schema.Segments)
        {
            var rows = BaselineRows.Read(frame, new RowRange(entity, segment.FirstRow, segment.RowCount), scaler);
            Score(new WindowStatistics(rows, frame.Schema.Signals.Count), scores.AsSpan(segment.FirstRow, segment.RowCount));
        }
        return scores;
    }

    private void AddLength(int length, List<WindowStatistics> statistics)
    {
        var total = statistics.Sum(range => (long)range.Count);
        var kept = (int)Math.Min(total, _config.MaxReferences);
        var width = statistics[0].FeatureCount;
        var features = new float[kept * width];
        long passed = 0;
        var taken = 0;
        foreach (var range in statistics)
        {
            for (; taken < kept && (taken * total / kept) - passed < range.Count; taken++)
                range.Features((int)((taken * total / kept) - passed), features.AsSpan(taken * width, width));
            passed += range.Count;
        }
        var references = new NearestNeighbours(features, width, _config.Neighbours);
        _lengths[length] = (references, references.TypicalDistance());
    }

    private void Score(WindowStatistics statistics, Span<float> scores)
    {
        var used = new int[scores.Length];
        do
        {
            if (!_lengths.TryGetValue(statistics.Length, out var length))
                continue;
            var distances = Distances(statistics, length.References);
            var unit = Math.Max(length.Typical, float.Epsilon);
            for (var row = 0; row < scores.Length; row++)
            {
                var window = row - (_config.Centred ? statistics.Length / 2 : statistics.Length - 1);
                if (_config.Centred)
                    window = Math.Clamp(window, 0, distances.Length - 1);
                if (window < 0)
                    continue;
                scores[row] += MathF.Log((distances[window] / unit) + Floor);
                used[row]++;
            }
        }
        while (statistics.Length < _config.LongestWindow && statistics.TryDouble());
        for (var row = 0; row < scores.Length; row++)
            scores[row] = MathF.Exp(scores[row] / Math.Max(1, used[row]));
    }

    /// <summary>Long windows change slowly: every sixteenth of a length is computed, the ones between take the last.</summary>
    private static float[] Distances(WindowStatistics statistics, NearestNeighbours references)
    {
        var stride = Math.Max(1, statistics.Length / StridesPerWindow);
        var distances = new float[statistics.Count];
        Parallel.For(0, (distances.Length + stride - 1) / stride, i =>
        {
            Span<float> features = stackalloc float[statistics.FeatureCount];
            statistics.Features(i * stride, features);
            distances.AsSpan(i * stride, Math.Min(stride, distances.Length - (i * stride))).Fill(references.Distance(features));
        });
        return distances;
    }
}

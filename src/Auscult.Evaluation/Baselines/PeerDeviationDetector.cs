using System.Numerics.Tensors;
using Auscult.Learning.Heads;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;

namespace Auscult.Evaluation.Baselines;

/// <summary>
/// Peer-MAD: how far every signal lies from the median of the entity's peers at the same step, in units of the peers' scaled median
/// absolute deviation, or of what is usual in training where that is larger; the mean over signals, the largest over the entity's groups.
/// </summary>
/// <remarks>An entity without peers, as every entity of a frame without peer groups, scores 0 throughout.</remarks>
public sealed class PeerDeviationDetector : IAnomalyDetector, ISignalEvidence
{
    private const float NormalDeviation = 1.4826f;
    private RobustScaler? _scaler;
    private float[] _usual = [];

    /// <inheritdoc/>
    public string Name => "peer-mad";

    /// <inheritdoc/>
    public bool IsCausal => true;

    /// <inheritdoc/>
    public void Fit(Frame frame, IReadOnlyList<RowRange> train)
    {
        var scaler = RobustScaler.Fit(frame, train, BaselineRows.DeviationScale);
        var width = frame.Schema.Signals.Count;
        var (sums, counts) = (new double[width], new long[width]);
        foreach (var range in train)
        {
            foreach (var group in GroupsOf(frame.Schema, range.Entity))
            {
                var values = frame.Rows(range.Entity, range.FirstRow, range.RowCount);
                var medians = frame.PeerRows(group, PeerStatistic.Median, range.FirstRow, range.RowCount);
                for (var i = 0; i < values.Length; i++)
                {
                    var deviation = Math.Abs(values[i] - medians[i]);
                    if (float.IsNaN(deviation))
                        continue;
                    sums[i % width] += deviation;
                    counts[i % width]++;
                }
            }
        }
        // A signal that is the same on all peers still needs a unit: a hundredth of its own spread over time.
        _usual = [.. scaler.Signals.Select((scale, i) => Math.Max((float)(sums[i] / Math.Max(1, counts[i])), 0.01f * scale.Spread))];
        _scaler = scaler;
    }

    /// <inheritdoc/>
    public float[] Score(Frame frame, int entity)
    {
        var width = frame.Schema.Signals.Count;
        var deviations = Contributions(frame, entity);
        var scores = new float[frame.Schema.RowCount];
        for (var row = 0; row < scores.Length; row++)
            scores[row] = TensorPrimitives.Sum(deviations.AsSpan(row * width, width)) / width;
        return scores;
    }

    /// <inheritdoc/>
    public float[] Contributions(Frame frame, int entity)
    {
        (_scaler ?? throw new InvalidOperationException("fit the detector before scoring")).RequireSignalsOf(frame.Schema);
        var values = frame.Rows(entity, 0, frame.Schema.RowCount);
        var largest = new float[values.Length];
        foreach (var group in GroupsOf(frame.Schema, entity))
        {
            var medians = frame.PeerRows(group, PeerStatistic.Median, 0, frame.Schema.RowCount);
            var spreads = frame.PeerRows(group, PeerStatistic.MedianAbsoluteDeviation, 0, frame.Schema.RowCount);
            for (var i = 0; i < values.Length; i++)
            {
                var deviation = Math.Abs(values[i] - medians[i]) / Math.Max(NormalDeviation * spreads[i], _usual[i % _usual.Length]);
                if (deviation > largest[i])
                    largest[i] = deviation;
            }
        }
        return largest;
    }

    private static IEnumerable<int> GroupsOf(FrameSchema schema, int entity) =>
        Enumerable.Range(0, schema.PeerGroups.Count).Where(group => schema.PeerGroups[group].Entities.Contains(entity));
}

using System.Numerics.Tensors;
using Auscult.Learning.Heads;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;

namespace Auscult.Evaluation.Baselines;

/// <summary>
/// How many deviations a row lies from the training median, averaged over the signals that were seen: the simplest detector that
/// knows the training rows.
/// </summary>
/// <remarks>The deviation is the interquartile range / 1.349, at least a tenth of the standard deviation.</remarks>
public sealed class RobustZDetector : IAnomalyDetector, ISignalEvidence
{
    private RobustScaler? _scaler;

    /// <inheritdoc/>
    public string Name => "robust-z";

    /// <inheritdoc/>
    public bool IsCausal => true;

    /// <inheritdoc/>
    public void Fit(Frame frame, IReadOnlyList<RowRange> train) =>
        _scaler = RobustScaler.Fit(frame, train, new RobustScalerConfig { ConstantRatioSpread = 0.1 });

    /// <inheritdoc/>
    public float[] Score(Frame frame, int entity)
    {
        var width = frame.Schema.Signals.Count;
        var deviations = Contributions(frame, entity);
        var values = frame.Rows(entity, 0, frame.Schema.RowCount);
        var scores = new float[frame.Schema.RowCount];
        for (var row = 0; row < scores.Length; row++)
        {
            var seen = 0;
            for (var signal = row * width; signal < (row + 1) * width; signal++)
            {
                scores[row] += deviations[signal];
                seen += float.IsNaN(values[signal]) ? 0 : 1;
            }
            scores[row] /= Math.Max(1, seen);
        }
        return scores;
    }

    /// <inheritdoc/>
    public float[] Contributions(Frame frame, int entity)
    {
        var scaler = _scaler ?? throw new InvalidOperationException("fit the detector before scoring");
        var deviations = BaselineRows.ReadLinear(frame, new RowRange(entity, 0, frame.Schema.RowCount), scaler);
        TensorPrimitives.Abs(deviations, deviations);
        return deviations;
    }
}

using System.Numerics.Tensors;
using Auscult.Learning.Heads;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;

namespace Auscult.Evaluation.Baselines;

/// <summary>
/// PCA as in TSB-AD's 2024 table (Aggarwal 2017, section 3.3): standardised rows, the components that together explain a quarter
/// of the variance, and per row the sum over components of its distance to the component's unit vector, divided by the variance share.
/// </summary>
/// <remarks>
/// Fitted on the whole scored series it reproduces the published figures (a transductive detector, since it sees the rows it will
/// judge); fitted on training rows it is causal. A component's sign is that of its largest projection, as in scikit-learn before 1.5.
/// </remarks>
public sealed class PcaDetector(bool wholeSeries) : IAnomalyDetector
{
    private const double VarianceShare = 0.25;
    private Model? _model;

    /// <inheritdoc/>
    public string Name => wholeSeries ? "pca-whole-series" : "pca";

    /// <inheritdoc/>
    public bool IsCausal => !wholeSeries;

    /// <inheritdoc/>
    public void Fit(Frame frame, IReadOnlyList<RowRange> train)
    {
        if (!wholeSeries)
            _model = Model.Of(BaselineRows.Gather(frame, train), frame.Schema.Signals.Count);
    }

    /// <inheritdoc/>
    public float[] Score(Frame frame, int entity)
    {
        var rows = frame.Rows(entity, 0, frame.Schema.RowCount).ToArray();
        var model = wholeSeries
            ? Model.Of([.. rows], frame.Schema.Signals.Count)
            : _model ?? throw new InvalidOperationException("fit the detector before scoring");
        return model.Score(rows);
    }

    private sealed record Model(StandardScale Scale, int Width, IReadOnlyList<float[]> Components, IReadOnlyList<double> VarianceShares)
    {
        public static Model Of(float[] rows, int width)
        {
            var scale = StandardScale.Fit(rows, width);
            scale.Apply(rows);
            var components = PrincipalComponents.Exact(rows, width, shares =>
            {
                var sum = 0.0;
                return 1 + shares.TakeWhile(share => (sum += share) <= VarianceShare).Count();
            });
            foreach (var direction in components.Directions)
                TurnToLargestProjection(rows, direction);
            return new Model(scale, width, components.Directions, components.VarianceShares);
        }

        public float[] Score(float[] rows)
        {
            Scale.Apply(rows);
            var scores = new float[rows.Length / Width];
            for (var row = 0; row < scores.Length; row++)
            {
                var values = rows.AsSpan(row * Width, Width);
                var sum = 0.0;
                for (var k = 0; k < Components.Count; k++)
                    sum += Distance(values, Components[k]) / VarianceShares[k];
                scores[row] = (float)sum;
            }
            return scores;
        }

        private static double Distance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
        {
            var sum = 0.0;
            for (var i = 0; i < a.Length; i++)
                sum += ((double)a[i] - b[i]) * ((double)a[i] - b[i]);
            return Math.Sqrt(sum);
        }

        private static void TurnToLargestProjection(float[] rows, float[] direction)
        {
            var largest = 0f;
            for (var start = 0; start < rows.Length; start += direction.Length)
            {
                var projection = TensorPrimitives.Dot<float>(rows.AsSpan(start, direction.Length), direction);
                if (Math.Abs(projection) > Math.Abs(largest))
                    largest = projection;
            }
            if (largest < 0)
                TensorPrimitives.Negate(direction, direction);
        }
    }
}

using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;
using static TorchSharp.torch;

namespace Auscult.Learning.Encoding;

/// <summary>
/// The units in which reconstruction errors are measured: distance from the training median in training deviations, per signal.
/// Scaled values are <c>asinh((x - median) / spread)</c>; their hyperbolic sine times <see cref="SpreadPerDeviation"/> is linear.
/// </summary>
public sealed class LinearUnits
{
    // sinh beyond this would leave the range in which float32 differences mean anything.
    private const double Largest = 16;

    private readonly float[] _factors;

    /// <param name="spreadPerDeviation">The scaler's spread divided by the signal's standard deviation, one number per signal.</param>
    public LinearUnits(IReadOnlyList<float> spreadPerDeviation) => _factors = [.. spreadPerDeviation];

    /// <summary>The scaler's spread divided by the standard deviation of the training rows, <c>[signal]</c>.</summary>
    public IReadOnlyList<float> SpreadPerDeviation => _factors;

    /// <summary>Measures the deviation of every signal over training rows; a signal that never varied keeps the scaler's unit.</summary>
    public static LinearUnits Fit(Frame frame, IReadOnlyList<RowRange> train, RobustScaler scaler)
    {
        var signals = scaler.Signals;
        var (sum, square, count) = (new double[signals.Count], new double[signals.Count], new long[signals.Count]);
        foreach (var range in train)
        {
            var rows = frame.Rows(range.Entity, range.FirstRow, range.RowCount);
            for (var i = 0; i < rows.Length; i++)
            {
                var s = i % signals.Count;
                var z = ((double)rows[i] - signals[s].Median) / signals[s].Spread;
                if (!double.IsFinite(z))
                    continue;
                sum[s] += z;
                square[s] += z * z;
                count[s]++;
            }
        }
        return new LinearUnits([.. signals.Select((_, s) =>
        {
            var variance = count[s] == 0 ? 0 : (square[s] / count[s]) - Math.Pow(sum[s] / count[s], 2);
            return variance > 1e-12 ? (float)(1 / Math.Sqrt(variance)) : 1f;
        })]);
    }

    /// <summary>Scaled values <c>[..., signal]</c> in linear units, cut at <paramref name="limit"/>.</summary>
    public Tensor Targets(Tensor scaled, double limit) =>
        (scaled.clamp(-Largest, Largest).sinh() * tensor(_factors, device: scaled.device)).clamp(-limit, limit);
}

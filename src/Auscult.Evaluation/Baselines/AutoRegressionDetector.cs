using System.Numerics.Tensors;
using Auscult.Telemetry.Windowing;
using MathNet.Numerics.LinearAlgebra;

namespace Auscult.Evaluation.Baselines;

/// <summary>
/// Linear auto-regression: every signal of a row is forecast from all signals of the rows before it by ridge regression; a signal's
/// contribution is its squared forecast error.
/// </summary>
public sealed class AutoRegressionDetector : SignalErrorDetector
{
    private const int MaxWindows = 20_000;
    private const int WantedLag = 5;
    private const double Penalty = 0.01;
    private int _lag;
    private float[] _mean = [];
    private float[][] _weights = [];

    /// <inheritdoc/>
    public override string Name => "auto-regression";

    /// <inheritdoc/>
    private protected override void Learn(IReadOnlyList<RowRange> ranges, Func<RowRange, float[]> read, int width)
    {
        _lag = FlatWindows.RowsFor(width, WantedLag);
        var size = (_lag + 1) * width;
        var windows = FlatWindows.Gather(ranges, read, width, _lag + 1, MaxWindows);
        _mean = SecondMoments.Centre(windows, size);
        var covariance = SecondMoments.Covariance(windows, size);
        var past = _lag * width;
        var inputs = covariance.SubMatrix(0, past, 0, past);
        for (var i = 0; i < past; i++)
            inputs[i, i] += Penalty;
        Matrix<double> solved = inputs.Cholesky().Solve(covariance.SubMatrix(0, past, past, width));
        _weights = [.. Enumerable.Range(0, width).Select(i => solved.Column(i).Select(value => (float)value).ToArray())];
    }

    /// <inheritdoc/>
    private protected override void Errors(float[] rows, int width, Span<float> errors)
    {
        var padded = FlatWindows.Padded(rows, width, _lag);
        var past = _lag * width;
        Span<float> centred = new float[past + width];
        for (var row = 0; row * width < rows.Length; row++)
        {
            TensorPrimitives.Subtract(padded.AsSpan(row * width, past + width), _mean, centred);
            for (var signal = 0; signal < width; signal++)
            {
                var error = centred[past + signal] - TensorPrimitives.Dot(centred[..past], _weights[signal]);
                errors[(row * width) + signal] = error * error;
            }
        }
    }
}

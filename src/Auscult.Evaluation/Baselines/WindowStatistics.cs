using System.Numerics.Tensors;

namespace Auscult.Evaluation.Baselines;

/// <summary>
/// Mean, standard deviation, minimum, maximum and range of every signal over every window of a length that doubles: a window of
/// twice the length combines two neighbours, so all lengths together cost little more than one.
/// </summary>
internal sealed class WindowStatistics
{
    private const int Kinds = 5;
    private readonly int _width;
    private float[] _sums;
    private float[] _squares;
    private float[] _minima;
    private float[] _maxima;

    /// <param name="rows"><c>[row, signal]</c> without NaN.</param>
    /// <param name="width">Number of signals.</param>
    public WindowStatistics(float[] rows, int width)
    {
        _width = width;
        _sums = rows;
        _minima = rows;
        _maxima = rows;
        _squares = new float[rows.Length];
        TensorPrimitives.Multiply<float>(rows, rows, _squares);
    }

    /// <summary>Rows per window: 1, then 2, 4, ...</summary>
    public int Length { get; private set; } = 1;

    /// <summary>Number of windows of the present length; window i begins at row i.</summary>
    public int Count => _sums.Length / _width;

    /// <summary>Number of values that <see cref="Features"/> writes.</summary>
    public int FeatureCount => Kinds * _width;

    /// <summary>Doubles the length; false, and nothing changes, when no window would fit.</summary>
    public bool TryDouble()
    {
        if (Count <= Length)
            return false;
        var shift = Length * _width;
        _sums = Combine(_sums, shift, TensorPrimitives.Add<float>);
        _squares = Combine(_squares, shift, TensorPrimitives.Add<float>);
        _minima = Combine(_minima, shift, TensorPrimitives.Min<float>);
        _maxima = Combine(_maxima, shift, TensorPrimitives.Max<float>);
        Length *= 2;
        return true;
    }

    /// <summary>The statistics of one window, <c>[kind, signal]</c>.</summary>
    public void Features(int window, Span<float> destination)
    {
        var from = window * _width;
        var mean = destination[.._width];
        var deviation = destination[_width..(2 * _width)];
        TensorPrimitives.Multiply(_sums.AsSpan(from, _width), 1f / Length, mean);
        for (var signal = 0; signal < _width; signal++)
            deviation[signal] = MathF.Sqrt(MathF.Max(0, (_squares[from + signal] / Length) - (mean[signal] * mean[signal])));
        var minimum = _minima.AsSpan(from, _width);
        var maximum = _maxima.AsSpan(from, _width);
        minimum.CopyTo(destination[(2 * _width)..]);
        maximum.CopyTo(destination[(3 * _width)..]);
        TensorPrimitives.Subtract(maximum, minimum, destination[(4 * _width)..]);
    }

    private delegate void Operation(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> destination);

    private static float[] Combine(float[] values, int shift, Operation operation)
    {
        var combined = new float[values.Length - shift];
        operation(values.AsSpan(0, combined.Length), values.AsSpan(shift), combined);
        return combined;
    }
}

using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;

namespace Auscult.Evaluation.Baselines;

/// <summary>Means and covariances of the columns of rows <c>[row, column]</c>.</summary>
internal static class SecondMoments
{
    // Sums of single-precision products over short blocks lose nothing that matters; over 20,000 rows they would.
    private const int Block = 512;

    /// <summary>Takes the mean off every column, in place, and gives the means.</summary>
    public static float[] Centre(float[] rows, int width)
    {
        var sums = new double[width];
        for (var i = 0; i < rows.Length; i++)
            sums[i % width] += rows[i];
        float[] mean = Array.ConvertAll(sums, sum => (float)(sum / (rows.Length / width)));
        for (var start = 0; start < rows.Length; start += width)
            TensorPrimitives.Subtract(rows.AsSpan(start, width), mean, rows.AsSpan(start, width));
        return mean;
    }

    /// <summary>Covariance of centred rows, divided by their number.</summary>
    public static Matrix<double> Covariance(ReadOnlySpan<float> rows, int width)
    {
        var count = rows.Length / width;
        var columns = new float[width][];
        for (var column = 0; column < width; column++)
        {
            columns[column] = new float[count];
            for (var row = 0; row < count; row++)
                columns[column][row] = rows[(row * width) + column];
        }
        var covariance = Matrix<double>.Build.Dense(width, width);
        Parallel.For(0, width, i =>
        {
            for (var j = 0; j <= i; j++)
                covariance[i, j] = covariance[j, i] = BlockedDot(columns[i], columns[j]) / count;
        });
        return covariance;
    }

    /// <summary>
    /// Covariance shrunk towards a multiple of the identity by the weight of Ledoit and Wolf ("A well-conditioned estimator for
    /// large-dimensional covariance matrices", 2004), which makes it invertible however few rows there are.
    /// </summary>
    public static Matrix<double> Shrunk(ReadOnlySpan<float> rows, int width)
    {
        var covariance = Covariance(rows, width);
        var count = rows.Length / width;
        var mean = covariance.Trace() / width;
        var fourth = 0.0;
        for (var start = 0; start < rows.Length; start += width)
            fourth += Math.Pow(TensorPrimitives.SumOfSquares(rows.Slice(start, width)), 2);
        var squares = covariance.Enumerate().Sum(value => value * value);
        var spread = squares - (mean * mean * width);
        var noise = Math.Min(((fourth / count) - squares) / count, spread);
        var weight = spread > 0 ? noise / spread : 1;
        covariance *= 1 - weight;
        for (var i = 0; i < width; i++)
            covariance[i, i] += weight * mean;
        return covariance;
    }

    private static double BlockedDot(float[] a, float[] b)
    {
        var sum = 0.0;
        for (var start = 0; start < a.Length; start += Block)
        {
            var length = Math.Min(Block, a.Length - start);
            sum += TensorPrimitives.Dot<float>(a.AsSpan(start, length), b.AsSpan(start, length));
        }
        return sum;
    }
}

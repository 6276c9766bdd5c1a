namespace Auscult.Evaluation.Realism.Statistics;

/// <summary>How far two samples are apart.</summary>
public static class SampleDistance
{
    /// <summary>
    /// Two-sample Kolmogorov-Smirnov statistic: the largest difference of the two empirical distribution functions, 0 to 1. NaN when one
    /// sample is empty.
    /// </summary>
    public static double KolmogorovSmirnov(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        var largest = first.Count == 0 || second.Count == 0 ? double.NaN : 0;
        Sweep(first, second, (_, difference) => largest = Math.Max(largest, Math.Abs(difference)));
        return largest;
    }

    /// <summary>
    /// Wasserstein distance of order one, the area between the two distribution functions, in the unit of the values. NaN when one sample
    /// is empty.
    /// </summary>
    public static double Wasserstein(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        var area = first.Count == 0 || second.Count == 0 ? double.NaN : 0;
        Sweep(first, second, (width, difference) => area += width * Math.Abs(difference));
        return area;
    }

    /// <summary>Walks over the joint values; tells the distance to the next value and the difference of the functions up to it.</summary>
    private static void Sweep(IReadOnlyList<double> first, IReadOnlyList<double> second, Action<double, double> visit)
    {
        double[] a = [.. first.Order()];
        double[] b = [.. second.Order()];
        var (i, j) = (0, 0);
        while (i < a.Length || j < b.Length)
        {
            var value = Math.Min(i < a.Length ? a[i] : double.PositiveInfinity, j < b.Length ? b[j] : double.PositiveInfinity);
            while (i < a.Length && a[i] == value)
                i++;
            while (j < b.Length && b[j] == value)
                j++;
            var next = Math.Min(i < a.Length ? a[i] : double.PositiveInfinity, j < b.Length ? b[j] : double.PositiveInfinity);
            visit(double.IsPositiveInfinity(next) ? 0 : next - value, ((double)i / a.Length) - ((double)j / b.Length));
        }
    }
}

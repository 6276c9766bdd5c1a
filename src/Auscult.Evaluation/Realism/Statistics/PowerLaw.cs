using System.Runtime.InteropServices;

namespace Auscult.Evaluation.Realism.Statistics;

/// <summary>A falling curve <c>y = floor + scale * x^-exponent</c>, the usual shape of a loss over steps.</summary>
/// <param name="Floor">What it falls to.</param>
/// <param name="Scale">Height above the floor at x = 1.</param>
/// <param name="Exponent">How fast it falls.</param>
/// <param name="Residual">Root mean square of the relative residuals.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PowerLaw(double Floor, double Scale, double Exponent, double Residual)
{
    private const int NumFloors = 60;

    /// <summary>
    /// The curve with the smallest relative residual over 60 floors between 0 and the smallest value; for each floor a straight line in
    /// logarithms. Points are thinned to be even in the logarithm of x, so that the long tail does not decide everything.
    /// </summary>
    /// <param name="x">Positive, ascending.</param>
    /// <param name="y">Positive; NaN is left out.</param>
    public static PowerLaw Fit(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        var points = Thin(x, y);
        var best = new PowerLaw(double.NaN, double.NaN, double.NaN, double.NaN);
        if (points.Count < 5)
            return best;
        var least = points.Min(point => point.Y);
        for (var i = 0; i < NumFloors; i++)
        {
            var fit = Line(points, least * i / NumFloors);
            if (!(fit.Residual >= best.Residual))
                best = fit;
        }
        return best;
    }

    private static PowerLaw Line(List<(double X, double Y)> points, double floor)
    {
        var logarithms = points.Select(point => (X: Math.Log(point.X), Y: Math.Log(point.Y - floor))).ToArray();
        var (meanX, meanY) = (logarithms.Average(point => point.X), logarithms.Average(point => point.Y));
        var slope = logarithms.Sum(point => (point.X - meanX) * (point.Y - meanY)) / logarithms.Sum(point => (point.X - meanX) * (point.X - meanX));
        var scale = Math.Exp(meanY - (slope * meanX));
        var residual = Math.Sqrt(points.Average(point => Math.Pow(((floor + (scale * Math.Pow(point.X, slope))) / point.Y) - 1, 2)));
        return new PowerLaw(floor, scale, -slope, residual);
    }

    private static List<(double X, double Y)> Thin(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        const double Ratio = 1.05;
        var points = new List<(double X, double Y)>();
        var (next, sumX, sumY, count) = (0.0, 0.0, 0.0, 0);
        for (var i = 0; i < x.Count; i++)
        {
            if (!(y[i] > 0) || !(x[i] > 0))
                continue;
            if (x[i] >= next && count > 0)
            {
                points.Add((sumX / count, sumY / count));
                (sumX, sumY, count) = (0, 0, 0);
            }
            if (count == 0)
                next = x[i] * Ratio;
            (sumX, sumY, count) = (sumX + x[i], sumY + y[i], count + 1);
        }
        if (count > 0)
            points.Add((sumX / count, sumY / count));
        return points;
    }
}

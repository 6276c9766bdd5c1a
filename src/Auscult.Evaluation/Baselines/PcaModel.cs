using System.Numerics.Tensors;

namespace Auscult.Evaluation.Baselines;

/// <summary>
/// TSB-AD's rule for principal components: those that together explain a quarter of the variance; a row's score is the sum over them
/// of its distance to the component's unit vector, divided by the variance share.
/// </summary>
internal sealed record PcaModel(StandardScale Scale, int Width, IReadOnlyList<float[]> Components, IReadOnlyList<double> VarianceShares)
{
    private const double VarianceShare = 0.25;
    private const int LargestExactProblem = 256;
    private const int MostComponents = 20;

    /// <summary>Fits on rows, which are standardised in place.</summary>
    public static PcaModel Of(float[] rows, int width)
    {
        var scale = StandardScale.Fit(rows, width);
        scale.Apply(rows);
        var components = width <= LargestExactProblem
            ? PrincipalComponents.Exact(rows, width, Kept)
            : PrincipalComponents.Leading(rows, width, MostComponents).Take(Kept);
        foreach (var direction in components.Directions)
            TurnToLargestProjection(rows, direction);
        return new PcaModel(scale, width, components.Directions, components.VarianceShares);
    }

    /// <summary>Scores rows, which are standardised in place.</summary>
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

    private static int Kept(IReadOnlyList<double> shares)
    {
        var sum = 0.0;
        return 1 + shares.TakeWhile(share => (sum += share) <= VarianceShare).Count();
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

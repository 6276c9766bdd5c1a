using MathNet.Numerics.LinearAlgebra;

namespace Auscult.Evaluation.Baselines;

/// <summary>The leading directions of variance of some rows.</summary>
/// <param name="Directions"><c>[component, column]</c>, unit length, largest variance first.</param>
/// <param name="VarianceShares">Share of the total variance along each direction.</param>
internal sealed record PrincipalComponents(IReadOnlyList<float[]> Directions, IReadOnlyList<double> VarianceShares)
{
    private const int LargestExactProblem = 256;
    private const int MaxIterations = 200;

    /// <summary>The first components.</summary>
    /// <param name="choose">From their shares, largest first, how many to keep.</param>
    public PrincipalComponents Take(Func<IReadOnlyList<double>, int> choose)
    {
        var kept = Math.Clamp(choose(VarianceShares), 1, Directions.Count);
        return new PrincipalComponents([.. Directions.Take(kept)], [.. VarianceShares.Take(kept)]);
    }

    /// <summary>Finds components of centred rows <c>[row, column]</c>.</summary>
    /// <param name="rows">Centred values; not changed.</param>
    /// <param name="width">Number of columns.</param>
    /// <param name="choose">From all shares, largest first, how many components to keep.</param>
    public static PrincipalComponents Exact(ReadOnlySpan<float> rows, int width, Func<IReadOnlyList<double>, int> choose)
    {
        var eigen = SecondMoments.Covariance(rows, width).Evd(Symmetricity.Symmetric);
        var order = Enumerable.Range(0, width).OrderByDescending(i => eigen.EigenValues[i].Real).ToArray();
        var total = order.Sum(i => Math.Max(0, eigen.EigenValues[i].Real));
        var shares = order.Select(i => total > 0 ? Math.Max(0, eigen.EigenValues[i].Real) / total : 0).ToArray();
        var kept = Math.Clamp(choose(shares), 1, width);
        return new PrincipalComponents(
            [.. order.Take(kept).Select(i => eigen.EigenVectors.Column(i).Select(v => (float)v).ToArray())], shares[..kept]);
    }

    /// <summary>
    /// The <paramref name="count"/> leading components. Wide problems use orthogonal iteration, whose cost grows with the number of
    /// components and not with the cube of the width.
    /// </summary>
    public static PrincipalComponents Leading(ReadOnlySpan<float> rows, int width, int count)
    {
        if (width <= LargestExactProblem)
            return Exact(rows, width, _ => count);
        var covariance = SecondMoments.Covariance(rows, width);
        // A few spare directions make the wanted ones converge at the gap behind the spare ones.
        var wanted = Math.Min(width, count + 8);
        var basis = Matrix<double>.Build.Dense(width, wanted, (i, j) => Math.Cos((i + 1.0) * (j + 1.0)));
        basis = basis.GramSchmidt().Q;
        var variances = Vector<double>.Build.Dense(wanted);
        for (var iteration = 0; iteration < MaxIterations; iteration++)
        {
            basis = (covariance * basis).GramSchmidt().Q;
            var projected = basis.TransposeThisAndMultiply(covariance * basis).Evd(Symmetricity.Symmetric);
            var before = variances;
            variances = projected.EigenValues.Map(value => value.Real);
            basis *= projected.EigenVectors;
            if ((variances - before).L2Norm() <= 1e-9 * variances.L2Norm())
                break;
        }
        var total = covariance.Trace();
        var order = Enumerable.Range(0, wanted).OrderByDescending(i => variances[i]).Take(count).ToArray();
        return new PrincipalComponents(
            [.. order.Select(i => basis.Column(i).Select(v => (float)v).ToArray())],
            [.. order.Select(i => total > 0 ? Math.Max(0, variances[i]) / total : 0)]);
    }
}

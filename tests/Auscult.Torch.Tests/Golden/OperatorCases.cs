using static TorchSharp.torch;

namespace Auscult.Torch.Tests.Golden;

/// <summary>Every operator case by name; operators.py evaluates the same expressions in PyTorch.</summary>
internal static partial class OperatorCases
{
    // The themes are initialised before the constructor runs, whatever the order of the files.
    static OperatorCases() =>
        All = new[] { Pointwise, InPlace, Reductions, Shapes, Selecting, LinearAlgebra, Factories }
            .SelectMany(theme => theme)
            .ToDictionary(StringComparer.Ordinal);

    public static IReadOnlyDictionary<string, Func<Results>> All { get; }

    // Factors of a decomposition are unique only up to signs: their product is compared.
    private static Tensor Rebuilt((Tensor Values, Tensor Vectors) eigen) => eigen.Vectors.matmul(eigen.Values.diag()).matmul(eigen.Vectors.mT);

    private static Tensor Rebuilt((Tensor U, Tensor S, Tensor Vh) svd) => svd.U.matmul(svd.S.diag()).matmul(svd.Vh);

    private static Tensor RebuiltQr((Tensor Q, Tensor R) qr) => qr.Q.matmul(qr.R.triu());
}

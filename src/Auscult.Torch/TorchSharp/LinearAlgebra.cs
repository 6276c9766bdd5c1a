using static Auscult.Torch.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Linear algebra on matrices and batches of them.</summary>
    public static partial class linalg
    {
        /// <summary>Which factors a QR decomposition returns.</summary>
        public enum QRMode
        {
            Reduced = 0,
            Complete = 1,
            R = 2,
        }

        public static Tensor cholesky(Tensor input) => at_linalg_cholesky(input, false);

        public static Tensor cross(Tensor input, Tensor other, long dim = -1) => at_linalg_cross(input, other, dim);

        public static Tensor det(Tensor input) => at_linalg_det(input);

        public static (Tensor, Tensor) slogdet(Tensor input)
        {
            Check(at_linalg_slogdet(input, out var sign, out var logabsdet));
            return (sign, logabsdet);
        }

        public static Tensor diagonal(Tensor input, int offset = 0, int dim1 = -2, int dim2 = -1) => at_diagonal(input, offset, dim1, dim2);

        public static (Tensor, Tensor) eigh(Tensor input, char UPLO = 'L')
        {
            Check(at_linalg_eigh(input, UPLO.ToString(), out var values, out var vectors));
            return (values, vectors);
        }

        public static Tensor eigvals(Tensor input) => at_linalg_eigvals(input);

        public static Tensor eigvalsh(Tensor input, char UPLO = 'L') => at_linalg_eigvalsh(input, UPLO.ToString());

        public static Tensor inv(Tensor input) => at_linalg_inv(input);

        public static (Tensor Solution, Tensor Residuals, Tensor Rank, Tensor SingularValues) lstsq(Tensor input, Tensor other)
        {
            Check(at_linalg_lstsq(input, other, out var solution, out var residuals, out var rank, out var singularValues));
            return (solution, residuals, rank, singularValues);
        }

        public static Tensor matrix_exp(Tensor input) => at_linalg_matrix_exp(input);

        public static Tensor multi_dot(IList<Tensor> tensors) => at_linalg_multi_dot([.. tensors], tensors.Count);

        public static Tensor norm(Tensor input, string ord, long[]? dims = null, bool keepdim = false) =>
            at_linalg_norm_named(input, ord, dims, dims?.Length ?? 0, keepdim);

        public static Tensor norm(Tensor input, double ord, long[]? dims = null, bool keepdim = false) =>
            at_linalg_norm(input, ord, dims, dims?.Length ?? 0, keepdim);

        public static Tensor norm(Tensor input, int ord, long[]? dims = null, bool keepdim = false) =>
            at_linalg_norm(input, ord, dims, dims?.Length ?? 0, keepdim);

        public static Tensor norm(Tensor input, long[]? dims = null, bool keepdim = false) =>
            at_linalg_norm(input, null, dims, dims?.Length ?? 0, keepdim);

        public static Tensor vector_norm(Tensor input, double ord = 2, long[]? dims = null, bool keepdim = false) =>
            at_linalg_vector_norm(input, ord, dims, dims?.Length ?? 0, keepdim);

        public static Tensor pinv(Tensor input, double? atol = null, double? rtol = null, bool hermitian = false) =>
            at_linalg_pinv_tolerances(input, atol ?? 0, atol.HasValue, rtol ?? 0, rtol.HasValue, hermitian);

        public static (Tensor Q, Tensor R) qr(Tensor input, QRMode mode = QRMode.Reduced)
        {
            var name = mode switch { QRMode.Complete => "complete", QRMode.R => "r", _ => "reduced" };
            Check(at_linalg_qr(input, name, out var q, out var r));
            return (q, r);
        }

        public static Tensor solve(Tensor A, Tensor B, bool left = true) => at_linalg_solve(A, B, left);

        public static (Tensor U, Tensor S, Tensor Vh) svd(Tensor input, bool fullMatrices = true)
        {
            Check(at_linalg_svd(input, fullMatrices, out var u, out var s, out var vh));
            return (u, s, vh);
        }

        public static Tensor svdvals(Tensor input) => at_linalg_svdvals(input);
    }
}

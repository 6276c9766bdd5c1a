using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using TorchSharp;
using static TorchSharp.torch;

namespace Auscult.Torch.Interop;

// Matrices.
internal static unsafe partial class Native
{
    [LibraryImport(Library)]
    internal static partial Tensor at_bmm(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_dot(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_inner(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_kron(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_matmul(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_mm(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_mv(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_outer(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_vdot(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_addbmm(Tensor self, Tensor first, Tensor second, Scalar? beta, Scalar? alpha);

    [LibraryImport(Library)]
    internal static partial int at_addbmm_(Tensor self, Tensor first, Tensor second, Scalar? beta, Scalar? alpha);

    [LibraryImport(Library)]
    internal static partial Tensor at_addmm(Tensor self, Tensor first, Tensor second, Scalar? beta, Scalar? alpha);

    [LibraryImport(Library)]
    internal static partial int at_addmm_(Tensor self, Tensor first, Tensor second, Scalar? beta, Scalar? alpha);

    [LibraryImport(Library)]
    internal static partial Tensor at_addmv(Tensor self, Tensor first, Tensor second, Scalar? beta, Scalar? alpha);

    [LibraryImport(Library)]
    internal static partial int at_addmv_(Tensor self, Tensor first, Tensor second, Scalar? beta, Scalar? alpha);

    [LibraryImport(Library)]
    internal static partial Tensor at_addr(Tensor self, Tensor first, Tensor second, Scalar? beta, Scalar? alpha);

    [LibraryImport(Library)]
    internal static partial int at_addr_(Tensor self, Tensor first, Tensor second, Scalar? beta, Scalar? alpha);

    [LibraryImport(Library)]
    internal static partial Tensor at_baddbmm(Tensor self, Tensor first, Tensor second, Scalar? beta, Scalar? alpha);

    [LibraryImport(Library)]
    internal static partial int at_baddbmm_(Tensor self, Tensor first, Tensor second, Scalar? beta, Scalar? alpha);

    [LibraryImport(Library)]
    internal static partial Tensor at_linalg_det(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_linalg_inv(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_linalg_matrix_exp(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_linalg_svdvals(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_linalg_eigvals(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_logdet(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_trace(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_corrcoef(Tensor self);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial Tensor at_einsum(
        string equation, [MarshalUsing(typeof(TensorArrayMarshaller))] Tensor?[]? tensors, long tensorsLength);

    [LibraryImport(Library)]
    internal static partial Tensor at_tensordot(
        Tensor self, Tensor other, ReadOnlySpan<long> dimsSelf, long dimsSelfLength, ReadOnlySpan<long> dimsOther,
        long dimsOtherLength);

    [LibraryImport(Library)]
    internal static partial Tensor at_linalg_multi_dot(
        [MarshalUsing(typeof(TensorArrayMarshaller))] Tensor?[]? tensors, long tensorsLength);

    [LibraryImport(Library)]
    internal static partial Tensor at_linalg_matrix_power(Tensor self, long n);

    [LibraryImport(Library)]
    internal static partial Tensor at_linalg_solve(Tensor self, Tensor other, [MarshalAs(U1)] bool left);

    [LibraryImport(Library)]
    internal static partial Tensor at_linalg_solve_triangular(
        Tensor self, Tensor other, [MarshalAs(U1)] bool upper, [MarshalAs(U1)] bool left, [MarshalAs(U1)] bool unitriangular);

    [LibraryImport(Library)]
    internal static partial Tensor at_linalg_cholesky(Tensor self, [MarshalAs(U1)] bool upper);

    [LibraryImport(Library)]
    internal static partial Tensor at_cholesky_inverse(Tensor self, [MarshalAs(U1)] bool upper);

    [LibraryImport(Library)]
    internal static partial Tensor at_cholesky_solve(Tensor self, Tensor factor, [MarshalAs(U1)] bool upper);

    [LibraryImport(Library)]
    internal static partial Tensor at_linalg_pinv(Tensor self, double rcond, [MarshalAs(U1)] bool hermitian);

    [LibraryImport(Library)]
    internal static partial Tensor at_linalg_pinv_tolerances(
        Tensor self, double atol, [MarshalAs(U1)] bool hasAtol, double rtol, [MarshalAs(U1)] bool hasRtol,
        [MarshalAs(U1)] bool hermitian);

    [LibraryImport(Library)]
    internal static partial int at_linalg_svd(Tensor self, [MarshalAs(U1)] bool fullMatrices, out Tensor u, out Tensor s, out Tensor vh);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int at_linalg_qr(Tensor self, string mode, out Tensor q, out Tensor r);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int at_linalg_eigh(Tensor self, string uplo, out Tensor values, out Tensor vectors);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial Tensor at_linalg_eigvalsh(Tensor self, string uplo);

    [LibraryImport(Library)]
    internal static partial int at_linalg_slogdet(Tensor self, out Tensor sign, out Tensor logabsdet);

    [LibraryImport(Library)]
    internal static partial int at_linalg_lstsq(
        Tensor self, Tensor other, out Tensor solution, out Tensor residuals, out Tensor rank, out Tensor singularValues);

    [LibraryImport(Library)]
    internal static partial Tensor at_linalg_norm(
        Tensor self, Scalar? ord, ReadOnlySpan<long> dim, long dimLength, [MarshalAs(U1)] bool keepdim);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial Tensor at_linalg_norm_named(
        Tensor self, string ord, ReadOnlySpan<long> dim, long dimLength, [MarshalAs(U1)] bool keepdim);

    [LibraryImport(Library)]
    internal static partial Tensor at_linalg_vector_norm(
        Tensor self, double ord, ReadOnlySpan<long> dim, long dimLength, [MarshalAs(U1)] bool keepdim);

    [LibraryImport(Library)]
    internal static partial Tensor at_renorm(Tensor self, double p, long dim, double maxnorm);

    [LibraryImport(Library)]
    internal static partial Tensor at_linalg_cross(Tensor self, Tensor other, long dim);

    [LibraryImport(Library)]
    internal static partial Tensor at_cdist(Tensor x1, Tensor x2, double p, long computeMode);

    [LibraryImport(Library)]
    internal static partial Tensor at_cov(Tensor self, long correction, Tensor? fweights, Tensor? aweights);
}

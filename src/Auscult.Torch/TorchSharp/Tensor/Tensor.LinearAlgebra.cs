using static Auscult.Torch.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    // Matrix products and decompositions; each is libtorch's operator of that name.
    public partial class Tensor
    {
        public Tensor cov(long correction = 1, Tensor? fweights = null, Tensor? aweights = null) =>
            at_cov(this, correction, fweights, aweights);

        public Tensor corrcoef() => at_corrcoef(this);

        public Tensor baddbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
            at_baddbmm(this, batch1, batch2, beta, alpha);

        public Tensor bmm(Tensor batch2) => at_bmm(this, batch2);

        public Tensor trace() => at_trace(this);

        public Tensor kron(Tensor other) => at_kron(this, other);

        public Tensor outer(Tensor vec2) => at_outer(this, vec2);

        public Tensor ger(Tensor vec2) => at_outer(this, vec2);

        public Tensor inner(Tensor vec2) => at_inner(this, vec2);

        public Tensor inverse() => at_linalg_inv(this);

        public Tensor renorm(float p, long dim, float maxnorm) => at_renorm(this, p, dim, maxnorm);

        public Tensor tensordot(Tensor b, long[] dims1, long[] dims2) => at_tensordot(this, b, dims1, dims1.Length, dims2, dims2.Length);

        public Tensor cholesky_inverse(bool upper = false) => at_cholesky_inverse(this, upper);

        public Tensor cholesky_solve(Tensor input2, bool upper = false) => at_cholesky_solve(this, input2, upper);

        public Tensor det() => at_linalg_det(this);

        public Tensor logdet() => at_logdet(this);

        public Tensor matmul(Tensor target) => at_matmul(this, target);

        public Tensor mm(Tensor target) => at_mm(this, target);

        public Tensor mv(Tensor target) => at_mv(this, target);

        public Tensor matrix_exp() => at_linalg_matrix_exp(this);

        public Tensor matrix_power(int n) => at_linalg_matrix_power(this, n);

        public Tensor vdot(Tensor target) => at_vdot(this, target);

        public Tensor dot(Tensor target) => at_dot(this, target);

        public Tensor pinverse(double rcond = 1e-15, bool hermitian = false) => at_linalg_pinv(this, rcond, hermitian);

        public Tensor addbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
            at_addbmm(this, batch1, batch2, beta, alpha);

        public Tensor addbmm_(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
            Done(at_addbmm_(this, batch1, batch2, beta, alpha));

        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) => at_addmm(this, mat1, mat2, beta, alpha);

        public Tensor addmm_(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) => Done(at_addmm_(this, mat1, mat2, beta, alpha));

        public Tensor addmv(Tensor mat, Tensor vec, float beta = 1, float alpha = 1) => at_addmv(this, mat, vec, beta, alpha);

        public Tensor addmv_(Tensor mat, Tensor vec, float beta = 1, float alpha = 1) => Done(at_addmv_(this, mat, vec, beta, alpha));

        public Tensor addr(Tensor vec1, Tensor vec2, float beta = 1, float alpha = 1) => at_addr(this, vec1, vec2, beta, alpha);

        public Tensor addr_(Tensor vec1, Tensor vec2, float beta = 1, float alpha = 1) => Done(at_addr_(this, vec1, vec2, beta, alpha));
    }
}

using static Auscult.Torch.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    // Folding dimensions; each is libtorch's operator of that name.
    public partial class Tensor
    {
        public Tensor all() => at_all(this);

        public Tensor all(long dim, bool keepdim = false) => at_all_dim(this, dim, keepdim);

        public (Tensor min, Tensor max) aminmax(long? dim = null, bool keepdim = false)
        {
            Check(at_aminmax(this, dim ?? 0, dim.HasValue, keepdim, out var min, out var max));
            return (min, max);
        }

        public Tensor any() => at_any(this);

        public Tensor any(long dim, bool keepdim = false) => at_any_dim(this, dim, keepdim);

        public Tensor argmax() => at_argmax(this);

        public Tensor argmax(long dim, bool keepdim = false) => at_argmax_dim(this, dim, keepdim);

        public Tensor argmin() => at_argmin(this);

        public Tensor argmin(long dim, bool keepdim = false) => at_argmin_dim(this, dim, keepdim);

        public Tensor argsort(long dim = -1, bool descending = false) => at_argsort(this, dim, descending);

        public Tensor count_nonzero(long[]? dims = null) => at_count_nonzero(this, dims, dims?.Length ?? 0);

        public Tensor bucketize(Tensor boundaries, bool outInt32 = false, bool right = false) =>
            at_bucketize(this, boundaries, outInt32, right);

        public Tensor bincount(Tensor? weights, long minlength = 0) => at_bincount(this, weights, minlength);

        public Tensor diff(long n = 1, long dim = -1, Tensor? prepend = null, Tensor? append = null) =>
            at_diff(this, n, dim, prepend, append);

        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true)
        {
            Check(at_topk(this, k, dim, largest, sorted, out var values, out var indexes));
            return (values, indexes);
        }

        public Tensor max() => at_max(this);

        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false)
        {
            Check(at_max_dim(this, dim, keepdim, out var values, out var indexes));
            return (values, indexes);
        }

        public Tensor mean() => at_mean(this);

        public (Tensor values, Tensor indices) mode(long dim = -1, bool keepdim = false)
        {
            Check(at_mode_dim(this, dim, keepdim, out var values, out var indices));
            return (values, indices);
        }

        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) =>
            at_mean_dim(this, dimensions, dimensions.Length, keepdim, Code(type));

        public Tensor median() => at_median(this);

        public Tensor min() => at_min(this);

        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false)
        {
            Check(at_min_dim(this, dim, keepdim, out var values, out var indexes));
            return (values, indexes);
        }

        public Tensor msort() => at_msort(this);

        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false)
        {
            Check(at_sort(this, dim, descending, stable, out var Values, out var Indices));
            return (Values, Indices);
        }

        public Tensor dist(Tensor other, float p = 2) => at_dist(this, other, p);

        public Tensor norm(float p = 2) => at_norm(this, p);

        public Tensor prod(ScalarType? type = null) => at_prod(this, Code(type));

        public Tensor prod(long dim, bool keepdim = false, ScalarType? type = null) => at_prod_dim(this, dim, keepdim, Code(type));

        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) =>
            at_sum(this, dim, dim.Length, keepdim, Code(type));

        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) =>
            at_sum(this, dim, dim.Length, keepdim, Code(type));

        public Tensor nanmedian() => at_nanmedian(this);

        public Tensor nansum() => at_nansum(this);

        public (Tensor values, Tensor indexes) cummax(long dim)
        {
            Check(at_cummax(this, dim, out var values, out var indexes));
            return (values, indexes);
        }

        public (Tensor values, Tensor indexes) cummin(long dim)
        {
            Check(at_cummin(this, dim, out var values, out var indexes));
            return (values, indexes);
        }

        public Tensor cumsum(long dim, ScalarType? type = null) => at_cumsum(this, dim, Code(type));

        public Tensor cumprod(long dim, ScalarType? type = null) => at_cumprod(this, dim, Code(type));

        public Tensor logcumsumexp(long dim) => at_logcumsumexp(this, dim);

        public Tensor logsumexp(long dim, bool keepdim = false) => at_logsumexp(this, dim, keepdim);
    }
}

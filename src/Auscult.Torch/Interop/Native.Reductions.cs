using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Auscult.Torch.Interop;

// Folding dimensions.
internal static unsafe partial class Native
{
    [LibraryImport(Library)]
    internal static partial Tensor at_all(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_any(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_argmax(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_argmin(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_max(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_mean(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_median(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_min(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_nanmedian(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_nansum(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_msort(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_all_dim(Tensor self, long dim, [MarshalAs(U1)] bool keepdim);

    [LibraryImport(Library)]
    internal static partial Tensor at_any_dim(Tensor self, long dim, [MarshalAs(U1)] bool keepdim);

    [LibraryImport(Library)]
    internal static partial Tensor at_argmax_dim(Tensor self, long dim, [MarshalAs(U1)] bool keepdim);

    [LibraryImport(Library)]
    internal static partial Tensor at_argmin_dim(Tensor self, long dim, [MarshalAs(U1)] bool keepdim);

    [LibraryImport(Library)]
    internal static partial int at_max_dim(Tensor self, long dim, [MarshalAs(U1)] bool keepdim, out Tensor values, out Tensor indices);

    [LibraryImport(Library)]
    internal static partial int at_median_dim(Tensor self, long dim, [MarshalAs(U1)] bool keepdim, out Tensor values, out Tensor indices);

    [LibraryImport(Library)]
    internal static partial int at_min_dim(Tensor self, long dim, [MarshalAs(U1)] bool keepdim, out Tensor values, out Tensor indices);

    [LibraryImport(Library)]
    internal static partial int at_mode_dim(Tensor self, long dim, [MarshalAs(U1)] bool keepdim, out Tensor values, out Tensor indices);

    [LibraryImport(Library)]
    internal static partial Tensor at_sum(Tensor self, ReadOnlySpan<long> dim, long dimLength, [MarshalAs(U1)] bool keepdim, int dtype);

    [LibraryImport(Library)]
    internal static partial Tensor at_mean_dim(
        Tensor self, ReadOnlySpan<long> dim, long dimLength, [MarshalAs(U1)] bool keepdim, int dtype);

    [LibraryImport(Library)]
    internal static partial Tensor at_nanmean(
        Tensor self, ReadOnlySpan<long> dim, long dimLength, [MarshalAs(U1)] bool keepdim, int dtype);

    [LibraryImport(Library)]
    internal static partial Tensor at_prod(Tensor self, int dtype);

    [LibraryImport(Library)]
    internal static partial Tensor at_prod_dim(Tensor self, long dim, [MarshalAs(U1)] bool keepdim, int dtype);

    [LibraryImport(Library)]
    internal static partial Tensor at_std(
        Tensor self, ReadOnlySpan<long> dim, long dimLength, [MarshalAs(U1)] bool unbiased, [MarshalAs(U1)] bool keepdim);

    [LibraryImport(Library)]
    internal static partial Tensor at_var(
        Tensor self, ReadOnlySpan<long> dim, long dimLength, [MarshalAs(U1)] bool unbiased, [MarshalAs(U1)] bool keepdim);

    [LibraryImport(Library)]
    internal static partial int at_std_mean(
        Tensor self, ReadOnlySpan<long> dim, long dimLength, [MarshalAs(U1)] bool unbiased, [MarshalAs(U1)] bool keepdim,
        out Tensor std, out Tensor mean);

    [LibraryImport(Library)]
    internal static partial int at_var_mean(
        Tensor self, ReadOnlySpan<long> dim, long dimLength, [MarshalAs(U1)] bool unbiased, [MarshalAs(U1)] bool keepdim,
        out Tensor var, out Tensor mean);

    [LibraryImport(Library)]
    internal static partial Tensor at_amax(Tensor self, ReadOnlySpan<long> dim, long dimLength, [MarshalAs(U1)] bool keepdim);

    [LibraryImport(Library)]
    internal static partial Tensor at_amin(Tensor self, ReadOnlySpan<long> dim, long dimLength, [MarshalAs(U1)] bool keepdim);

    [LibraryImport(Library)]
    internal static partial int at_amax_out(
        Tensor result, Tensor self, ReadOnlySpan<long> dim, long dimLength, [MarshalAs(U1)] bool keepdim);

    [LibraryImport(Library)]
    internal static partial int at_amin_out(
        Tensor result, Tensor self, ReadOnlySpan<long> dim, long dimLength, [MarshalAs(U1)] bool keepdim);

    [LibraryImport(Library)]
    internal static partial int at_aminmax(
        Tensor self, long dim, [MarshalAs(U1)] bool hasDim, [MarshalAs(U1)] bool keepdim, out Tensor min, out Tensor max);

    [LibraryImport(Library)]
    internal static partial Tensor at_count_nonzero(Tensor self, ReadOnlySpan<long> dim, long dimLength);

    [LibraryImport(Library)]
    internal static partial Tensor at_logsumexp(Tensor self, long dim, [MarshalAs(U1)] bool keepdim);

    [LibraryImport(Library)]
    internal static partial Tensor at_norm(Tensor self, double p);

    [LibraryImport(Library)]
    internal static partial Tensor at_norm_dim(Tensor self, double p, long dim, [MarshalAs(U1)] bool keepdim);

    [LibraryImport(Library)]
    internal static partial Tensor at_dist(Tensor self, Tensor other, double p);

    [LibraryImport(Library)]
    internal static partial int at_topk(
        Tensor self, long k, long dim, [MarshalAs(U1)] bool largest, [MarshalAs(U1)] bool sorted, out Tensor values,
        out Tensor indices);

    [LibraryImport(Library)]
    internal static partial int at_sort(
        Tensor self, long dim, [MarshalAs(U1)] bool descending, [MarshalAs(U1)] bool stable, out Tensor values, out Tensor indices);

    [LibraryImport(Library)]
    internal static partial Tensor at_argsort(Tensor self, long dim, [MarshalAs(U1)] bool descending);

    [LibraryImport(Library)]
    internal static partial int at_kthvalue(
        Tensor self, long k, long dim, [MarshalAs(U1)] bool keepdim, out Tensor values, out Tensor indices);

    [LibraryImport(Library)]
    internal static partial Tensor at_quantile(
        Tensor self, Tensor q, long dim, [MarshalAs(U1)] bool hasDim, [MarshalAs(U1)] bool keepdim);

    [LibraryImport(Library)]
    internal static partial Tensor at_nanquantile(
        Tensor self, Tensor q, long dim, [MarshalAs(U1)] bool hasDim, [MarshalAs(U1)] bool keepdim);

    [LibraryImport(Library)]
    internal static partial int at_unique(
        Tensor self, [MarshalAs(U1)] bool sorted, [MarshalAs(U1)] bool returnInverse, [MarshalAs(U1)] bool returnCounts,
        out Tensor values, out Tensor inverse, out Tensor counts);

    [LibraryImport(Library)]
    internal static partial int at_unique_dim(
        Tensor self, long dim, [MarshalAs(U1)] bool sorted, [MarshalAs(U1)] bool returnInverse, [MarshalAs(U1)] bool returnCounts,
        out Tensor values, out Tensor inverse, out Tensor counts);

    [LibraryImport(Library)]
    internal static partial Tensor at_bincount(Tensor self, Tensor? weights, long minlength);

    [LibraryImport(Library)]
    internal static partial Tensor at_histc(Tensor self, long bins, double min, double max);

    [LibraryImport(Library)]
    internal static partial Tensor at_searchsorted(
        Tensor sortedSequence, Tensor values, [MarshalAs(U1)] bool outInt32, [MarshalAs(U1)] bool right, Tensor? sorter);

    [LibraryImport(Library)]
    internal static partial Tensor at_bucketize(
        Tensor self, Tensor boundaries, [MarshalAs(U1)] bool outInt32, [MarshalAs(U1)] bool right);

    [LibraryImport(Library)]
    internal static partial Tensor at_cumsum(Tensor self, long dim, int dtype);

    [LibraryImport(Library)]
    internal static partial Tensor at_cumprod(Tensor self, long dim, int dtype);

    [LibraryImport(Library)]
    internal static partial int at_cummax(Tensor self, long dim, out Tensor values, out Tensor indices);

    [LibraryImport(Library)]
    internal static partial int at_cummin(Tensor self, long dim, out Tensor values, out Tensor indices);

    [LibraryImport(Library)]
    internal static partial Tensor at_logcumsumexp(Tensor self, long dim);

    [LibraryImport(Library)]
    internal static partial Tensor at_diff(Tensor self, long n, long dim, Tensor? prepend, Tensor? append);
}

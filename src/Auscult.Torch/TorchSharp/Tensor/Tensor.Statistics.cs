using static Auscult.Torch.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    // Reductions over one, several or all dimensions.
    public partial class Tensor
    {
        public Tensor std(bool unbiased = true) => at_std(this, default, 0, unbiased, false);

        public Tensor std(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null)
        {
            using var typed = As(type);
            return at_std(typed ?? this, dimensions, dimensions.Length, unbiased, keepdim);
        }

        public Tensor std(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            std((ReadOnlySpan<long>)dimensions, unbiased, keepdim, type);

        public Tensor std(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            std([dim], unbiased, keepdim, type);

        public Tensor std((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            std([dim.Item1, dim.Item2], unbiased, keepdim, type);

        public Tensor var(bool unbiased = true) => at_var(this, default, 0, unbiased, false);

        public Tensor var(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null)
        {
            using var typed = As(type);
            return at_var(typed ?? this, dimensions, dimensions.Length, unbiased, keepdim);
        }

        public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            var((ReadOnlySpan<long>)dimensions, unbiased, keepdim, type);

        public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            var([dim], unbiased, keepdim, type);

        public Tensor var((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            var([dim.Item1, dim.Item2], unbiased, keepdim, type);

        public (Tensor std, Tensor mean) std_mean(bool unbiased = true)
        {
            Check(at_std_mean(this, default, 0, unbiased, false, out var spread, out var mean));
            return (spread, mean);
        }

        public (Tensor std, Tensor mean) std_mean(
            ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null)
        {
            using var typed = As(type);
            Check(at_std_mean(typed ?? this, dimensions, dimensions.Length, unbiased, keepdim, out var spread, out var mean));
            return (spread, mean);
        }

        public (Tensor std, Tensor mean) std_mean(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            std_mean((ReadOnlySpan<long>)dimensions, unbiased, keepdim, type);

        public (Tensor std, Tensor mean) std_mean(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            std_mean([dim], unbiased, keepdim, type);

        public (Tensor @var, Tensor mean) var_mean(bool unbiased = true)
        {
            Check(at_var_mean(this, default, 0, unbiased, false, out var spread, out var mean));
            return (spread, mean);
        }

        public (Tensor std, Tensor mean) var_mean(
            ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null)
        {
            using var typed = As(type);
            Check(at_var_mean(typed ?? this, dimensions, dimensions.Length, unbiased, keepdim, out var spread, out var mean));
            return (spread, mean);
        }

        public (Tensor std, Tensor mean) var_mean(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            var_mean((ReadOnlySpan<long>)dimensions, unbiased, keepdim, type);

        public (Tensor @var, Tensor mean) var_mean(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            var_mean([dim], unbiased, keepdim, type);

        public Tensor amax(params long[] dims) => at_amax(this, dims, dims.Length, false);

        public Tensor amax(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null) =>
            @out is null ? at_amax(this, dims, dims.Length, keepdim) : @out.Done(at_amax_out(@out, this, dims, dims.Length, keepdim));

        public Tensor amax(long[] dims, bool keepdim = false, Tensor? @out = null) => amax((ReadOnlySpan<long>)dims, keepdim, @out);

        public Tensor amin(params long[] dims) => at_amin(this, dims, dims.Length, false);

        public Tensor amin(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null) =>
            @out is null ? at_amin(this, dims, dims.Length, keepdim) : @out.Done(at_amin_out(@out, this, dims, dims.Length, keepdim));

        public Tensor amin(long[] dims, bool keepdim = false, Tensor? @out = null) => amin((ReadOnlySpan<long>)dims, keepdim, @out);

        public Tensor sum(ScalarType? type = null) => at_sum(this, default, 0, false, Code(type));

        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => at_sum(this, [dim], 1, keepdim, Code(type));

        public Tensor sum(long dim0, long dim1, bool keepdim = false, ScalarType? type = null) =>
            at_sum(this, [dim0, dim1], 2, keepdim, Code(type));

        public Tensor nanmean(int? dim = null, bool keepdim = false, ScalarType? dtype = null) =>
            dim is { } d ? at_nanmean(this, [d], 1, keepdim, Code(dtype)) : at_nanmean(this, default, 0, keepdim, Code(dtype));

        public Tensor max(Tensor other) => at_maximum(this, other);

        public Tensor min(Tensor other) => at_minimum(this, other);

        public Tensor norm(int dim, bool keepdim = false, float p = 2.0f) => at_norm_dim(this, p, dim, keepdim);

        public (Tensor values, Tensor indices) kthvalue(long k, long? dim, bool keepdim = false)
        {
            Check(at_kthvalue(this, k, dim ?? -1, keepdim, out var values, out var indices));
            return (values, indices);
        }

        public Tensor quantile(Tensor q, long dim = -1, bool keepdim = false) => at_quantile(this, q, dim, true, keepdim);

        public Tensor nanquantile(Tensor q, long dim = -1, bool keepdim = false) => at_nanquantile(this, q, dim, true, keepdim);

        /// <summary>The tensor converted, or null when no type is asked for.</summary>
        private Tensor? As(ScalarType? type) => type is { } wanted ? to(wanted) : null;
    }
}

using static Auscult.Torch.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    // Overloads whose shape differs from libtorch's operator: default factors, optional dimensions, other names.
    public partial class Tensor
    {
        public Tensor add(Tensor target) => at_add(this, target, 1);

        public Tensor add(Scalar scalar) => at_add_scalar(this, scalar, 1);

        public Tensor add_(Tensor target) => Done(at_add_(this, target, 1));

        public Tensor add_(Scalar scalar) => Done(at_add_scalar_(this, scalar, 1));

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2) => at_addcdiv(this, tensor1, tensor2, 1);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2) => Done(at_addcdiv_(this, tensor1, tensor2, 1));

        public Tensor true_divide(Tensor other) => div(other);

        public Tensor true_divide(Scalar other) => div(other);

        public Tensor true_divide_(Tensor other) => div_(other);

        public Tensor true_divide_(Scalar other) => div_(other);

        public Tensor positive() => this;

        public Tensor gelu() => at_gelu(this, "none");

        public Tensor gelu_() => Done(at_gelu_(this, "none"));

        public Tensor elu(double alpha = 1) => at_elu(this, alpha, 1, 1);

        public Tensor elu_(double alpha = 1) => Done(at_elu_(this, alpha, 1, 1));

        public Tensor softplus(double beta = 1, double threshold = 20) => at_softplus(this, beta, threshold);

        public Tensor relu6() => at_hardtanh(this, 0, 6);

        public Tensor equal(Tensor target) => eq(target);

        public bool allclose(Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false)
        {
            Check(at_allclose(this, target, rtol, atol, equal_nan, out var close));
            return close;
        }

        public Tensor where(Tensor condition, Tensor y) => at_where(condition, this, y);

        public Tensor squeeze(long? dim = null) => dim is { } d ? at_squeeze_dim(this, d) : at_squeeze(this);

        public Tensor squeeze_(long? dim = null) => Done(dim is { } d ? at_squeeze_dim_(this, d) : at_squeeze_(this));

        public Tensor expand(params long[] sizes) => at_expand(this, sizes, sizes.Length, false);

        public Tensor expand(Size sizes, bool isImplicit = false) => at_expand(this, sizes.Shape, sizes.Length, isImplicit);

        public Tensor unflatten(long dim, Size sizes) => at_unflatten(this, dim, sizes.Shape, sizes.Length);

        public Tensor permute(IEnumerable<long> permutation) => permute(permutation.ToArray());

        public Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null) =>
            at_repeat_interleave(this, repeats, dim ?? 0, dim.HasValue);

        public Tensor repeat_interleave(Tensor repeats, long? dim = null, long? output_size = null) =>
            at_repeat_interleave_tensor(this, repeats, dim ?? 0, dim.HasValue);

        public Tensor roll(long shifts, long? dims = null) =>
            dims is { } d ? at_roll(this, [shifts], 1, [d], 1) : at_roll(this, [shifts], 1, [], 0);

        public Tensor roll((long, long) shifts, (long, long) dims) =>
            at_roll(this, [shifts.Item1, shifts.Item2], 2, [dims.Item1, dims.Item2], 2);

        public Tensor roll(long[] shifts) => at_roll(this, shifts, shifts.Length, [0], 1);

        public Tensor rot90(long k = 1, (long, long)? dims = null) => at_rot90(this, k, dims?.Item1 ?? 0, dims?.Item2 ?? 1);

        public Tensor[] split(ReadOnlySpan<long> sizes, long dim = 0) =>
            Take(at_split_with_sizes(this, sizes, sizes.Length, dim, out var list), list);

        public Tensor[] split(long[] sizes, long dim = 0) => split((ReadOnlySpan<long>)sizes, dim);

        public Tensor[] split(params long[] sizes) => split((ReadOnlySpan<long>)sizes);

        public Tensor[] tensor_split(long[] sizes, long dim = 0) =>
            Take(at_tensor_split_at(this, sizes, sizes.Length, dim, out var list), list);

        public Tensor take_along_dim(Tensor indices) => at_take_along_dim(this, indices, 0, false);

        public Tensor take_along_dim(Tensor indices, long dim) => at_take_along_dim(this, indices, dim, true);

        public IList<Tensor> nonzero_as_list() => Take(at_where_condition(this, out var list), list);

        public Tensor random_(double from, double to, Generator? generator = null) =>
            Done(at_random_(this, (long)from, (long)to, generator));

        public Tensor histc(long bins = 100, long min = 0, long max = 0) => at_histc(this, bins, min, max);

        public Tensor tensordot(Tensor b, long dims = 2)
        {
            long[] mine = [.. Enumerable.Range(0, (int)dims).Select(d => ndim - dims + d)];
            long[] theirs = [.. Enumerable.Range(0, (int)dims).Select(d => (long)d)];
            return tensordot(b, mine, theirs);
        }

        public (Tensor output, Tensor? inverse_indices, Tensor? counts) unique(
            bool sorted = true, bool return_inverse = false, bool return_counts = false, int? dim = null)
        {
            Tensor output, inverse, counts;
            if (dim is { } d)
                Check(at_unique_dim(this, d, sorted, return_inverse, return_counts, out output, out inverse, out counts));
            else
                Check(at_unique(this, sorted, return_inverse, return_counts, out output, out inverse, out counts));
            return (output, return_inverse ? inverse : Dropped(inverse), return_counts ? counts : Dropped(counts));
        }

        private static Tensor? Dropped(Tensor tensor)
        {
            tensor.Dispose();
            return null;
        }
    }
}

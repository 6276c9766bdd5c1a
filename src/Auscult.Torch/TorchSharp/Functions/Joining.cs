using static Auscult.Torch.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    // Functions of several tensors.
    public static Tensor cat(IList<Tensor> tensors, long dim = 0) => cat([.. tensors], dim);

    public static Tensor cat(Tensor[] tensors, long dim = 0) => at_cat(tensors, tensors.Length, dim);

    public static Tensor cat(ReadOnlySpan<Tensor> tensors, long dim = 0) => cat(tensors.ToArray(), dim);

    public static Tensor concat(IList<Tensor> tensors, long dim = 0) => cat([.. tensors], dim);

    public static Tensor concat(Tensor[] tensors, long dim = 0) => cat(tensors, dim);

    public static Tensor concatenate(IList<Tensor> tensors, long axis = 0) => cat([.. tensors], axis);

    public static Tensor concatenate(Tensor[] tensors, long axis = 0) => cat(tensors, axis);

    public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0)
    {
        Tensor[] all = [.. tensors];
        return at_stack(all, all.Length, dim);
    }

    public static Tensor hstack(params Tensor[] tensors) => at_hstack(tensors, tensors.Length);

    public static Tensor hstack(IList<Tensor> tensors) => hstack([.. tensors]);

    public static Tensor vstack(Tensor[] tensors) => at_vstack(tensors, tensors.Length);

    public static Tensor vstack(IList<Tensor> tensors) => vstack([.. tensors]);

    public static Tensor dstack(params Tensor[] tensors) => at_dstack(tensors, tensors.Length);

    public static Tensor dstack(IList<Tensor> tensors) => dstack([.. tensors]);

    public static Tensor column_stack(params Tensor[] tensors) => at_column_stack(tensors, tensors.Length);

    public static Tensor column_stack(IList<Tensor> tensors) => column_stack([.. tensors]);

    public static Tensor row_stack(params Tensor[] tensors) => at_vstack(tensors, tensors.Length);

    public static Tensor row_stack(IList<Tensor> tensors) => row_stack([.. tensors]);

    public static Tensor block_diag(params Tensor[] tensors) => at_block_diag(tensors, tensors.Length);

    public static Tensor cartesian_prod(params Tensor[] tensors) => at_cartesian_prod(tensors, tensors.Length);

    public static IList<Tensor> broadcast_tensors(params Tensor[] tensors) =>
        Take(at_broadcast_tensors(tensors, tensors.Length, out var list), list);

    public static Tensor[] meshgrid(IEnumerable<Tensor> tensors, string indexing = "ij")
    {
        Tensor[] all = [.. tensors];
        return Take(at_meshgrid(all, all.Length, indexing, out var list), list);
    }

    public static Tensor einsum(string equation, params Tensor[] tensors) => at_einsum(equation, tensors, tensors.Length);

    public static Tensor where(Tensor condition, Tensor x, Tensor y) => at_where(condition, x, y);

    public static Tensor[] where(Tensor condition) => Take(at_where_condition(condition, out var list), list);

    public static Tensor cdist(
        Tensor x1, Tensor x2, double p = 2, compute_mode compute_mode = compute_mode.use_mm_for_euclid_dist_if_necessary) =>
        at_cdist(x1, x2, p, (int)compute_mode);

    public static Tensor searchsorted(
        Tensor sorted_sequence, Tensor values, bool out_int32 = false, bool right = false, Tensor? sorter = null) =>
        at_searchsorted(sorted_sequence, values, out_int32, right, sorter);
}

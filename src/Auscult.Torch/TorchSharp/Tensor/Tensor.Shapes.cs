using static Auscult.Torch.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    // Views and rearrangements; each is libtorch's operator of that name.
    public partial class Tensor
    {
        public Tensor as_strided(long[] size, long[] strides, long storageOffset = 0) =>
            at_as_strided(this, size, size.Length, strides, strides.Length, storageOffset);

        public Tensor reshape(params long[] shape) => at_reshape(this, shape, shape.Length);

        public Tensor flatten(long start_dim = 0, long end_dim = -1) => at_flatten(this, start_dim, end_dim);

        public Tensor unflatten(long dim, params long[] sizes) => at_unflatten(this, dim, sizes, sizes.Length);

        public Tensor t() => at_t(this);

        public Tensor transpose(long dim0, long dim1) => at_transpose(this, dim0, dim1);

        public Tensor transpose_(long dim0, long dim1) => Done(at_transpose_(this, dim0, dim1));

        public Tensor tril(long diagonal = 0) => at_tril(this, diagonal);

        public Tensor tril_(long diagonal = 0) => Done(at_tril_(this, diagonal));

        public Tensor triu(long diagonal = 0) => at_triu(this, diagonal);

        public Tensor triu_(long diagonal = 0) => Done(at_triu_(this, diagonal));

        public Tensor swapdims(long dim0, long dim1) => at_transpose(this, dim0, dim1);

        public Tensor swapaxes(long dim0, long dim1) => at_transpose(this, dim0, dim1);

        public Tensor view(params long[] shape) => at_view(this, shape, shape.Length);

        public Tensor view_as(Tensor other) => at_view_as(this, other);

        public Tensor tile(long[] reps) => at_tile(this, reps, reps.Length);

        public Tensor ravel() => at_ravel(this);

        public Tensor diag(long diagonal = 0) => at_diag(this, diagonal);

        public Tensor diag_embed(long offset = 0, long dim1 = -2, long dim2 = -1) => at_diag_embed(this, offset, dim1, dim2);

        public Tensor diagflat(long offset = 0) => at_diagflat(this, offset);

        public Tensor diagonal(long offset = 0, long dim1 = 0, long dim2 = 1) => at_diagonal(this, offset, dim1, dim2);

        public Tensor[] unbind(long dimension = 0) => Take(at_unbind(this, dimension, out var list), list);

        public Tensor unfold(long dimension, long size, long step) => at_unfold(this, dimension, size, step);

        public Tensor[] split(long size, int dim = 0) => Take(at_split(this, size, dim, out var list), list);

        public Tensor[] tensor_split(long size, long dim = 0) => Take(at_tensor_split(this, size, dim, out var list), list);

        public Tensor[] chunk(long chunks, long dim = 0) => Take(at_chunk(this, chunks, dim, out var list), list);

        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false) => at_expand(this, sizes, sizes.Length, isImplicit);

        public Tensor expand(long[] sizes, bool isImplicit = false) => at_expand(this, sizes, sizes.Length, isImplicit);

        public Tensor expand_as(Tensor other) => at_expand_as(this, other);

        public Tensor repeat(params long[] sizes) => at_repeat(this, sizes, sizes.Length);

        public Tensor broadcast_to(params long[] shape) => at_broadcast_to(this, shape, shape.Length);

        public Tensor movedim(long[] source, long[] destination) =>
            at_movedim(this, source, source.Length, destination, destination.Length);

        public Tensor moveaxis(long[] source, long[] destination) =>
            at_movedim(this, source, source.Length, destination, destination.Length);

        public Tensor permute(params long[] permutation) => at_permute(this, permutation, permutation.Length);

        public Tensor diagonal_scatter(Tensor src, long offset = 0, long dim1 = 0, long dim2 = 1) =>
            at_diagonal_scatter(this, src, offset, dim1, dim2);

        public Tensor flip(params long[] dims) => at_flip(this, dims, dims.Length);

        public Tensor fliplr() => at_fliplr(this);

        public Tensor flipud() => at_flipud(this);

        public Tensor roll(long[] shifts, long[] dims) => at_roll(this, shifts, shifts.Length, dims, dims.Length);

        public Tensor roll(ReadOnlySpan<long> shifts, ReadOnlySpan<long> dims = default) =>
            at_roll(this, shifts, shifts.Length, dims, dims.Length);

        public Tensor unsqueeze(long dim) => at_unsqueeze(this, dim);

        public Tensor unsqueeze_(long dim) => Done(at_unsqueeze_(this, dim));

        public Tensor atleast_1d() => at_atleast_1d(this);

        public Tensor atleast_2d() => at_atleast_2d(this);

        public Tensor atleast_3d() => at_atleast_3d(this);
    }
}

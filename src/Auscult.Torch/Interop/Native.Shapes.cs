using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using static TorchSharp.torch;

namespace Auscult.Torch.Interop;

// Views and rearrangements.
internal static unsafe partial class Native
{
    [LibraryImport(Library)]
    internal static partial Tensor at_reshape(Tensor self, ReadOnlySpan<long> shape, long shapeLength);

    [LibraryImport(Library)]
    internal static partial Tensor at_view(Tensor self, ReadOnlySpan<long> shape, long shapeLength);

    [LibraryImport(Library)]
    internal static partial Tensor at_permute(Tensor self, ReadOnlySpan<long> shape, long shapeLength);

    [LibraryImport(Library)]
    internal static partial Tensor at_repeat(Tensor self, ReadOnlySpan<long> shape, long shapeLength);

    [LibraryImport(Library)]
    internal static partial Tensor at_tile(Tensor self, ReadOnlySpan<long> shape, long shapeLength);

    [LibraryImport(Library)]
    internal static partial Tensor at_flip(Tensor self, ReadOnlySpan<long> shape, long shapeLength);

    [LibraryImport(Library)]
    internal static partial Tensor at_broadcast_to(Tensor self, ReadOnlySpan<long> shape, long shapeLength);

    [LibraryImport(Library)]
    internal static partial Tensor at_t(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_ravel(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_fliplr(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_flipud(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_atleast_1d(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_atleast_2d(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_atleast_3d(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_hstack([MarshalUsing(typeof(TensorArrayMarshaller))] Tensor?[]? tensors, long tensorsLength);

    [LibraryImport(Library)]
    internal static partial Tensor at_vstack([MarshalUsing(typeof(TensorArrayMarshaller))] Tensor?[]? tensors, long tensorsLength);

    [LibraryImport(Library)]
    internal static partial Tensor at_dstack([MarshalUsing(typeof(TensorArrayMarshaller))] Tensor?[]? tensors, long tensorsLength);

    [LibraryImport(Library)]
    internal static partial Tensor at_column_stack([MarshalUsing(typeof(TensorArrayMarshaller))] Tensor?[]? tensors, long tensorsLength);

    [LibraryImport(Library)]
    internal static partial Tensor at_cartesian_prod(
        [MarshalUsing(typeof(TensorArrayMarshaller))] Tensor?[]? tensors, long tensorsLength);

    [LibraryImport(Library)]
    internal static partial Tensor at_block_diag([MarshalUsing(typeof(TensorArrayMarshaller))] Tensor?[]? tensors, long tensorsLength);

    [LibraryImport(Library)]
    internal static partial Tensor at_cat([MarshalUsing(typeof(TensorArrayMarshaller))] Tensor?[]? tensors, long tensorsLength, long dim);

    [LibraryImport(Library)]
    internal static partial Tensor at_stack(
        [MarshalUsing(typeof(TensorArrayMarshaller))] Tensor?[]? tensors, long tensorsLength, long dim);

    [LibraryImport(Library)]
    internal static partial Tensor at_expand(Tensor self, ReadOnlySpan<long> size, long sizeLength, [MarshalAs(U1)] bool @implicit);

    [LibraryImport(Library)]
    internal static partial Tensor at_expand_as(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_view_as(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_as_strided(
        Tensor self, ReadOnlySpan<long> size, long sizeLength, ReadOnlySpan<long> stride, long strideLength, long offset);

    [LibraryImport(Library)]
    internal static partial Tensor at_flatten(Tensor self, long startDim, long endDim);

    [LibraryImport(Library)]
    internal static partial Tensor at_unflatten(Tensor self, long dim, ReadOnlySpan<long> sizes, long sizesLength);

    [LibraryImport(Library)]
    internal static partial Tensor at_transpose(Tensor self, long dim0, long dim1);

    [LibraryImport(Library)]
    internal static partial int at_transpose_(Tensor self, long dim0, long dim1);

    [LibraryImport(Library)]
    internal static partial Tensor at_numpy_T(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_mT(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_squeeze(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_squeeze_dim(Tensor self, long dim);

    [LibraryImport(Library)]
    internal static partial int at_squeeze_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_squeeze_dim_(Tensor self, long dim);

    [LibraryImport(Library)]
    internal static partial Tensor at_unsqueeze(Tensor self, long dim);

    [LibraryImport(Library)]
    internal static partial int at_unsqueeze_(Tensor self, long dim);

    [LibraryImport(Library)]
    internal static partial Tensor at_unfold(Tensor self, long dimension, long size, long step);

    [LibraryImport(Library)]
    internal static partial Tensor at_movedim(
        Tensor self, ReadOnlySpan<long> source, long sourceLength, ReadOnlySpan<long> destination, long destinationLength);

    [LibraryImport(Library)]
    internal static partial Tensor at_roll(
        Tensor self, ReadOnlySpan<long> shifts, long shiftsLength, ReadOnlySpan<long> dims, long dimsLength);

    [LibraryImport(Library)]
    internal static partial Tensor at_rot90(Tensor self, long k, long dim0, long dim1);

    [LibraryImport(Library)]
    internal static partial Tensor at_repeat_interleave(Tensor self, long repeats, long dim, [MarshalAs(U1)] bool hasDim);

    [LibraryImport(Library)]
    internal static partial Tensor at_repeat_interleave_tensor(Tensor self, Tensor repeats, long dim, [MarshalAs(U1)] bool hasDim);

    [LibraryImport(Library)]
    internal static partial Tensor at_tril(Tensor self, long diagonal);

    [LibraryImport(Library)]
    internal static partial int at_tril_(Tensor self, long diagonal);

    [LibraryImport(Library)]
    internal static partial Tensor at_triu(Tensor self, long diagonal);

    [LibraryImport(Library)]
    internal static partial int at_triu_(Tensor self, long diagonal);

    [LibraryImport(Library)]
    internal static partial Tensor at_tril_indices(long row, long col, long offset, Options options);

    [LibraryImport(Library)]
    internal static partial Tensor at_triu_indices(long row, long col, long offset, Options options);

    [LibraryImport(Library)]
    internal static partial Tensor at_diag(Tensor self, long diagonal);

    [LibraryImport(Library)]
    internal static partial Tensor at_diag_embed(Tensor self, long offset, long dim1, long dim2);

    [LibraryImport(Library)]
    internal static partial Tensor at_diagflat(Tensor self, long offset);

    [LibraryImport(Library)]
    internal static partial Tensor at_diagonal_scatter(Tensor self, Tensor src, long offset, long dim1, long dim2);

    [LibraryImport(Library)]
    internal static partial Tensor at_diagonal(Tensor self, long offset, long dim1, long dim2);

    [LibraryImport(Library)]
    internal static partial int at_split(Tensor self, long size, long dim, out TensorList result);

    [LibraryImport(Library)]
    internal static partial int at_split_with_sizes(
        Tensor self, ReadOnlySpan<long> sizes, long sizesLength, long dim, out TensorList result);

    [LibraryImport(Library)]
    internal static partial int at_tensor_split(Tensor self, long sections, long dim, out TensorList result);

    [LibraryImport(Library)]
    internal static partial int at_tensor_split_at(
        Tensor self, ReadOnlySpan<long> indices, long indicesLength, long dim, out TensorList result);

    [LibraryImport(Library)]
    internal static partial int at_chunk(Tensor self, long chunks, long dim, out TensorList result);

    [LibraryImport(Library)]
    internal static partial int at_unbind(Tensor self, long dim, out TensorList result);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int at_meshgrid(
        [MarshalUsing(typeof(TensorArrayMarshaller))] Tensor?[]? tensors, long tensorsLength, string indexing, out TensorList result);

    [LibraryImport(Library)]
    internal static partial int at_broadcast_tensors(
        [MarshalUsing(typeof(TensorArrayMarshaller))] Tensor?[]? tensors, long tensorsLength, out TensorList result);
}

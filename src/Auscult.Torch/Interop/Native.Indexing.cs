using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Auscult.Torch.Interop;

// Parts of a tensor.
internal static unsafe partial class Native
{
    [LibraryImport(Library)]
    internal static partial Tensor at_index(Tensor self, ReadOnlySpan<IndexItem> indices, long indicesLength);

    [LibraryImport(Library)]
    internal static partial int at_index_put_(Tensor self, ReadOnlySpan<IndexItem> indices, long indicesLength, Tensor value);

    [LibraryImport(Library)]
    internal static partial int at_index_put_scalar_(Tensor self, ReadOnlySpan<IndexItem> indices, long indicesLength, Scalar? value);

    [LibraryImport(Library)]
    internal static partial int at_index_put_accumulate_(Tensor self, ReadOnlySpan<IndexItem> indices, long indicesLength, Tensor value);

    [LibraryImport(Library)]
    internal static partial Tensor at_select(Tensor self, long dim, long index);

    [LibraryImport(Library)]
    internal static partial Tensor at_slice(Tensor self, long dim, long start, long end, long step);

    [LibraryImport(Library)]
    internal static partial Tensor at_narrow(Tensor self, long dim, long start, long length);

    [LibraryImport(Library)]
    internal static partial Tensor at_index_select(Tensor self, long dim, Tensor index);

    [LibraryImport(Library)]
    internal static partial Tensor at_gather(Tensor self, long dim, Tensor index);

    [LibraryImport(Library)]
    internal static partial Tensor at_take(Tensor self, Tensor index);

    [LibraryImport(Library)]
    internal static partial Tensor at_take_along_dim(Tensor self, Tensor indices, long dim, [MarshalAs(U1)] bool hasDim);

    [LibraryImport(Library)]
    internal static partial Tensor at_index_add(Tensor self, long dim, Tensor index, Tensor source, Scalar? alpha);

    [LibraryImport(Library)]
    internal static partial int at_index_add_(Tensor self, long dim, Tensor index, Tensor source, Scalar? alpha);

    [LibraryImport(Library)]
    internal static partial Tensor at_index_copy(Tensor self, long dim, Tensor index, Tensor source);

    [LibraryImport(Library)]
    internal static partial int at_index_copy_(Tensor self, long dim, Tensor index, Tensor source);

    [LibraryImport(Library)]
    internal static partial Tensor at_index_fill(Tensor self, long dim, Tensor index, Scalar? value);

    [LibraryImport(Library)]
    internal static partial int at_index_fill_(Tensor self, long dim, Tensor index, Scalar? value);

    [LibraryImport(Library)]
    internal static partial Tensor at_scatter(Tensor self, long dim, Tensor index, Tensor src);

    [LibraryImport(Library)]
    internal static partial int at_scatter_(Tensor self, long dim, Tensor index, Tensor src);

    [LibraryImport(Library)]
    internal static partial Tensor at_scatter_add(Tensor self, long dim, Tensor index, Tensor src);

    [LibraryImport(Library)]
    internal static partial int at_scatter_add_(Tensor self, long dim, Tensor index, Tensor src);

    [LibraryImport(Library)]
    internal static partial Tensor at_select_scatter(Tensor self, Tensor src, long dim, long index);

    [LibraryImport(Library)]
    internal static partial Tensor at_slice_scatter(
        Tensor self, Tensor src, long dim, long start, [MarshalAs(U1)] bool hasStart, long end, [MarshalAs(U1)] bool hasEnd, long step);

    [LibraryImport(Library)]
    internal static partial Tensor at_masked_fill(Tensor self, Tensor mask, Scalar? value);

    [LibraryImport(Library)]
    internal static partial int at_masked_fill_(Tensor self, Tensor mask, Scalar? value);

    [LibraryImport(Library)]
    internal static partial Tensor at_masked_scatter(Tensor self, Tensor mask, Tensor source);

    [LibraryImport(Library)]
    internal static partial int at_masked_scatter_(Tensor self, Tensor mask, Tensor source);

    [LibraryImport(Library)]
    internal static partial Tensor at_masked_select(Tensor self, Tensor mask);

    [LibraryImport(Library)]
    internal static partial Tensor at_nonzero(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_argwhere(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_where_condition(Tensor condition, out TensorList result);
}

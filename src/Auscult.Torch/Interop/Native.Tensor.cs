using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Auscult.Torch.Interop;

// Lifetime, description, storage and conversion.
internal static unsafe partial class Native
{
    [LibraryImport(Library)]
    internal static partial void at_free(IntPtr self);

    [LibraryImport(Library)]
    internal static partial void at_free_list(IntPtr items);

    [LibraryImport(Library)]
    internal static partial long at_dim(Tensor self);

    [LibraryImport(Library)]
    internal static partial long at_numel(Tensor self);

    [LibraryImport(Library)]
    internal static partial long at_itemsize(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_scalar_type(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_device_type(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_device_index(Tensor self);

    [LibraryImport(Library)]
    [return: MarshalAs(U1)]
    internal static partial bool at_requires_grad(Tensor self);

    [LibraryImport(Library)]
    [return: MarshalAs(U1)]
    internal static partial bool at_is_leaf(Tensor self);

    [LibraryImport(Library)]
    [return: MarshalAs(U1)]
    internal static partial bool at_is_sparse(Tensor self);

    [LibraryImport(Library)]
    [return: MarshalAs(U1)]
    internal static partial bool at_is_contiguous(Tensor self);

    [LibraryImport(Library)]
    [return: MarshalAs(U1)]
    internal static partial bool at_is_same(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int at_size(Tensor self, long dim, out long result);

    [LibraryImport(Library)]
    internal static partial int at_stride(Tensor self, long dim, out long result);

    [LibraryImport(Library)]
    internal static partial int at_sizes(Tensor self, Span<long> result);

    [LibraryImport(Library)]
    internal static partial int at_strides(Tensor self, Span<long> result);

    [LibraryImport(Library)]
    internal static partial int at_storage_offset(Tensor self, out long result);

    [LibraryImport(Library)]
    internal static partial int at_data_ptr(Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial int at_is_pinned(Tensor self, [MarshalAs(U1)] out bool result);

    [LibraryImport(Library)]
    internal static partial Tensor at_to(Tensor self, Options options, [MarshalAs(U1)] bool nonBlocking, [MarshalAs(U1)] bool copy);

    [LibraryImport(Library)]
    internal static partial Tensor at_to_other(Tensor self, Tensor other, [MarshalAs(U1)] bool nonBlocking);

    [LibraryImport(Library)]
    internal static partial Tensor at_pin_memory(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_contiguous(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_clone(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_alias(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_to_dense(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_copy_(Tensor self, Tensor source, [MarshalAs(U1)] bool nonBlocking);

    [LibraryImport(Library)]
    internal static partial int at_set_(Tensor self, Tensor source);

    [LibraryImport(Library)]
    internal static partial int at_fill_(Tensor self, Scalar? value);

    [LibraryImport(Library)]
    internal static partial int at_zero_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_item(Tensor self, out Number result);
}

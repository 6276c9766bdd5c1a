using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Auscult.Torch.Interop;

// New tensors.
internal static unsafe partial class Native
{
    [LibraryImport(Library)]
    internal static partial Tensor at_empty(ReadOnlySpan<long> size, long sizeLength, Options options);

    [LibraryImport(Library)]
    internal static partial Tensor at_empty_strided(
        ReadOnlySpan<long> size, long sizeLength, ReadOnlySpan<long> stride, long strideLength, Options options);

    [LibraryImport(Library)]
    internal static partial Tensor at_zeros(ReadOnlySpan<long> size, long sizeLength, Options options);

    [LibraryImport(Library)]
    internal static partial Tensor at_ones(ReadOnlySpan<long> size, long sizeLength, Options options);

    [LibraryImport(Library)]
    internal static partial Tensor at_full(ReadOnlySpan<long> size, long sizeLength, Scalar? value, Options options);

    [LibraryImport(Library)]
    internal static partial Tensor at_arange(Scalar? start, Scalar? end, Scalar? step, Options options);

    [LibraryImport(Library)]
    internal static partial Tensor at_linspace(double start, double end, long steps, Options options);

    [LibraryImport(Library)]
    internal static partial Tensor at_logspace(double start, double end, long steps, double @base, Options options);

    [LibraryImport(Library)]
    internal static partial Tensor at_eye(long rows, long columns, Options options);

    [LibraryImport(Library)]
    internal static partial Tensor at_scalar_tensor(Scalar? value, Options options);

    [LibraryImport(Library)]
    internal static partial Tensor at_empty_like(Tensor self, Options options);

    [LibraryImport(Library)]
    internal static partial Tensor at_zeros_like(Tensor self, Options options);

    [LibraryImport(Library)]
    internal static partial Tensor at_ones_like(Tensor self, Options options);

    [LibraryImport(Library)]
    internal static partial Tensor at_full_like(Tensor self, Scalar? value, Options options);

    [LibraryImport(Library)]
    internal static partial Tensor at_from_blob(
        IntPtr data, ReadOnlySpan<long> size, long sizeLength, int dtype, delegate* unmanaged<IntPtr, void> release, IntPtr context);
}

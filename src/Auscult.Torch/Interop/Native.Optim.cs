using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using TorchSharp;
using static TorchSharp.torch;

namespace Auscult.Torch.Interop;

// Optimiser kernels.
internal static unsafe partial class Native
{
    [LibraryImport(Library)]
    [return: MarshalAs(U1)]
    internal static partial bool at_has_fused_adamw();

    [LibraryImport(Library)]
    internal static partial int at_fused_adamw_(
        [MarshalUsing(typeof(TensorArrayMarshaller))] Tensor?[]? @params,
        [MarshalUsing(typeof(TensorArrayMarshaller))] Tensor?[]? grads,
        [MarshalUsing(typeof(TensorArrayMarshaller))] Tensor?[]? expAvgs,
        [MarshalUsing(typeof(TensorArrayMarshaller))] Tensor?[]? expAvgSqs,
        [MarshalUsing(typeof(TensorArrayMarshaller))] Tensor?[]? steps, long length, double lr, double beta1, double beta2,
        double weightDecay, double eps, [MarshalAs(U1)] bool maximize);

    [LibraryImport(Library)]
    internal static partial int at_foreach_mul_(
        [MarshalUsing(typeof(TensorArrayMarshaller))] Tensor?[]? tensors, long tensorsLength, Scalar? scalar);

    [LibraryImport(Library)]
    internal static partial int at_foreach_add_(
        [MarshalUsing(typeof(TensorArrayMarshaller))] Tensor?[]? tensors,
        [MarshalUsing(typeof(TensorArrayMarshaller))] Tensor?[]? others, long tensorsLength, Scalar? alpha);

    [LibraryImport(Library)]
    internal static partial int at_foreach_norm(
        [MarshalUsing(typeof(TensorArrayMarshaller))] Tensor?[]? tensors, long tensorsLength, double ord, out TensorList result);
}

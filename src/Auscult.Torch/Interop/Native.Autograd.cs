using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using static TorchSharp.torch;

namespace Auscult.Torch.Interop;

// Gradients.
internal static unsafe partial class Native
{
    [LibraryImport(Library)]
    internal static partial int at_set_requires_grad(Tensor self, [MarshalAs(U1)] bool requiresGrad);

    [LibraryImport(Library)]
    internal static partial int at_retain_grad(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_detach(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_detach_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_grad_of(Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial int at_set_grad(Tensor self, Tensor? grad);

    [LibraryImport(Library)]
    internal static partial int at_backward(
        [MarshalUsing(typeof(TensorArrayMarshaller))] Tensor?[]? tensors, long tensorsLength,
        [MarshalUsing(typeof(TensorArrayMarshaller))] Tensor?[]? grads, long gradsLength, [MarshalAs(U1)] bool retainGraph,
        [MarshalAs(U1)] bool createGraph, [MarshalUsing(typeof(TensorArrayMarshaller))] Tensor?[]? inputs, long inputsLength);

    [LibraryImport(Library)]
    internal static partial int at_autograd_grad(
        [MarshalUsing(typeof(TensorArrayMarshaller))] Tensor?[]? outputs, long outputsLength,
        [MarshalUsing(typeof(TensorArrayMarshaller))] Tensor?[]? inputs, long inputsLength,
        [MarshalUsing(typeof(TensorArrayMarshaller))] Tensor?[]? grads, long gradsLength, [MarshalAs(U1)] bool retainGraph,
        [MarshalAs(U1)] bool createGraph, [MarshalAs(U1)] bool allowUnused, out TensorList result);

    [LibraryImport(Library)]
    [return: MarshalAs(U1)]
    internal static partial bool at_grad_enabled();

    [LibraryImport(Library)]
    internal static partial void at_set_grad_enabled([MarshalAs(U1)] bool enabled);

    [LibraryImport(Library)]
    [return: MarshalAs(U1)]
    internal static partial bool at_inference_mode_enabled();

    [LibraryImport(Library)]
    internal static partial IntPtr at_inference_mode_enter([MarshalAs(U1)] bool enabled);

    [LibraryImport(Library)]
    internal static partial void at_inference_mode_leave(IntPtr guard);

    [LibraryImport(Library)]
    [return: MarshalAs(U1)]
    internal static partial bool at_anomaly_enabled();

    [LibraryImport(Library)]
    [return: MarshalAs(U1)]
    internal static partial bool at_anomaly_checks_nan();

    [LibraryImport(Library)]
    internal static partial void at_set_anomaly([MarshalAs(U1)] bool enabled, [MarshalAs(U1)] bool checkNan);
}

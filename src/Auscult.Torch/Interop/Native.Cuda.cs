using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Auscult.Torch.Interop;

// CUDA devices.
internal static unsafe partial class Native
{
    [LibraryImport(Library)]
    [return: MarshalAs(U1)]
    internal static partial bool at_cuda_is_available();

    [LibraryImport(Library)]
    [return: MarshalAs(U1)]
    internal static partial bool at_cuda_cudnn_is_available();

    [LibraryImport(Library)]
    internal static partial long at_cuda_device_count();

    [LibraryImport(Library)]
    internal static partial int at_cuda_synchronize(long device);

    [LibraryImport(Library)]
    internal static partial int at_cuda_manual_seed(ulong seed);

    [LibraryImport(Library)]
    internal static partial int at_cuda_manual_seed_all(ulong seed);

    [LibraryImport(Library)]
    [return: MarshalAs(U1)]
    internal static partial bool at_allow_tf32();

    [LibraryImport(Library)]
    internal static partial int at_set_allow_tf32([MarshalAs(U1)] bool allow);

    [LibraryImport(Library)]
    [return: MarshalAs(U1)]
    internal static partial bool at_cudnn_allow_tf32();

    [LibraryImport(Library)]
    internal static partial int at_cudnn_set_allow_tf32([MarshalAs(U1)] bool allow);

    [LibraryImport(Library)]
    [return: MarshalAs(U1)]
    internal static partial bool at_has_cuda_memory();

    [LibraryImport(Library)]
    internal static partial int at_cuda_memory(long device, Span<long> result);

    [LibraryImport(Library)]
    internal static partial int at_cuda_reset_peak_memory(long device);

    [LibraryImport(Library)]
    internal static partial Tensor at_cuda_send(Tensor self, long device);

    [LibraryImport(Library)]
    internal static partial int at_cuda_receive(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_cuda_await_sent(long device);
}

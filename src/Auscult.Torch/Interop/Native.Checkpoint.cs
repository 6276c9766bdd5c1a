using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using static TorchSharp.torch;

namespace Auscult.Torch.Interop;

// Activation checkpointing.
internal static unsafe partial class Native
{
    [LibraryImport(Library)]
    [return: MarshalUsing(typeof(TensorMarshaller))]
    internal static partial Tensor at_checkpoint([MarshalUsing(typeof(TensorMarshaller))] Tensor self, long block, long state);

    [LibraryImport(Library)]
    internal static partial void at_checkpoint_put(IntPtr slot, [MarshalUsing(typeof(TensorMarshaller))] Tensor output);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void at_checkpoint_fail(string message);
}

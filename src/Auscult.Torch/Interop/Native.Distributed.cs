using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using static TorchSharp.torch;

namespace Auscult.Torch.Interop;

// Process groups.
internal static unsafe partial class Native
{
    private const StringMarshalling Utf8 = StringMarshalling.Utf8;

    [LibraryImport(Library)]
    [return: MarshalAs(U1)]
    internal static partial bool at_has_gloo();

    [LibraryImport(Library)]
    [return: MarshalAs(U1)]
    internal static partial bool at_has_nccl();

    [LibraryImport(Library, StringMarshalling = Utf8)]
    internal static partial IntPtr at_store_new(string host, ref int port, [MarshalAs(U1)] bool isServer, long timeoutMs);

    [LibraryImport(Library)]
    internal static partial void at_store_free(IntPtr store);

    [LibraryImport(Library, StringMarshalling = Utf8)]
    internal static partial int at_store_set(IntPtr store, string key, string value);

    [LibraryImport(Library, StringMarshalling = Utf8)]
    internal static partial IntPtr at_store_get(IntPtr store, string key);

    [LibraryImport(Library, StringMarshalling = Utf8)]
    internal static partial int at_store_add(IntPtr store, string key, long change, out long sum);

    [LibraryImport(Library, StringMarshalling = Utf8)]
    internal static partial int at_store_wait(IntPtr store, string key, long timeoutMs);

    [LibraryImport(Library, StringMarshalling = Utf8)]
    internal static partial IntPtr at_group_new(
        IntPtr store, string prefix, [MarshalAs(U1)] bool isNccl, int rank, int size, long timeoutMs, string address);

    [LibraryImport(Library)]
    internal static partial void at_group_free(IntPtr group);

    [LibraryImport(Library)]
    internal static partial int at_group_all_reduce(IntPtr group, [MarshalUsing(typeof(TensorMarshaller))] Tensor self, int op);

    [LibraryImport(Library)]
    internal static partial int at_group_broadcast(IntPtr group, [MarshalUsing(typeof(TensorMarshaller))] Tensor self, int root);

    [LibraryImport(Library)]
    internal static partial IntPtr at_reducer_new(
        IntPtr group, [MarshalUsing(typeof(TensorArrayMarshaller))] Tensor?[]? @params, long length, long bucketBytes,
        [MarshalAs(U1)] bool findUnused);

    [LibraryImport(Library)]
    internal static partial void at_reducer_free(IntPtr reducer);

    [LibraryImport(Library)]
    internal static partial int at_reducer_prepare(IntPtr reducer, [MarshalUsing(typeof(TensorMarshaller))] Tensor output);
}

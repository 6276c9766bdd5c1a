using static Auscult.Torch.Interop.Native;
using static TorchSharp.torch;

namespace Auscult.Torch;

/// <summary>Process groups of the <c>libtorch</c> provider, as handles.</summary>
internal static partial class Engine
{
    public static bool HasGloo => at_has_gloo();

    public static bool HasNccl => at_has_nccl() && cuda.is_available();

    public static IntPtr NewStore(string host, ref int port, bool isServer, TimeSpan timeout) =>
        Made(at_store_new(host, ref port, isServer, Milliseconds(timeout)));

    public static void FreeStore(IntPtr store) => at_store_free(store);

    public static void SetInStore(IntPtr store, string key, string value) => Check(at_store_set(store, key, value));

    public static string GetFromStore(IntPtr store, string key) => Text(Made(at_store_get(store, key)));

    public static long AddInStore(IntPtr store, string key, long change)
    {
        Check(at_store_add(store, key, change, out var sum));
        return sum;
    }

    public static void WaitInStore(IntPtr store, string key, TimeSpan timeout) => Check(at_store_wait(store, key, Milliseconds(timeout)));

    public static IntPtr NewGroup(IntPtr store, string prefix, bool isNccl, int rank, int size, TimeSpan timeout, string address) =>
        Made(at_group_new(store, prefix, isNccl, rank, size, Milliseconds(timeout), address));

    public static void FreeGroup(IntPtr group) => at_group_free(group);

    public static void AllReduce(IntPtr group, Tensor tensor, int operation) => Check(at_group_all_reduce(group, tensor, operation));

    public static void Broadcast(IntPtr group, Tensor tensor, int root) => Check(at_group_broadcast(group, tensor, root));

    public static IntPtr NewReducer(IntPtr group, Tensor[] parameters, long bucketBytes, bool findUnused) =>
        Made(at_reducer_new(group, parameters, parameters.Length, bucketBytes, findUnused));

    public static void FreeReducer(IntPtr reducer) => at_reducer_free(reducer);

    public static void PrepareReducer(IntPtr reducer, Tensor output) => Check(at_reducer_prepare(reducer, output));

    private static IntPtr Made(IntPtr handle) => handle == IntPtr.Zero ? throw Error() : handle;

    private static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;
}

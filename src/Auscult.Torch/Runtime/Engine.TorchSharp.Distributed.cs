using static TorchSharp.torch;

namespace Auscult.Torch;

/// <summary>The TorchSharp packages have no process groups.</summary>
internal static partial class Engine
{
    public static bool HasGloo => false;

    public static bool HasNccl => false;

    public static IntPtr NewStore(string host, ref int port, bool isServer, TimeSpan timeout) => throw new NotSupportedException();

    public static void FreeStore(IntPtr store) => throw new NotSupportedException();

    public static void SetInStore(IntPtr store, string key, string value) => throw new NotSupportedException();

    public static string GetFromStore(IntPtr store, string key) => throw new NotSupportedException();

    public static long AddInStore(IntPtr store, string key, long change) => throw new NotSupportedException();

    public static void WaitInStore(IntPtr store, string key, TimeSpan timeout) => throw new NotSupportedException();

    public static IntPtr NewGroup(IntPtr store, string prefix, bool isNccl, int rank, int size, TimeSpan timeout, string address) =>
        throw new NotSupportedException();

    public static void FreeGroup(IntPtr group) => throw new NotSupportedException();

    public static void AllReduce(IntPtr group, Tensor tensor, int operation) => throw new NotSupportedException();

    public static void Broadcast(IntPtr group, Tensor tensor, int root) => throw new NotSupportedException();

    public static IntPtr NewReducer(IntPtr group, Tensor[] parameters, long bucketBytes, bool findUnused) => throw new NotSupportedException();

    public static void FreeReducer(IntPtr reducer) => throw new NotSupportedException();

    public static void PrepareReducer(IntPtr reducer, Tensor output) => throw new NotSupportedException();
}

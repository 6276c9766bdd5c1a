using static TorchSharp.torch;

namespace Auscult.Torch.Distributed;

/// <summary>What talks between ranks.</summary>
public enum GroupBackend
{
    /// <summary>TCP, for tensors in host memory.</summary>
    Gloo,

    /// <summary>NVIDIA's library, for tensors of CUDA devices.</summary>
    Nccl,
}

/// <summary>How values of several ranks become one; the numbers are c10d's.</summary>
public enum ReduceOperation
{
    /// <summary>Their sum.</summary>
    Sum = 0,

    /// <summary>Their smallest.</summary>
    Min = 3,

    /// <summary>Their largest.</summary>
    Max = 4,
}

/// <summary>
/// The ranks of a job that compute together (c10d's ProcessGroup). Every rank makes the same calls in the same order; a call returns
/// when its result is there, or fails when another rank is gone.
/// </summary>
public sealed class ProcessGroup : IDisposable
{
    private readonly RendezvousStore _store;
    private IntPtr _handle;

    /// <summary>Joins a group; returns when all ranks have.</summary>
    /// <param name="store">Where the ranks meet; must outlive the group.</param>
    /// <param name="backend">What talks.</param>
    /// <param name="rank">Number of this process, from 0.</param>
    /// <param name="size">Number of processes.</param>
    /// <param name="timeout">Longest time that one collective may take.</param>
    /// <param name="address">Address of this machine that the others reach; empty asks the system (or GLOO_SOCKET_IFNAME).</param>
    /// <exception cref="NotSupportedException">The engine lacks the backend.</exception>
    /// <exception cref="System.Runtime.InteropServices.ExternalException">A rank did not come, or no address was found.</exception>
    public ProcessGroup(RendezvousStore store, GroupBackend backend, int rank, int size, TimeSpan timeout, string address = "")
    {
        Capabilities.Require(
            backend == GroupBackend.Nccl ? Capabilities.Nccl : Capabilities.Gloo, backend == GroupBackend.Nccl ? "NCCL" : "Gloo",
            backend == GroupBackend.Nccl
                ? "the libtorch provider with a CUDA libtorch, NCCL's header when its native half is built, and a device"
                : "the libtorch provider with Gloo's headers (libgloo-dev) when its native half is built");
        (_store, Rank, Size) = (store, rank, size);
        _handle = Engine.NewGroup(store.Handle, $"group/{backend}", backend == GroupBackend.Nccl, rank, size, timeout, address);
    }

    /// <summary>Number of this process, from 0.</summary>
    public int Rank { get; }

    /// <summary>Number of processes.</summary>
    public int Size { get; }

    internal IntPtr Handle => _handle != IntPtr.Zero ? _handle : throw new ObjectDisposedException(nameof(ProcessGroup));

    /// <summary>Replaces a tensor by its sum (or smallest, or largest) over all ranks, equal on all of them to the bit.</summary>
    public void AllReduce(Tensor tensor, ReduceOperation operation = ReduceOperation.Sum)
    {
        Engine.AllReduce(Handle, tensor, (int)operation);
        GC.KeepAlive(_store);
    }

    /// <summary>Replaces a tensor by that of one rank.</summary>
    public void Broadcast(Tensor tensor, int root = 0)
    {
        Engine.Broadcast(Handle, tensor, root);
        GC.KeepAlive(_store);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_handle != IntPtr.Zero)
            Engine.FreeGroup(_handle);
        _handle = IntPtr.Zero;
    }
}

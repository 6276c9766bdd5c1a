namespace Auscult.Torch;

/// <summary>What libtorch's allocator holds on one CUDA device, in bytes.</summary>
/// <param name="Allocated">In tensors now.</param>
/// <param name="PeakAllocated">In tensors at most since the last reset.</param>
/// <param name="Reserved">Taken from the driver now.</param>
/// <param name="PeakReserved">Taken from the driver at most since the last reset.</param>
public sealed record CudaMemory(long Allocated, long PeakAllocated, long Reserved, long PeakReserved)
{
    private const string Needs = "the libtorch provider with a CUDA libtorch, the CUDA headers when its native half is built, and a device";

    /// <summary>Reads the statistics of a device.</summary>
    /// <exception cref="NotSupportedException">There are none; see <see cref="Capabilities.CudaMemory"/>.</exception>
    public static CudaMemory Read(int device = 0)
    {
        Capabilities.Require(Capabilities.CudaMemory, "CUDA memory statistics", Needs);
        return Engine.ReadCudaMemory(device);
    }

    /// <summary>Makes the peaks what is held now.</summary>
    public static void ResetPeak(int device = 0)
    {
        Capabilities.Require(Capabilities.CudaMemory, "CUDA memory statistics", Needs);
        Engine.ResetCudaPeak(device);
    }
}

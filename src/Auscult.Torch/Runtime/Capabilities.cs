namespace Auscult.Torch;

/// <summary>What the running tensor engine can do beyond TorchSharp's surface.</summary>
public static class Capabilities
{
    /// <summary>One kernel for a whole AdamW step: libtorch 2.4 or newer under the <c>libtorch</c> provider.</summary>
    public static bool FusedAdamW => Engine.HasFusedAdamW;

    /// <summary>Automatic use of a narrower type in matrix products: the <c>libtorch</c> provider.</summary>
    public static bool Autocast => Engine.HasAutocast;

    /// <summary>Allocator statistics of a CUDA device: the <c>libtorch</c> provider with a CUDA libtorch and a device.</summary>
    public static bool CudaMemory => Engine.HasCudaMemory;

    /// <summary>A switch that makes operators without a repeatable result fail: the <c>libtorch</c> provider.</summary>
    public static bool Determinism => Engine.HasDeterminism;

    /// <summary>Process groups over TCP: the <c>libtorch</c> provider whose native half was built with Gloo's headers.</summary>
    public static bool Gloo => Engine.HasGloo;

    /// <summary>Process groups of CUDA devices: the <c>libtorch</c> provider built with NCCL's header, and a device.</summary>
    public static bool Nccl => Engine.HasNccl;

    /// <summary>Blocks that are computed again in the backward pass: the <c>libtorch</c> provider.</summary>
    public static bool ActivationCheckpointing => Engine.HasCheckpointing;

    internal static void RequireGroups() => Require(
        Gloo || Nccl, "training on several ranks",
        "the libtorch provider with Gloo's headers (libgloo-dev) or NCCL's when its native half is built ('make setup')");

    internal static void Require(bool available, string what, string needs)
    {
        if (!available)
        {
            throw new NotSupportedException(
                $"{what} needs {needs}; this is {TorchRuntime.Provider} with libtorch {TorchRuntime.LibtorchVersion}.");
        }
    }
}

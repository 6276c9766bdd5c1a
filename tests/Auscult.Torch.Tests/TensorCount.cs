using static TorchSharp.torch;

namespace Auscult.Torch.Tests;

/// <summary>The number of living tensors, for tests that compare it before and after.</summary>
internal static class TensorCount
{
    /// <summary>The number once the finalizer has freed what earlier tests left to it.</summary>
    public static long Settled()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Tensor.TotalCount;
    }
}

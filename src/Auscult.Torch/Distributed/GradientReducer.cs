using static TorchSharp.torch;

namespace Auscult.Torch.Distributed;

/// <summary>
/// Averages gradients over the ranks of a group while the backward pass runs (c10d's Reducer; Li et al. 2020, "PyTorch Distributed"):
/// parameters are cut into buckets, last layers first, and a bucket is on its way as soon as its gradients are there. After
/// <c>backward()</c> the gradients are the averages, equal on all ranks to the bit. A parameter that no rank used has no gradient.
/// </summary>
public sealed class GradientReducer : IDisposable
{
    private readonly ProcessGroup _group;
    private IntPtr _handle;

    /// <param name="group">The ranks; must outlive this object.</param>
    /// <param name="parameters">What is learned: the same shapes in the same order on every rank.</param>
    /// <param name="bucketBytes">Size of a bucket in bytes.</param>
    /// <param name="findUnused">
    /// Whether to search the graph of each loss for parameters that it does not use; without the search all must be used. The search does
    /// not see into an <see cref="ActivationCheckpoint"/>.
    /// </param>
    public GradientReducer(ProcessGroup group, IReadOnlyList<Tensor> parameters, long bucketBytes, bool findUnused = true)
    {
        _group = group;
        _handle = Engine.NewReducer(group.Handle, [.. parameters], bucketBytes, findUnused);
    }

    /// <summary>
    /// Makes the next backward pass reduce. Without this call gradients only accumulate on this rank, and what has accumulated goes with
    /// the next pass that reduces.
    /// </summary>
    /// <param name="loss">What backward will be called on.</param>
    public void Prepare(Tensor loss)
    {
        Engine.PrepareReducer(_handle != IntPtr.Zero ? _handle : throw new ObjectDisposedException(nameof(GradientReducer)), loss);
        GC.KeepAlive(_group);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_handle != IntPtr.Zero)
            Engine.FreeReducer(_handle);
        _handle = IntPtr.Zero;
    }
}

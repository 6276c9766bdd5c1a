using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Auscult.Torch;

/// <summary>
/// A function whose inner activations are not kept for the backward pass but computed again there (Chen et al. 2016, "Training Deep Nets
/// with Sublinear Memory Cost"): memory for one more forward pass. Dropout drops the same both times. Gradients are those of the function
/// itself.
/// </summary>
public sealed class ActivationCheckpoint : IDisposable
{
    private GCHandle _function;

    /// <param name="function">
    /// One tensor to one tensor. It is called forward and, from the backward pass, again; both on the same weights.
    /// </param>
    /// <exception cref="NotSupportedException">The engine cannot; see <see cref="Capabilities.ActivationCheckpointing"/>.</exception>
    public ActivationCheckpoint(Func<Tensor, Tensor> function)
    {
        Capabilities.Require(Capabilities.ActivationCheckpointing, "activation checkpointing", "the libtorch provider (TORCH_PROVIDER=libtorch)");
        _function = GCHandle.Alloc(function);
    }

    /// <summary>The function's value. Where no gradient is wanted, the function is simply called.</summary>
    public Tensor Call(Tensor input) =>
        is_grad_enabled() && input.requires_grad ? Engine.Checkpoint(input, _function) : ((Func<Tensor, Tensor>)_function.Target!)(input);

    /// <summary>Releases the function; no backward pass through it may follow.</summary>
    public void Dispose()
    {
        if (_function.IsAllocated)
            _function.Free();
    }
}

using System.Runtime.InteropServices;
using static Auscult.Torch.Interop.Native;
using static TorchSharp.torch;

namespace Auscult.Torch;

/// <summary>Activation checkpointing of the <c>libtorch</c> provider: native code calls back into a managed function.</summary>
internal static unsafe partial class Engine
{
    public static bool HasCheckpointing => true;

    /// <summary>Computes a function without keeping what is inside it; the handle must stay valid until the backward pass is over.</summary>
    public static Tensor Checkpoint(Tensor input, GCHandle function)
    {
        delegate* unmanaged<long, IntPtr, IntPtr, int> block = &Compute;
        return at_checkpoint(input, (long)block, (long)GCHandle.ToIntPtr(function));
    }

    // Called forward, and again from the backward pass, on whatever thread that runs on.
    [UnmanagedCallersOnly]
    private static int Compute(long state, IntPtr input, IntPtr slot)
    {
        try
        {
            using var scope = NewDisposeScope();
            var function = (Func<Tensor, Tensor>)GCHandle.FromIntPtr((IntPtr)state).Target!;
            at_checkpoint_put(slot, function(new Tensor(input)));
            return 0;
        }
#pragma warning disable CA1031 // No exception may cross native code; its message does.
        catch (Exception error)
#pragma warning restore CA1031
        {
            at_checkpoint_fail(error.Message);
            return 1;
        }
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using TorchSharp;
using static TorchSharp.torch;

namespace Auscult.Torch.Interop;

/// <summary>
/// Hands tensors to native code and keeps them alive until it returns; wraps what native code returns. A null result means that the
/// call failed: libtorch's message is thrown.
/// </summary>
[CustomMarshaller(typeof(Tensor), MarshalMode.ManagedToUnmanagedIn, typeof(In))]
[CustomMarshaller(typeof(Tensor), MarshalMode.ManagedToUnmanagedOut, typeof(Out))]
internal static class TensorMarshaller
{
    internal ref struct In
    {
        private Tensor? _tensor;

        public void FromManaged(Tensor? tensor) => _tensor = tensor;

        public readonly IntPtr ToUnmanaged() => _tensor is null ? IntPtr.Zero : _tensor.Handle;

        public readonly void Free() => GC.KeepAlive(_tensor);
    }

    internal static class Out
    {
        public static Tensor ConvertToManaged(IntPtr handle) => handle == IntPtr.Zero ? throw Native.Error() : new Tensor(handle);
    }
}

/// <summary>Hands an array of tensors to native code as an array of handles.</summary>
[CustomMarshaller(typeof(Tensor[]), MarshalMode.ManagedToUnmanagedIn, typeof(In))]
internal static class TensorArrayMarshaller
{
    internal ref struct In
    {
        private Tensor?[]? _tensors;
        private IntPtr[] _handles;

        public void FromManaged(Tensor?[]? tensors)
        {
            _tensors = tensors;
            _handles = tensors is null ? [] : Array.ConvertAll(tensors, tensor => tensor is null ? IntPtr.Zero : tensor.Handle);
        }

        public readonly ref IntPtr GetPinnableReference() => ref MemoryMarshal.GetArrayDataReference(_handles);

        public readonly unsafe IntPtr* ToUnmanaged() => (IntPtr*)Unsafe.AsPointer(ref GetPinnableReference());

        public readonly void Free() => GC.KeepAlive(_tensors);
    }
}

/// <summary>Hands a number to native code by value; null crosses as "no number".</summary>
[CustomMarshaller(typeof(Scalar), MarshalMode.ManagedToUnmanagedIn, typeof(ScalarMarshaller))]
internal static class ScalarMarshaller
{
    public static Number ConvertToUnmanaged(Scalar? scalar) => scalar?.Value ?? default;
}

/// <summary>Hands a generator to native code and keeps it alive until it returns.</summary>
[CustomMarshaller(typeof(Generator), MarshalMode.ManagedToUnmanagedIn, typeof(In))]
internal static class GeneratorMarshaller
{
    internal ref struct In
    {
        private Generator? _generator;

        public void FromManaged(Generator? generator) => _generator = generator;

        public readonly IntPtr ToUnmanaged() => _generator?.Handle ?? IntPtr.Zero;

        public readonly void Free() => GC.KeepAlive(_generator);
    }
}

using System.Runtime.InteropServices.Marshalling;
using Auscult.Torch.Interop;
using static Auscult.Torch.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>
    /// A multi-dimensional array of one element type on one device; owns a native <c>at::Tensor</c> until disposed. Every operator
    /// is libtorch's of the same name; failures carry libtorch's message as <see cref="System.Runtime.InteropServices.ExternalException"/>.
    /// </summary>
    [NativeMarshalling(typeof(TensorMarshaller))]
    public partial class Tensor : IDisposable
    {
        internal IntPtr handle;

        private static long _totalCount;
        private static long _peakCount;

        internal Tensor(IntPtr handle, bool register = true)
        {
            this.handle = handle;
            RecordPeak(Interlocked.Increment(ref _totalCount));
            if (register)
                OwningDisposeScope = DisposeScopeManager.ThreadSingleton.Register(this);
        }

        ~Tensor() => Dispose(false);

        internal DisposeScope? OwningDisposeScope { get; set; }

        /// <summary>Number of tensors that managed code holds, in the whole process.</summary>
        public static long TotalCount => Interlocked.Read(ref _totalCount);

        /// <summary>Largest <see cref="TotalCount"/> so far.</summary>
        public static long PeakCount => Interlocked.Read(ref _peakCount);

        /// <summary>A name for debugging.</summary>
        public string? name { get; set; }

        /// <summary>True once the tensor was disposed.</summary>
        public bool IsInvalid => handle == IntPtr.Zero;

        /// <summary>The native tensor.</summary>
        /// <exception cref="InvalidOperationException">The tensor was disposed.</exception>
        public IntPtr Handle => handle != IntPtr.Zero
            ? handle
            : throw new InvalidOperationException("Tensor invalid -- empty handle: it was disposed, or moved into a Parameter.");

        /// <summary>Wraps a native <c>at::Tensor*</c>, which the result then owns.</summary>
        public static Tensor UnsafeCreateTensor(IntPtr handle) => new(handle);

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            var owned = Interlocked.Exchange(ref handle, IntPtr.Zero);
            if (owned == IntPtr.Zero)
                return;
            Interlocked.Decrement(ref _totalCount);
            if (disposing)
            {
                DisposeScopeManager.ThreadSingleton.CountDisposal(this);
                OwningDisposeScope?.MarkAsDisposed(this);
            }
            at_free(owned);
        }

        /// <summary>Keeps the tensor alive until the enclosing scope ends; with none, until it is disposed by hand.</summary>
        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        /// <summary>Takes the tensor out of all scopes.</summary>
        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.OwningDisposeScope);

        public Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            if (OwningDisposeScope is null)
                other?.Attach(this);
            else
                OwningDisposeScope.MoveToOther(other, this);
            return this;
        }

        /// <summary>Gives up the native tensor to the caller, who must free it.</summary>
        public IntPtr DecoupleFromNativeHandle()
        {
            var released = Handle;
            Interlocked.Decrement(ref _totalCount);
            OwningDisposeScope?.Forget(this);
            handle = IntPtr.Zero;
            GC.SuppressFinalize(this);
            return released;
        }

        public override bool Equals(object? obj) => obj is Tensor other && Equals(other);

        /// <summary>True when shapes and elements are equal.</summary>
        public bool Equals(Tensor target)
        {
            Check(at_equal(this, target, out var same));
            return same;
        }

        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

        /// <summary>Shape, element type and device; use <c>data&lt;T&gt;()</c> for the elements.</summary>
        public override string ToString() =>
            IsInvalid ? "(disposed)" : $"[{string.Join('x', shape)}], type = {dtype}, device = {device}";

        private Tensor Done(int status)
        {
            Check(status);
            return this;
        }

        private static void RecordPeak(long count)
        {
            var peak = Interlocked.Read(ref _peakCount);
            while (count > peak)
            {
                var seen = Interlocked.CompareExchange(ref _peakCount, count, peak);
                if (seen == peak)
                    return;
                peak = seen;
            }
        }
    }
}

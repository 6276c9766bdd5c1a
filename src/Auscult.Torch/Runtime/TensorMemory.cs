using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Auscult.Torch;

/// <summary>The float32 elements of a contiguous tensor in host memory as .NET memory, without a copy.</summary>
public sealed unsafe class TensorMemory : MemoryManager<float>
{
    private readonly Tensor _tensor;
    private readonly float* _elements;
    private readonly int _count;

    private TensorMemory(Tensor tensor)
    {
        _tensor = tensor;
        _count = checked((int)tensor.numel());
        _elements = (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));
    }

    /// <summary>
    /// A tensor of zeros in host memory with its memory. Page-locked memory lets a CUDA device read it while the host goes on; it needs a CUDA
    /// device. The tensor belongs to no dispose scope; the caller disposes it, after which the memory must not be touched.
    /// </summary>
    /// <param name="shape">Shape of the tensor.</param>
    /// <param name="pageLocked">Whether the memory is page-locked.</param>
    /// <exception cref="ExternalException">Page-locked memory cannot be had.</exception>
    public static (Tensor Tensor, Memory<float> Memory) Allocate(ReadOnlySpan<long> shape, bool pageLocked)
    {
        using var scope = NewDisposeScope();
        var made = zeros(shape, ScalarType.Float32, CPU);
        var tensor = (pageLocked ? made.pin_memory() : made).MoveToOuterDisposeScope().DetachFromDisposeScope();
        return (tensor, new TensorMemory(tensor).Memory);
    }

    /// <inheritdoc/>
    public override Span<float> GetSpan() => new(_elements, _count);

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)_count, nameof(elementIndex));
        return new MemoryHandle(_elements + elementIndex);
    }

    /// <inheritdoc/>
    public override void Unpin()
    {
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _tensor.Dispose();
}

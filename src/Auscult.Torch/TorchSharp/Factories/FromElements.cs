using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Auscult.Torch.Interop;
using static Auscult.Torch.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor that shares the memory of a .NET array of any rank: writes on one side show on the other.</summary>
    public static Tensor from_array(Array rawArray, Device? device = null) => from_array(rawArray, null, device);

    public static Tensor from_array(
        Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        long[] shape = [.. Enumerable.Range(0, rawArray.Rank).Select(rawArray.GetLongLength)];
        return Unnamed(names, Placed(Shared(rawArray, 0, shape), dtype, device, requires_grad));
    }

    /// <summary>A vector that shares a part of the memory of a .NET array.</summary>
    /// <param name="rawArray">The array.</param>
    /// <param name="dtype">Element type of the result; a copy is made when it is not the array's.</param>
    /// <param name="count">Number of elements, all after the offset when negative.</param>
    /// <param name="offset">First element.</param>
    /// <param name="requires_grad">Whether operations on the result are recorded.</param>
    public static Tensor frombuffer(Array rawArray, ScalarType dtype, long count = -1, long offset = 0, bool requires_grad = false)
    {
        if (offset < 0 || offset >= rawArray.LongLength)
            throw new ArgumentException($"invalid value for 'offset': {offset}");
        var length = count < 0 ? rawArray.LongLength - offset : count;
        if (length > rawArray.LongLength - offset)
            throw new ArgumentOutOfRangeException(nameof(count), count, "element count is too large");
        return Placed(Shared(rawArray, offset, [length]), dtype, null, requires_grad);
    }

    public static Tensor as_tensor(Tensor data, ScalarType? dtype = null, Device? device = null) =>
        data.to(dtype ?? data.dtype, device ?? data.device);

    public static Tensor as_tensor(Array data, ScalarType? dtype = null, Device? device = null) => from_array(data, dtype, device);

    private static Tensor FromScalar(Scalar scalar, ScalarType dtype, Device? device, bool requiresGrad) =>
        at_scalar_tensor(scalar, Options.For(dtype, device, requiresGrad));

    private static unsafe Tensor FromElements<T>(
        ReadOnlySpan<T> elements, ReadOnlySpan<long> dimensions, ScalarType? dtype, Device? device, bool requiresGrad, string[]? names)
        where T : unmanaged
    {
        long count = 1;
        foreach (var length in dimensions)
            count *= length;
        if (count > elements.Length)
            throw new ArgumentException($"mismatched total size creating a tensor from an array: {count} vs. {elements.Length}");
        var result = at_empty(dimensions, dimensions.Length, new Options((int)TypeOf<T>(), (int)DeviceType.CPU, -1, false));
        elements[..(int)count].CopyTo(new Span<T>((void*)result.DataPointer(), (int)count));
        return Unnamed(names, Placed(result, dtype, device, requiresGrad));
    }

    /// <summary>The elements of a list without a copy where it has them side by side.</summary>
    private static ReadOnlySpan<T> Elements<T>(IList<T> list) => list switch
    {
        T[] array => array,
        List<T> contiguous => CollectionsMarshal.AsSpan(contiguous),
        _ => list.ToArray(),
    };

    private static ReadOnlySpan<T> Flat<T>(Array array) where T : unmanaged =>
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(array)), array.Length);

    /// <summary>Converts and moves a tensor just made, disposing it when that makes another.</summary>
    private static Tensor Placed(Tensor made, ScalarType? dtype, Device? device, bool requiresGrad)
    {
        var type = dtype ?? made.dtype;
        device ??= get_default_device();
        var result = type == made.dtype && device.type == DeviceType.CPU ? made : made.to(type, device, disposeAfter: true);
        return requiresGrad ? result.requires_grad_() : result;
    }

    private static unsafe Tensor Shared(Array array, long offset, long[] shape)
    {
        var type = TypeOf(array.GetType().GetElementType()!);
        var pin = GCHandle.Alloc(array, GCHandleType.Pinned);
        var start = (byte*)pin.AddrOfPinnedObject() + offset * type.ElementSize();
        try
        {
            return at_from_blob((IntPtr)start, shape, shape.Length, (int)type, &Release, GCHandle.ToIntPtr(pin));
        }
        catch (ExternalException)
        {
            pin.Free();
            throw;
        }
    }

    [UnmanagedCallersOnly]
    private static void Release(IntPtr context) => GCHandle.FromIntPtr(context).Free();
}

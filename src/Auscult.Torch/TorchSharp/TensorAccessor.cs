using System.Collections;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Utils;

/// <summary>Reads and writes the elements of a CPU tensor in place, in row-major order whatever its strides.</summary>
public sealed unsafe class TensorAccessor<T> : IDisposable, IEnumerable<T> where T : unmanaged
{
    private readonly Tensor _tensor;
    private readonly T* _data;
    private readonly long[] _shape;
    private readonly long[] _strides;
    private readonly bool _contiguous;

    internal TensorAccessor(Tensor tensor)
    {
        RequireCpu(tensor);
        _tensor = tensor;
        _data = (T*)tensor.DataPointer();
        _shape = tensor.shape;
        _strides = tensor.stride();
        _contiguous = tensor.is_contiguous();
        Count = tensor.numel();
    }

    public long Count { get; }

    public bool IsReadOnly => false;

    public T this[params long[] indices]
    {
        get => _data[Offset(indices)];
        set => _data[Offset(indices)] = value;
    }

    /// <summary>All elements, flattened.</summary>
    public T[] ToArray()
    {
        var result = new T[Count];
        CopyTo(result);
        return result;
    }

    /// <summary>All elements as an array of the tensor's rank (at most 6); rank 0 becomes one element.</summary>
    public Array ToNDArray()
    {
        var result = Array.CreateInstanceFromArrayType(ArrayType(_shape.Length), _shape.Length == 0 ? [1] : Array.ConvertAll(_shape,
            Convert.ToInt32));
        var pin = GCHandle.Alloc(result, GCHandleType.Pinned);
        CopyTo(new Span<T>((void*)pin.AddrOfPinnedObject(), checked((int)Count)));
        pin.Free();
        return result;
    }

    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyTo(array.AsSpan(), arrayIndex, tensorIndex);

    public void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var length = (int)Math.Min(array.Length - arrayIndex, Count - tensorIndex);
        var target = array.Slice(arrayIndex, Math.Max(length, 0));
        if (_contiguous)
            new ReadOnlySpan<T>(_data + tensorIndex, target.Length).CopyTo(target);
        else
        {
            for (var i = 0; i < target.Length; i++)
                target[i] = _data[Offset(tensorIndex + i)];
        }
        GC.KeepAlive(_tensor);
    }

    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyFrom((ReadOnlySpan<T>)array, arrayIndex, tensorIndex);

    public void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var length = (int)Math.Min(array.Length - arrayIndex, Count - tensorIndex);
        var source = array.Slice(arrayIndex, Math.Max(length, 0));
        if (_contiguous)
            source.CopyTo(new Span<T>(_data + tensorIndex, source.Length));
        else
        {
            for (var i = 0; i < source.Length; i++)
                _data[Offset(tensorIndex + i)] = source[i];
        }
        GC.KeepAlive(_tensor);
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (long i = 0; i < Count; i++)
            yield return At(i);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override bool Equals(object? obj) => obj is TensorAccessor<T> other && Count == other.Count && this.SequenceEqual(other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    public static bool operator ==(TensorAccessor<T> left, TensorAccessor<T> right) => Equals(left, right);

    public static bool operator !=(TensorAccessor<T> left, TensorAccessor<T> right) => !Equals(left, right);

    public void Dispose() => GC.KeepAlive(_tensor);

    internal static T ReadItemAt(Tensor tensor, long index)
    {
        tensor.ValidateType<T>();
        return new TensorAccessor<T>(tensor).At(index);
    }

    private T At(long flat)
    {
        var value = _data[Offset(flat)];
        GC.KeepAlive(_tensor);
        return value;
    }

    private long Offset(long flat)
    {
        if (flat < 0 || flat >= Count)
            throw new ArgumentOutOfRangeException(nameof(flat), flat, $"The tensor has {Count} elements.");
        if (_contiguous)
            return flat;
        long offset = 0;
        for (var d = _shape.Length - 1; d >= 0; d--)
        {
            (flat, var position) = Math.DivRem(flat, _shape[d]);
            offset += position * _strides[d];
        }
        return offset;
    }

    private long Offset(long[] indices)
    {
        ObjectDisposedException.ThrowIf(_tensor.IsInvalid, _tensor);
        if (indices.Length == 1)
            return Offset(indices[0]);
        if (indices.Length != _shape.Length)
            throw new ArgumentException($"{indices.Length} indices for a tensor of {_shape.Length} dimensions.", nameof(indices));
        long offset = 0;
        for (var d = 0; d < indices.Length; d++)
        {
            if (indices[d] < 0 || indices[d] >= _shape[d])
                throw new ArgumentOutOfRangeException(nameof(indices), indices[d], $"Dimension {d} has {_shape[d]} elements.");
            offset += indices[d] * _strides[d];
        }
        return offset;
    }

    private static Type ArrayType(int rank) => rank switch
    {
        0 or 1 => typeof(T[]),
        2 => typeof(T[,]),
        3 => typeof(T[,,]),
        4 => typeof(T[,,,]),
        5 => typeof(T[,,,,]),
        6 => typeof(T[,,,,,]),
        _ => throw new NotSupportedException($"Arrays of {rank} dimensions are not supported; reshape the tensor."),
    };

    private static void RequireCpu(Tensor tensor)
    {
        if (tensor.device_type != DeviceType.CPU)
            throw new InvalidOperationException("Elements can be read on the CPU only: move the tensor there with cpu() first.");
    }
}

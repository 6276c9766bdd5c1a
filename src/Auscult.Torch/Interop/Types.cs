using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Auscult.Torch.Interop;

/// <summary>A number or no number; mirrors <c>auscult::Number</c> in native/api.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct Number(long bits, NumberKind kind)
{
    public readonly long Bits = bits;
    public readonly NumberKind Kind = kind;

    public static Number Of(long value) => new(value, NumberKind.Integer);

    public static Number Of(double value) => new(BitConverter.DoubleToInt64Bits(value), NumberKind.Real);

    public static Number Of(bool value) => new(value ? 1 : 0, NumberKind.Boolean);

    public double ToDouble() => Kind == NumberKind.Real ? BitConverter.Int64BitsToDouble(Bits) : Bits;

    public long ToInt64() => Kind == NumberKind.Real ? (long)BitConverter.Int64BitsToDouble(Bits) : Bits;
}

internal enum NumberKind : long
{
    Absent = 0,
    Integer = 1,
    Real = 2,
    Boolean = 3,
}

/// <summary>Element type and device of a new tensor, -1 meaning "the default"; mirrors <c>auscult::Options</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct Options(int dtype, int deviceType, int deviceIndex, bool requiresGrad)
{
    public readonly int DType = dtype;
    public readonly int DeviceType = deviceType;
    public readonly int DeviceIndex = deviceIndex;
    public readonly int RequiresGrad = requiresGrad ? 1 : 0;

    /// <summary>Options for a new tensor: absent type means the default type, absent device the default device.</summary>
    public static Options For(ScalarType? dtype, Device? device, bool requiresGrad = false) =>
        Like(dtype ?? get_default_dtype(), device ?? get_default_device(), requiresGrad);

    /// <summary>Options for a tensor made from another: what is absent is taken from that one.</summary>
    public static Options Like(ScalarType? dtype, Device? device, bool requiresGrad = false)
    {
        if (device is not null)
            InitializeDeviceType(device.type);
        return new Options(Native.Code(dtype), device is null ? -1 : (int)device.type, device?.index ?? -1, requiresGrad);
    }
}

/// <summary>Tensors made by a native function that returns several; mirrors <c>auscult::TensorList</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly unsafe struct TensorList
{
    private readonly IntPtr* _items;
    private readonly long _length;

    /// <summary>Wraps every item and frees the native array; an undefined tensor becomes null.</summary>
    public Tensor[] Take()
    {
        var tensors = new Tensor[_length];
        for (var i = 0; i < tensors.Length; i++)
            tensors[i] = _items[i] == IntPtr.Zero ? null! : new Tensor(_items[i]);
        Native.at_free_list((IntPtr)_items);
        return tensors;
    }
}

/// <summary>One item of <c>t[...]</c>; mirrors <c>IndexItem</c> in native/indexing.cpp.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct IndexItem
{
    public IndexKind Kind;
    public int Has;
    public long Start;
    public long Stop;
    public long Step;
    public IntPtr Tensor;
}

internal enum IndexKind
{
    NewAxis = 0,
    Ellipsis = 1,
    Position = 2,
    Boolean = 3,
    Slice = 4,
    Tensor = 5,
}

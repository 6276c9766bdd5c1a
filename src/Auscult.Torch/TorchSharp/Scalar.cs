using System.Runtime.InteropServices.Marshalling;
using Auscult.Torch.Interop;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>A number of any element type, as operators take it; made implicitly from .NET numbers.</summary>
[NativeMarshalling(typeof(ScalarMarshaller))]
public sealed class Scalar : IDisposable
{
    internal Scalar(Number value, ScalarType type)
    {
        Value = value;
        Type = type;
    }

    internal Number Value { get; }

    internal bool IsZero => Value.ToDouble() == 0;

    public ScalarType Type { get; }

    public void Dispose()
    {
        // Nothing native is held: the number travels by value. The method exists because TorchSharp's scalar has it.
    }

    public static implicit operator Scalar(byte value) => new(Number.Of((long)value), ScalarType.Byte);

    public static implicit operator Scalar(sbyte value) => new(Number.Of((long)value), ScalarType.Int8);

    public static implicit operator Scalar(short value) => new(Number.Of((long)value), ScalarType.Int16);

    public static implicit operator Scalar(int value) => new(Number.Of((long)value), ScalarType.Int32);

    public static implicit operator Scalar(long value) => new(Number.Of(value), ScalarType.Int64);

    public static implicit operator Scalar(Half value) => new(Number.Of((double)value), ScalarType.Float16);

    public static implicit operator Scalar(BFloat16 value) => new(Number.Of((double)value), ScalarType.BFloat16);

    public static implicit operator Scalar(float value) => new(Number.Of((double)value), ScalarType.Float32);

    public static implicit operator Scalar(double value) => new(Number.Of(value), ScalarType.Float64);

    public static implicit operator Scalar(bool value) => new(Number.Of(value), ScalarType.Bool);
}

/// <summary>Conversions between .NET numbers and <see cref="Scalar"/>.</summary>
public static class ScalarExtensionMethods
{
    public static Scalar ToScalar(this byte value) => value;

    public static Scalar ToScalar(this sbyte value) => value;

    public static Scalar ToScalar(this short value) => value;

    public static Scalar ToScalar(this int value) => value;

    public static Scalar ToScalar(this long value) => value;

    public static Scalar ToScalar(this float value) => value;

    public static Scalar ToScalar(this double value) => value;

    public static Scalar ToScalar(this bool value) => value;

    public static Scalar ToScalar(this Half value) => value;

    public static Scalar ToScalar(this BFloat16 value) => value;

    public static float ToSingle(this Scalar value) => (float)value.Value.ToDouble();

    public static double ToDouble(this Scalar value) => value.Value.ToDouble();

    public static sbyte ToSByte(this Scalar value) => (sbyte)value.Value.ToInt64();

    public static byte ToByte(this Scalar value) => (byte)value.Value.ToInt64();

    public static short ToInt16(this Scalar value) => (short)value.Value.ToInt64();

    public static int ToInt32(this Scalar value) => (int)value.Value.ToInt64();

    public static long ToInt64(this Scalar value) => value.Value.ToInt64();

    public static bool ToBoolean(this Scalar value) => !value.IsZero;

    public static Half ToHalf(this Scalar value) => (Half)value.Value.ToDouble();

    public static BFloat16 ToBFloat16(this Scalar value) => (BFloat16)value.Value.ToDouble();
}

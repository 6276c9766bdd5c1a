using Auscult.Torch.Interop;
using static Auscult.Torch.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor to(ScalarType type, Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Converted(Options.Like(type, device), copy, disposeAfter, non_blocking);

        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Converted(Options.Like(type, null), copy, disposeAfter, non_blocking);

        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Converted(Options.Like(null, device), copy, disposeAfter, non_blocking);

        public Tensor to(
            DeviceType deviceType, int deviceIndex = -1, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(new Device(deviceType, deviceIndex), copy, disposeAfter, non_blocking);

        public Tensor to(string device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(new Device(device), copy, disposeAfter, non_blocking);

        public Tensor to(Tensor other, bool non_blocking = false) => at_to_other(this, other, non_blocking);

        public Tensor to_type(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(type, copy, disposeAfter, non_blocking);

        public Tensor type(ScalarType dtype) => to(dtype);

        public Tensor type(Func<Tensor, Tensor> typeFunc) => typeFunc(this);

        public Tensor type_as(Tensor tensor) => to(tensor.dtype);

        public Tensor cpu() => to(CPU);

        public Tensor cuda(Device? device = null, bool non_blocking = false) => to(device ?? CUDA, non_blocking: non_blocking);

        public Tensor @bool() => to(ScalarType.Bool);

        public Tensor @byte() => to(ScalarType.Byte);

        public Tensor @char() => to(ScalarType.Int8);

        public Tensor @short() => to(ScalarType.Int16);

        public Tensor @int() => to(ScalarType.Int32);

        public Tensor @long() => to(ScalarType.Int64);

        public Tensor half() => to(ScalarType.Float16);

        public Tensor bfloat16() => to(ScalarType.BFloat16);

        public Tensor @float() => to(ScalarType.Float32);

        public Tensor @double() => to(ScalarType.Float64);

        public Tensor contiguous() => at_contiguous(this);

        public Tensor clone() => at_clone(this);

        /// <summary>Another managed tensor on the same native storage and graph.</summary>
        public Tensor alias() => at_alias(this);

        public Tensor pin_memory() => at_pin_memory(this);

        public Tensor to_dense() => at_to_dense(this);

        public Tensor copy_(Tensor source, bool nonBlocking = false) => Done(at_copy_(this, source, nonBlocking));

        public Tensor set_(Tensor source) => Done(at_set_(this, source));

        public static explicit operator float(Tensor value) => value.item<float>();

        public static explicit operator double(Tensor value) => value.item<double>();

        public static explicit operator sbyte(Tensor value) => value.item<sbyte>();

        public static explicit operator byte(Tensor value) => value.item<byte>();

        public static explicit operator short(Tensor value) => value.item<short>();

        public static explicit operator int(Tensor value) => value.item<int>();

        public static explicit operator long(Tensor value) => value.item<long>();

        public static explicit operator bool(Tensor value) => value.item<bool>();

        // Makes a call with a number prefer the overload that takes a Scalar, as in TorchSharp.
        public static implicit operator Tensor(Scalar scalar) => full(Array.Empty<long>(), scalar);

        public static implicit operator Tensor(byte value) => tensor(value);

        public static implicit operator Tensor(sbyte value) => tensor(value);

        public static implicit operator Tensor(short value) => tensor(value);

        public static implicit operator Tensor(int value) => tensor(value);

        public static implicit operator Tensor(long value) => tensor(value);

        public static implicit operator Tensor(float value) => tensor(value);

        public static implicit operator Tensor(double value) => tensor(value);

        public static implicit operator Tensor(bool value) => tensor(value);

        public static implicit operator Tensor(float[] value) => tensor(value);

        public static implicit operator Tensor(double[] value) => tensor(value);

        public static implicit operator Tensor(int[] value) => tensor(value);

        public static implicit operator Tensor(long[] value) => tensor(value);

        public static implicit operator Tensor(bool[] value) => tensor(value);

        private Tensor Converted(Options options, bool copy, bool disposeAfter, bool nonBlocking)
        {
            var result = at_to(this, options, nonBlocking, copy);
            if (disposeAfter)
                Dispose();
            return result;
        }
    }
}

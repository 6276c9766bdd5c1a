using System.Runtime.CompilerServices;
using Auscult.Torch.Interop;
using TorchSharp.Utils;
using static Auscult.Torch.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        /// <summary>Direct access to the elements of a CPU tensor, in row-major order whatever the strides.</summary>
        /// <typeparam name="T">The .NET type of <see cref="dtype"/>.</typeparam>
        /// <exception cref="ArgumentException">The type does not match.</exception>
        public TensorAccessor<T> data<T>() where T : unmanaged
        {
            ValidateType<T>();
            return new TensorAccessor<T>(this);
        }

        /// <summary>The only element of a one-element tensor.</summary>
        public T item<T>() where T : unmanaged
        {
            if (numel() != 1)
                throw new ArgumentException($"Number of elements in the tensor must be 1, got {numel()}");
            ValidateType<T>();
            if (typeof(T) == typeof(Half) || typeof(T) == typeof(BFloat16))
            {
                using var copy = cpu();
                return Unsafe.Read<T>((void*)copy.DataPointer());
            }
            var number = Item();
            if (typeof(T) == typeof(float))
                return Unsafe.BitCast<float, T>((float)number.ToDouble());
            if (typeof(T) == typeof(double))
                return Unsafe.BitCast<double, T>(number.ToDouble());
            var integer = number.ToInt64();
            return Unsafe.ReadUnaligned<T>(ref Unsafe.As<long, byte>(ref integer));
        }

        /// <summary>The only element as a scalar.</summary>
        public Scalar ToScalar() => new(Item(), dtype);

        /// <summary>The elements of a contiguous CPU tensor as bytes, without a copy; valid while the tensor lives.</summary>
        public Span<byte> bytes
        {
            get
            {
                RequireBytes();
                return new Span<byte>((void*)DataPointer(), checked((int)(numel() * ElementSize)));
            }
            set
            {
                RequireBytes();
                if (value.Length != numel() * ElementSize)
                    throw new ArgumentException($"The tensor holds {numel() * ElementSize} bytes, not {value.Length}.");
                value.CopyTo(new Span<byte>((void*)DataPointer(), value.Length));
            }
        }

        /// <summary>Writes the raw elements of a contiguous CPU tensor.</summary>
        public void WriteBytesToStream(Stream stream, int bufferSize = 1024)
        {
            RequireBytes();
            using var memory = new UnmanagedMemoryStream((byte*)DataPointer(), numel() * ElementSize);
            memory.CopyTo(stream, bufferSize);
            GC.KeepAlive(this);
        }

        /// <summary>Reads the raw elements into a contiguous CPU tensor.</summary>
        /// <exception cref="EndOfStreamException">The stream holds fewer bytes than the tensor.</exception>
        public void ReadBytesFromStream(Stream stream, int bufferSize = 1024)
        {
            RequireBytes();
            var left = numel() * ElementSize;
            for (var target = (byte*)DataPointer(); left > 0;)
            {
                var part = (int)Math.Min(left, Math.Max(bufferSize, 1));
                stream.ReadExactly(new Span<byte>(target, part));
                target += part;
                left -= part;
            }
            GC.KeepAlive(this);
        }

        public double ReadCpuDouble(long i) => TensorAccessor<double>.ReadItemAt(this, i);

        public float ReadCpuSingle(long i) => TensorAccessor<float>.ReadItemAt(this, i);

        public int ReadCpuInt32(long i) => TensorAccessor<int>.ReadItemAt(this, i);

        public long ReadCpuInt64(long i) => TensorAccessor<long>.ReadItemAt(this, i);

        public bool ReadCpuBool(long i) => TensorAccessor<bool>.ReadItemAt(this, i);

        public T ReadCpuValue<T>(long i) where T : unmanaged => TensorAccessor<T>.ReadItemAt(this, i);

        /// <summary>Address of the first element.</summary>
        internal IntPtr DataPointer()
        {
            Check(at_data_ptr(this, out var address));
            return address;
        }

        internal void ValidateType<T>() where T : unmanaged
        {
            var expected = TypeOf<T>();
            if (dtype != expected)
                throw new ArgumentException($"{typeof(T).Name} is not compatible with {dtype}");
        }

        private Number Item()
        {
            Check(at_item(this, out var number));
            return number;
        }

        private void RequireBytes()
        {
            if (!is_contiguous())
                throw new InvalidOperationException("Bytes() called on non-contiguous tensor.");
            if (device_type != DeviceType.CPU)
                throw new InvalidOperationException("Elements can be read on the CPU only: move the tensor there with cpu() first.");
        }
    }
}

using static Auscult.Torch.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Number of dimensions.</summary>
        public long Dimensions => at_dim(this);

        public long ndim => at_dim(this);

        public long dim() => at_dim(this);

        /// <summary>Number of elements.</summary>
        public long NumberOfElements => at_numel(this);

        public long numel() => at_numel(this);

        /// <summary>Bytes per element.</summary>
        public long ElementSize => at_itemsize(this);

        public long element_size() => at_itemsize(this);

        public ScalarType dtype => (ScalarType)at_scalar_type(this);

        public Device device => new(device_type, device_type == DeviceType.CPU ? -1 : device_index);

        public DeviceType device_type => (DeviceType)at_device_type(this);

        public int device_index => at_device_index(this);

        public bool is_cuda => device_type == DeviceType.CUDA;

        public bool is_meta => device_type == DeviceType.META;

        public bool is_sparse => at_is_sparse(this);

        /// <summary>True when no recorded operation made the tensor.</summary>
        public bool is_leaf => at_is_leaf(this);

        public bool is_cpu() => device_type == DeviceType.CPU;

        public bool is_integral() => torch.is_integral(dtype);

        public bool is_floating_point() => torch.is_floating_point(dtype);

        public bool is_complex() => torch.is_complex(dtype);

        public bool is_contiguous() => at_is_contiguous(this);

        public bool is_pinned()
        {
            Check(at_is_pinned(this, out var pinned));
            return pinned;
        }

        public bool is_nonzero() => numel() == 1
            ? !ToScalar().IsZero
            : throw new InvalidOperationException("is_nonzero() called on non-singleton tensor");

        public long[] shape
        {
            get
            {
                var sizes = new long[at_dim(this)];
                Check(at_sizes(this, sizes));
                return sizes;
            }
        }

        public long[] size() => shape;

        public long size(int dim)
        {
            Check(at_size(this, dim, out var length));
            return length;
        }

        /// <summary>Elements to step over from one index of each dimension to the next.</summary>
        public long[] stride()
        {
            var strides = new long[at_dim(this)];
            Check(at_strides(this, strides));
            return strides;
        }

        public long stride(int dim)
        {
            Check(at_stride(this, dim, out var step));
            return step;
        }

        public long storage_offset()
        {
            Check(at_storage_offset(this, out var offset));
            return offset;
        }

        /// <summary>All dimensions reversed.</summary>
        public Tensor T => at_numpy_T(this);

        /// <summary>The last two dimensions swapped.</summary>
        public Tensor mT => at_mT(this);
    }
}

using static Auscult.Torch.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    // Parts of a tensor; each is libtorch's operator of that name.
    public partial class Tensor
    {
        public Tensor index_select(long dim, Tensor index) => at_index_select(this, dim, index);

        public Tensor select(long dim, long index) => at_select(this, dim, index);

        public Tensor take(Tensor index) => at_take(this, index);

        public Tensor argwhere() => at_argwhere(this);

        public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha) => at_index_add(this, dim, index, source, alpha);

        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) =>
            Done(at_index_add_(this, dim, index, source, alpha));

        public Tensor index_copy(long dim, Tensor index, Tensor source) => at_index_copy(this, dim, index, source);

        public Tensor index_copy_(long dim, Tensor index, Tensor source) => Done(at_index_copy_(this, dim, index, source));

        public Tensor index_fill(long dim, Tensor index, Scalar value) => at_index_fill(this, dim, index, value);

        public Tensor index_fill_(long dim, Tensor index, Scalar value) => Done(at_index_fill_(this, dim, index, value));

        public Tensor masked_fill(Tensor mask, Scalar value) => at_masked_fill(this, mask, value);

        public Tensor masked_fill_(Tensor mask, Scalar value) => Done(at_masked_fill_(this, mask, value));

        public Tensor masked_scatter(Tensor mask, Tensor value) => at_masked_scatter(this, mask, value);

        public Tensor masked_scatter_(Tensor mask, Tensor value) => Done(at_masked_scatter_(this, mask, value));

        public Tensor masked_select(Tensor mask) => at_masked_select(this, mask);

        public Tensor scatter(long dim, Tensor index, Tensor src) => at_scatter(this, dim, index, src);

        public Tensor scatter_(long dim, Tensor index, Tensor src) => Done(at_scatter_(this, dim, index, src));

        public Tensor scatter_add(long dim, Tensor index, Tensor src) => at_scatter_add(this, dim, index, src);

        public Tensor scatter_add_(long dim, Tensor index, Tensor src) => Done(at_scatter_add_(this, dim, index, src));

        public Tensor select_scatter(Tensor src, long dim, long index) => at_select_scatter(this, src, dim, index);

        public Tensor slice_scatter(Tensor src, long dim = 0, long? start = null, long? end = null, long step = 1) =>
            at_slice_scatter(this, src, dim, start ?? 0, start.HasValue, end ?? 0, end.HasValue, step);

        public Tensor gather(long dim, Tensor index) => at_gather(this, dim, index);

        public Tensor narrow(long dim, long start, long length) => at_narrow(this, dim, start, length);

        public Tensor nonzero() => at_nonzero(this);

        public Tensor slice(long dim, long start, long finish, long step) => at_slice(this, dim, start, finish, step);
    }
}

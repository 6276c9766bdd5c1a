using static Auscult.Torch.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    // Filling; each is libtorch's operator of that name.
    public partial class Tensor
    {
        public Tensor fill_(Scalar value) => Done(at_fill_(this, value));

        public Tensor zero_() => Done(at_zero_(this));
    }
}

using static Auscult.Torch.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    // Activations; each is libtorch's operator of that name.
    public partial class Tensor
    {
        public Tensor softmax(long dim, ScalarType? dtype = null) => at_softmax(this, dim, Code(dtype));

        public Tensor elu(Scalar alpha, Scalar scale, Scalar input_scale) => at_elu(this, alpha, scale, input_scale);

        public Tensor elu_(Scalar alpha, Scalar scale, Scalar input_scale) => Done(at_elu_(this, alpha, scale, input_scale));

        public Tensor glu(long dim = -1) => at_glu(this, dim);

        public Tensor hardsigmoid() => at_hardsigmoid(this);

        public Tensor hardsigmoid_() => Done(at_hardsigmoid_(this));

        public Tensor hardswish() => at_hardswish(this);

        public Tensor hardswish_() => Done(at_hardswish_(this));

        public Tensor hardtanh(Scalar min, Scalar max) => at_hardtanh(this, min, max);

        public Tensor leaky_relu(Scalar negative_slope) => at_leaky_relu(this, negative_slope);

        public Tensor leaky_relu_(Scalar negative_slope) => Done(at_leaky_relu_(this, negative_slope));

        public Tensor selu() => at_selu(this);

        public Tensor selu_() => Done(at_selu_(this));

        public Tensor silu() => at_silu(this);

        public Tensor silu_() => Done(at_silu_(this));

        public Tensor log_sigmoid() => at_log_sigmoid(this);

        public Tensor log_softmax(long dim, ScalarType? dtype = null) => at_log_softmax(this, dim, Code(dtype));
    }
}

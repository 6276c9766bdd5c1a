using TorchSharp.Modules;
using static Auscult.Torch.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Gaussian error linear unit.</summary>
        public Tensor gelu(GELU.Approximate approximate) => at_gelu(this, Name(approximate));

        /// <inheritdoc cref="gelu(GELU.Approximate)"/>
        public Tensor gelu_(GELU.Approximate approximate) => Done(at_gelu_(this, Name(approximate)));

        private static string Name(GELU.Approximate approximate) => approximate == GELU.Approximate.tanh ? "tanh" : "none";
    }
}

using Auscult.Torch.Interop;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Helpers for training.</summary>
        public static partial class utils
        {
            /// <summary>Scales all gradients together so that their common norm is at most <paramref name="max_norm"/>.</summary>
            /// <param name="tensors">Parameters; those without a gradient are passed over.</param>
            /// <param name="max_norm">The largest norm allowed.</param>
            /// <param name="norm_type">The p of the norm; infinity for the largest absolute value.</param>
            /// <returns>The norm before scaling.</returns>
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2.0)
            {
                using var guard = no_grad();
                using var scope = NewDisposeScope();
                var gradients = tensors.Select(parameter => parameter.grad).OfType<Tensor>().ToArray();
                if (gradients.Length == 0)
                    return 0;
                var total = TotalNorm(gradients, norm_type);
                var coefficient = (max_norm / (total + 1e-6)).clamp_max(1.0);
                if (coefficient.ToDouble() is not 1.0)
                {
                    foreach (var gradient in gradients)
                        gradient.mul_(coefficient);
                }
                return total.ToDouble();
            }

            /// <summary>Clamps every element of every gradient to ±<paramref name="clip_value"/>.</summary>
            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                using var guard = no_grad();
                foreach (var parameter in tensors)
                {
                    using var gradient = parameter.grad;
                    gradient?.clamp_((Scalar)(-clip_value), (Scalar)clip_value);
                }
            }

            /// <summary>All parameters in one vector.</summary>
            public static Tensor parameters_to_vector(IEnumerable<Parameter> tensors)
            {
                var flat = tensors.Select(parameter => parameter.view(-1)).ToArray();
                try
                {
                    return cat(flat);
                }
                finally
                {
                    foreach (var tensor in flat)
                        tensor.Dispose();
                }
            }

            /// <summary>The inverse of <see cref="parameters_to_vector"/>: overwrites the parameters.</summary>
            public static void vector_to_parameters(Tensor vec, IEnumerable<Parameter> tensors)
            {
                using var guard = no_grad();
                var offset = 0L;
                foreach (var parameter in tensors)
                {
                    var count = parameter.numel();
                    using var slice = vec.narrow(0, offset, count);
                    using var shaped = slice.view_as(parameter);
                    parameter.copy_(shaped);
                    offset += count;
                }
            }

            private static Tensor TotalNorm(Tensor[] gradients, double p)
            {
                if (p == 0)
                    return full([], gradients.Length);
                Native.Check(Native.at_foreach_norm(gradients, gradients.Length, p, out var norms));
                var perTensor = stack(norms.Take());
                return double.IsPositiveInfinity(p) ? perTensor.max() : perTensor.norm((float)p);
            }
        }
    }
}

using Auscult.Torch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Layers, activations and losses as functions.</summary>
        public static partial class functional
        {
            /// <summary><c>y = x Wᵀ + b</c> on the last dimension.</summary>
            /// <param name="input"><c>[..., in]</c></param>
            /// <param name="weights"><c>[out, in]</c></param>
            /// <param name="bias"><c>[out]</c>, or null.</param>
            /// <returns><c>[..., out]</c></returns>
            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) => Native.at_linear(input, weights, bias);

            /// <summary>Normalises over the last dimensions to mean 0 and variance 1, then scales and shifts (Ba et al. 2016).</summary>
            /// <param name="input"><c>[..., normalized_shape]</c></param>
            /// <param name="normalized_shape">The sizes of the last dimensions.</param>
            /// <param name="weight"><c>[normalized_shape]</c>, or null.</param>
            /// <param name="bias"><c>[normalized_shape]</c>, or null.</param>
            /// <param name="eps">Added to the variance.</param>
            public static Tensor layer_norm(
                Tensor input, long[] normalized_shape, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5) =>
                Native.at_layer_norm(input, normalized_shape, normalized_shape.Length, weight, bias, eps);

            /// <summary>Divides by the p-norm along a dimension, at least <paramref name="eps"/>.</summary>
            public static Tensor normalize(Tensor input, double p = 2.0, long dim = 1L, double eps = 1e-12)
            {
                using var norm = input.norm((int)dim, keepdim: true, p: (float)p);
                using var denominator = norm.clamp_min(eps);
                return input / denominator;
            }

            /// <summary>In training zeroes elements with probability <paramref name="p"/> and scales the others by <c>1 / (1 - p)</c>.</summary>
            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false)
            {
                if (!inplace)
                    return Native.at_dropout(input, p, training);
                Native.Check(Native.at_dropout_(input, p, training));
                return input.alias();
            }

            /// <summary>
            /// <c>softmax(Q Kᵀ / sqrt(d) + mask) V</c> (Vaswani et al. 2017).
            /// </summary>
            /// <param name="query"><c>[..., queries, d]</c></param>
            /// <param name="key"><c>[..., keys, d]</c></param>
            /// <param name="value"><c>[..., keys, v]</c></param>
            /// <param name="attn_mask"><c>[..., queries, keys]</c>: true where attention is allowed, or numbers that are added.</param>
            /// <param name="p">Probability with which attention weights are dropped.</param>
            /// <param name="is_casual">No query attends to a later key (TorchSharp's spelling).</param>
            /// <returns><c>[..., queries, v]</c></returns>
            public static Tensor scaled_dot_product_attention(
                Tensor query, Tensor key, Tensor value, Tensor? attn_mask = null, double p = 0.0, bool is_casual = false) =>
                Native.at_scaled_dot_product_attention(query, key, value, attn_mask, p, is_casual);

            /// <summary>A vector of zeros with a one at the index, per element.</summary>
            /// <param name="x">Indices of type Int64, <c>[...]</c>.</param>
            /// <param name="num_classes">Length of the vectors; -1 takes the largest index plus one.</param>
            /// <returns>Int64, <c>[..., num_classes]</c></returns>
            /// <exception cref="ArgumentException">The indices are not of type Int64.</exception>
            public static Tensor one_hot(Tensor x, long num_classes = -1)
            {
                if (x.dtype != ScalarType.Int64)
                    throw new ArgumentException("OneHot input tensor must have elements of type Int64", nameof(x));
                return Native.at_one_hot(x, num_classes);
            }

            /// <summary>Cosine of the angle between vectors along a dimension.</summary>
            public static Tensor cosine_similarity(Tensor x1, Tensor x2, long dim = 1, double eps = 1e-8) =>
                Native.at_cosine_similarity(x1, x2, dim, eps);
        }
    }
}

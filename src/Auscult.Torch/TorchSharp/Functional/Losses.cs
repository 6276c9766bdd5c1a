using Auscult.Torch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>Softmax and negative log-likelihood in one.</summary>
            /// <param name="input">Logits <c>[batch, classes, ...]</c> or <c>[classes]</c>.</param>
            /// <param name="target">Class indices <c>[batch, ...]</c>, or probabilities in the shape of <paramref name="input"/>.</param>
            /// <param name="weight">Weight per class.</param>
            /// <param name="ignore_index">Target index that counts for nothing.</param>
            /// <param name="reduction">What becomes of the element-wise losses.</param>
            /// <param name="label_smoothing">Share of the target's mass that is spread over all classes.</param>
            public static Tensor cross_entropy(
                Tensor input, Tensor target, Tensor? weight = null, long ignore_index = -100, Reduction reduction = Reduction.Mean,
                double label_smoothing = 0.0) =>
                Native.at_cross_entropy_loss(input, target, weight, (long)reduction, ignore_index, label_smoothing);

            /// <summary>Negative log-likelihood of class indices under log-probabilities <c>[batch, classes, ...]</c>.</summary>
            public static Tensor nll_loss(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                Native.at_nll_loss(input, target, weight, (long)reduction, -100);

            /// <summary>Binary cross-entropy of probabilities, in the shape of the targets.</summary>
            public static Tensor binary_cross_entropy(
                Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                Native.at_binary_cross_entropy(input, target, weight, (long)reduction);

            /// <summary>Sigmoid and binary cross-entropy in one, computed stably.</summary>
            /// <param name="input">Logits, any shape.</param>
            /// <param name="target">0 to 1, the same shape.</param>
            /// <param name="weight">Weight per element, broadcast.</param>
            /// <param name="reduction">What becomes of the element-wise losses.</param>
            /// <param name="pos_weights">Weight of positive targets, broadcast.</param>
            public static Tensor binary_cross_entropy_with_logits(
                Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean, Tensor? pos_weights = null) =>
                Native.at_binary_cross_entropy_with_logits(input, target, weight, pos_weights, (long)reduction);

            /// <summary>Squared error.</summary>
            public static Tensor mse_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                Native.at_mse_loss(input, target, (long)reduction);

            /// <summary>Absolute error.</summary>
            public static Tensor l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                Native.at_l1_loss(input, target, (long)reduction);

            /// <summary>Squared error below <paramref name="beta"/> (divided by it), absolute error above.</summary>
            public static Tensor smooth_l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean, double beta = 1.0) =>
                Native.at_smooth_l1_loss(input, target, (long)reduction, beta);

            /// <summary>Squared error below <paramref name="delta"/>, <paramref name="delta"/> times absolute error above (Huber 1964).</summary>
            public static Tensor huber_loss(Tensor input, Tensor target, double delta = 1.0, Reduction reduction = Reduction.Mean) =>
                Native.at_huber_loss(input, target, (long)reduction, delta);
        }
    }
}

using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Auscult.Torch.Interop;

// Layers, activations and losses.
internal static unsafe partial class Native
{
    [LibraryImport(Library)]
    internal static partial Tensor at_linear(Tensor input, Tensor weight, Tensor? bias);

    [LibraryImport(Library)]
    internal static partial Tensor at_embedding(
        Tensor weight, Tensor indices, long paddingIdx, [MarshalAs(U1)] bool scaleGradByFreq, [MarshalAs(U1)] bool sparse);

    [LibraryImport(Library)]
    internal static partial int at_embedding_renorm_(Tensor self, Tensor indices, double maxNorm, double normType);

    [LibraryImport(Library)]
    internal static partial Tensor at_one_hot(Tensor self, long numClasses);

    [LibraryImport(Library)]
    internal static partial Tensor at_layer_norm(
        Tensor input, ReadOnlySpan<long> normalizedShape, long normalizedShapeLength, Tensor? weight, Tensor? bias, double eps);

    [LibraryImport(Library)]
    internal static partial Tensor at_group_norm(Tensor input, long numGroups, Tensor? weight, Tensor? bias, double eps);

    [LibraryImport(Library)]
    internal static partial Tensor at_batch_norm(
        Tensor input, Tensor? weight, Tensor? bias, Tensor? runningMean, Tensor? runningVar, [MarshalAs(U1)] bool training,
        double momentum, double eps);

    [LibraryImport(Library)]
    internal static partial Tensor at_dropout(Tensor input, double p, [MarshalAs(U1)] bool train);

    [LibraryImport(Library)]
    internal static partial int at_dropout_(Tensor self, double p, [MarshalAs(U1)] bool train);

    [LibraryImport(Library)]
    internal static partial Tensor at_feature_dropout(Tensor input, double p, [MarshalAs(U1)] bool train);

    [LibraryImport(Library)]
    internal static partial Tensor at_softmax(Tensor self, long dim, int dtype);

    [LibraryImport(Library)]
    internal static partial Tensor at_log_softmax(Tensor self, long dim, int dtype);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial Tensor at_gelu(Tensor self, string approximate);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int at_gelu_(Tensor self, string approximate);

    [LibraryImport(Library)]
    internal static partial Tensor at_silu(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_silu_(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_elu(Tensor self, Scalar? alpha, Scalar? scale, Scalar? inputScale);

    [LibraryImport(Library)]
    internal static partial int at_elu_(Tensor self, Scalar? alpha, Scalar? scale, Scalar? inputScale);

    [LibraryImport(Library)]
    internal static partial Tensor at_leaky_relu(Tensor self, Scalar? negativeSlope);

    [LibraryImport(Library)]
    internal static partial int at_leaky_relu_(Tensor self, Scalar? negativeSlope);

    [LibraryImport(Library)]
    internal static partial Tensor at_softplus(Tensor self, Scalar? beta, Scalar? threshold);

    [LibraryImport(Library)]
    internal static partial Tensor at_hardtanh(Tensor self, Scalar? min, Scalar? max);

    [LibraryImport(Library)]
    internal static partial Tensor at_hardsigmoid(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_hardsigmoid_(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_hardswish(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_hardswish_(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_selu(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_selu_(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_log_sigmoid(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_mish(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_glu(Tensor self, long dim);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial Tensor at_pad(
        Tensor self, ReadOnlySpan<long> pad, long padLength, string mode, double value, [MarshalAs(U1)] bool hasValue);

    [LibraryImport(Library)]
    internal static partial Tensor at_cosine_similarity(Tensor x1, Tensor x2, long dim, double eps);

    [LibraryImport(Library)]
    internal static partial Tensor at_pairwise_distance(Tensor x1, Tensor x2, double p, double eps, [MarshalAs(U1)] bool keepdim);

    [LibraryImport(Library)]
    internal static partial Tensor at_scaled_dot_product_attention(
        Tensor query, Tensor key, Tensor value, Tensor? attnMask, double dropoutP, [MarshalAs(U1)] bool isCausal);

    [LibraryImport(Library)]
    internal static partial Tensor at_conv1d(
        Tensor input, Tensor weight, Tensor? bias, long stride, long padding, long dilation, long groups);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial Tensor at_conv1d_named_padding(
        Tensor input, Tensor weight, Tensor? bias, long stride, string padding, long dilation, long groups);

    [LibraryImport(Library)]
    internal static partial Tensor at_conv_transpose1d(
        Tensor input, Tensor weight, Tensor? bias, long stride, long padding, long outputPadding, long groups, long dilation);

    [LibraryImport(Library)]
    internal static partial Tensor at_avg_pool1d(
        Tensor self, long kernelSize, long stride, long padding, [MarshalAs(U1)] bool ceilMode, [MarshalAs(U1)] bool countIncludePad);

    [LibraryImport(Library)]
    internal static partial Tensor at_max_pool1d(
        Tensor self, long kernelSize, long stride, long padding, long dilation, [MarshalAs(U1)] bool ceilMode);

    [LibraryImport(Library)]
    internal static partial Tensor at_adaptive_avg_pool1d(Tensor self, long outputSize);

    [LibraryImport(Library)]
    internal static partial Tensor at_mse_loss(Tensor self, Tensor target, long reduction);

    [LibraryImport(Library)]
    internal static partial Tensor at_l1_loss(Tensor self, Tensor target, long reduction);

    [LibraryImport(Library)]
    internal static partial Tensor at_smooth_l1_loss(Tensor self, Tensor target, long reduction, double beta);

    [LibraryImport(Library)]
    internal static partial Tensor at_huber_loss(Tensor self, Tensor target, long reduction, double delta);

    [LibraryImport(Library)]
    internal static partial Tensor at_binary_cross_entropy(Tensor self, Tensor target, Tensor? weight, long reduction);

    [LibraryImport(Library)]
    internal static partial Tensor at_binary_cross_entropy_with_logits(
        Tensor self, Tensor target, Tensor? weight, Tensor? posWeight, long reduction);

    [LibraryImport(Library)]
    internal static partial Tensor at_cross_entropy_loss(
        Tensor self, Tensor target, Tensor? weight, long reduction, long ignoreIndex, double labelSmoothing);

    [LibraryImport(Library)]
    internal static partial Tensor at_nll_loss(Tensor self, Tensor target, Tensor? weight, long reduction, long ignoreIndex);

    [LibraryImport(Library)]
    internal static partial Tensor at_kl_div(Tensor self, Tensor target, long reduction, [MarshalAs(U1)] bool logTarget);

    [LibraryImport(Library)]
    internal static partial Tensor at_poisson_nll_loss(
        Tensor input, Tensor target, [MarshalAs(U1)] bool logInput, [MarshalAs(U1)] bool full, double eps, long reduction);

    [LibraryImport(Library)]
    internal static partial Tensor at_cosine_embedding_loss(Tensor input1, Tensor input2, Tensor target, double margin, long reduction);

    [LibraryImport(Library)]
    internal static partial Tensor at_margin_ranking_loss(Tensor input1, Tensor input2, Tensor target, double margin, long reduction);

    [LibraryImport(Library)]
    internal static partial Tensor at_triplet_margin_loss(
        Tensor anchor, Tensor positive, Tensor negative, double margin, double p, double eps, [MarshalAs(U1)] bool swap,
        long reduction);

    [LibraryImport(Library)]
    internal static partial Tensor at_soft_margin_loss(Tensor self, Tensor target, long reduction);

    [LibraryImport(Library)]
    internal static partial Tensor at_hinge_embedding_loss(Tensor self, Tensor target, double margin, long reduction);
}

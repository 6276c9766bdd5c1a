using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <inheritdoc cref="Modules.Parameter"/>
        public static Parameter Parameter(Tensor data, bool requires_grad = true) => new(data, requires_grad);

        /// <inheritdoc cref="Modules.Linear"/>
        /// <param name="inputSize">Size of the last dimension of the input.</param>
        /// <param name="outputSize">Size of the last dimension of the result.</param>
        /// <param name="hasBias">Whether a bias is learnt.</param>
        /// <param name="device">Where the parameters live; default the CPU.</param>
        /// <param name="dtype">Their element type; default float32.</param>
        public static Linear Linear(long inputSize, long outputSize, bool hasBias = true, Device? device = null, ScalarType? dtype = null) =>
            new(inputSize, outputSize, hasBias, device, dtype);

        /// <summary>A linear layer on given parameters.</summary>
        public static Linear Linear(Parameter weight, Parameter? bias = null) => new(weight, bias);

        /// <inheritdoc cref="Modules.LayerNorm"/>
        /// <param name="normalized_shape">The sizes of the last dimensions, which are normalised together.</param>
        /// <param name="eps">Added to the variance.</param>
        /// <param name="elementwise_affine">Whether a weight is learnt.</param>
        /// <param name="bias">Whether a bias is learnt beside the weight.</param>
        /// <param name="device">Where the parameters live; default the CPU.</param>
        /// <param name="dtype">Their element type; default float32.</param>
        public static LayerNorm LayerNorm(
            long[] normalized_shape, double eps = 1e-05, bool elementwise_affine = true, bool bias = true, Device? device = null,
            ScalarType? dtype = null) => new(normalized_shape, eps, elementwise_affine, bias, device, dtype);

        /// <summary>Layer normalisation over the last dimension.</summary>
        public static LayerNorm LayerNorm(
            long normalized_shape, double eps = 1e-05, bool elementwise_affine = true, bool bias = true, Device? device = null,
            ScalarType? dtype = null) => new([normalized_shape], eps, elementwise_affine, bias, device, dtype);

        /// <inheritdoc cref="Modules.Dropout"/>
        public static Dropout Dropout(double p = 0.5, bool inplace = false) => new(p, inplace);

        /// <inheritdoc cref="Modules.Identity"/>
        public static Identity Identity() => new();

        /// <inheritdoc cref="Modules.Embedding"/>
        /// <param name="num_embeddings">Rows of the table.</param>
        /// <param name="embedding_dims">Length of each vector.</param>
        /// <param name="padding_idx">A row that starts at zero and receives no gradient.</param>
        /// <param name="max_norm">Rows that are looked up are scaled down to this norm, in place.</param>
        /// <param name="norm_type">The p of that norm.</param>
        /// <param name="scale_grad_by_freq">Divide gradients by how often the row occurs in the batch.</param>
        /// <param name="sparse">Make the weight's gradient a sparse tensor.</param>
        /// <param name="device">Where the table lives; default the CPU.</param>
        /// <param name="dtype">Its element type; default float32.</param>
        public static Embedding Embedding(
            long num_embeddings, long embedding_dims, long? padding_idx = null, double? max_norm = null, double norm_type = 2.0,
            bool scale_grad_by_freq = false, bool sparse = false, Device? device = null, ScalarType? dtype = null) =>
            new(
                Modules.Embedding.NormalTable(num_embeddings, embedding_dims, padding_idx, device, dtype),
                padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse);

        /// <summary>An embedding that starts from a given table <c>[num_embeddings, embedding]</c>.</summary>
        public static Embedding Embedding_from_pretrained(
            Tensor embeddings, bool freeze = true, long? padding_idx = null, double? max_norm = null, double norm_type = 2.0,
            bool scale_grad_by_freq = false, bool sparse = false, Device? device = null, ScalarType? dtype = null)
        {
            var table = new Parameter(embeddings.detach().alias(), requires_grad: !freeze);
            return new Embedding(table, padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse).MoveTo<Embedding>(device, dtype);
        }

        /// <inheritdoc cref="Modules.GELU"/>
        public static GELU GELU() => new(false, Modules.GELU.Approximate.none);

        /// <inheritdoc cref="Modules.GELU"/>
        public static GELU GELU(bool inplace) => new(inplace, Modules.GELU.Approximate.none);

        /// <inheritdoc cref="Modules.GELU"/>
        public static GELU GELU(GELU.Approximate approximate, bool inplace = false) => new(inplace, approximate);

        /// <inheritdoc cref="Modules.ReLU"/>
        public static ReLU ReLU(bool inplace = false) => new(inplace);

        /// <inheritdoc cref="Modules.SiLU"/>
        public static SiLU SiLU() => new(false);

        /// <inheritdoc cref="Modules.SiLU"/>
        public static SiLU SiLU(bool inplace) => new(inplace);

        /// <inheritdoc cref="Modules.Sigmoid"/>
        public static Sigmoid Sigmoid() => new(false);

        /// <inheritdoc cref="Modules.Sigmoid"/>
        public static Sigmoid Sigmoid(bool inplace) => new(inplace);

        /// <inheritdoc cref="Modules.Tanh"/>
        public static Tanh Tanh() => new(false);

        /// <inheritdoc cref="Modules.Tanh"/>
        public static Tanh Tanh(bool inplace = false) => new(inplace);

        /// <inheritdoc cref="Modules.Softmax"/>
        public static Softmax Softmax(long dim) => new(dim);

        /// <inheritdoc cref="Modules.LogSoftmax"/>
        public static LogSoftmax LogSoftmax(long dim) => new(dim);
    }
}

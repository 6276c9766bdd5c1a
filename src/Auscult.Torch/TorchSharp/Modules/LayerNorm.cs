using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>
/// Layer normalisation (Ba et al. 2016) over the last dimensions: <c>(x - mean) / sqrt(variance + eps) * weight + bias</c>.
/// </summary>
public sealed class LayerNorm : Module<Tensor, Tensor>
{
    [ComponentName(Name = nameof(bias))]
    private Parameter? _bias;

    [ComponentName(Name = nameof(weight))]
    private Parameter? _weight;

    internal LayerNorm(long[] normalized_shape, double eps, bool elementwise_affine, bool bias, Device? device, ScalarType? dtype)
        : base(nameof(LayerNorm))
    {
        this.normalized_shape = normalized_shape;
        this.eps = eps;
        this.elementwise_affine = elementwise_affine;
        if (elementwise_affine)
        {
            weight = new Parameter(empty(normalized_shape, dtype, device));
            if (bias)
                this.bias = new Parameter(empty(normalized_shape, dtype, device));
        }
        reset_parameters();
    }

    /// <summary>The sizes of the last dimensions, which are normalised together.</summary>
    public long[] normalized_shape { get; set; }

    /// <summary>Added to the variance. Default 1e-5.</summary>
    public double eps { get; set; }

    /// <summary>Whether a weight (and a bias) is learnt.</summary>
    public bool elementwise_affine { get; set; }

    /// <summary><c>[normalized_shape]</c>, or null. Setting it disposes the old one.</summary>
    public Parameter? bias
    {
        get => _bias;
        set
        {
            if (ReferenceEquals(value, _bias))
                return;
            _bias?.Dispose();
            _bias = value;
            value?.DetachFromDisposeScope();
            ConditionallyRegisterParameter(nameof(bias), value);
        }
    }

    /// <summary><c>[normalized_shape]</c>; null when not <see cref="elementwise_affine"/>. Setting it disposes the old one.</summary>
    public Parameter weight
    {
        get => _weight!;
        set
        {
            if (ReferenceEquals(value, _weight))
                return;
            _weight?.Dispose();
            _weight = value;
            value.DetachFromDisposeScope();
            ConditionallyRegisterParameter(nameof(weight), value);
        }
    }

    /// <summary>Weight one, bias zero.</summary>
    public void reset_parameters()
    {
        if (_weight is not null)
            init.ones_(_weight);
        if (_bias is not null)
            init.zeros_(_bias);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor tensor) => functional.layer_norm(tensor, normalized_shape, _weight, _bias, eps);
}

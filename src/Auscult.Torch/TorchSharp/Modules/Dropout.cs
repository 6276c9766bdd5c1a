using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>In training mode zeroes elements with probability <see cref="p"/> and scales the others by <c>1 / (1 - p)</c>; else passes through.</summary>
public sealed class Dropout : ParameterLessModule<Tensor, Tensor>
{
    internal Dropout(double p, bool inplace)
        : base(nameof(Dropout))
    {
        this.p = p;
        this.inplace = inplace;
    }

    /// <summary>Whether the input itself is overwritten.</summary>
    public bool inplace { get; set; }

    /// <summary>Probability of zero, 0 to 1. Default 0.5.</summary>
    public double p { get; set; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor tensor) => nn.functional.dropout(tensor, p, training, inplace);
}

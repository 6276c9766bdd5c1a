using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Returns its input, as a tensor of its own on the same storage.</summary>
public sealed class Identity : ParameterLessModule<Tensor, Tensor>
{
    internal Identity()
        : base(nameof(Identity))
    {
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor tensor) => tensor.alias();
}

using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Auscult.Learning.Encoding;

/// <summary>
/// A linear map whose float32 weights are cast to the type of its input, so that activations may be bfloat16 while the optimiser
/// sees full precision. <c>[..., input] -> [..., output]</c>
/// </summary>
internal sealed class Projection : nn.Module<Tensor, Tensor>
{
    private readonly Parameter weight;
    private readonly Parameter? bias;

    /// <param name="inputs">Input width.</param>
    /// <param name="outputs">Output width.</param>
    /// <param name="hasBias">Whether a bias is added.</param>
    /// <param name="gain">Factor on the deviation <c>1 / sqrt(inputs)</c> of the initial weights.</param>
    public Projection(long inputs, long outputs, bool hasBias = true, double gain = 1) : base(nameof(Projection))
    {
        using var scope = NewDisposeScope();
        weight = new Parameter(randn(outputs, inputs).mul_(gain / Math.Sqrt(inputs)).DetachFromDisposeScope());
        if (hasBias)
            bias = new Parameter(zeros(outputs).DetachFromDisposeScope());
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x) =>
        nn.functional.linear(x, Cast(weight, x.dtype), bias is null ? null : Cast(bias, x.dtype));

    private static Tensor Cast(Parameter parameter, ScalarType type) => parameter.dtype == type ? parameter : parameter.to(type);
}

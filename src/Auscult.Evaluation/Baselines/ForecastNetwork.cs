using TorchSharp.Modules;
using static TorchSharp.torch;

// B windows, T time, C signals, F filters
namespace Auscult.Evaluation.Baselines;

/// <summary>
/// DeepAnT's convolutional forecaster (Munir et al. 2019), small: two convolutions of width 3, each with ReLU and a maximum over pairs,
/// and a linear layer to the next row. <c>[window, time, signal] -> [window, signal]</c>
/// </summary>
internal sealed class ForecastNetwork : nn.Module<Tensor, Tensor>
{
    /// <summary>Rows that the forecast is made from.</summary>
    public const int History = 34;

    private const int Kernel = 3;
    private const int Filters = 32;
    private const int LastLength = 7;
    private readonly Parameter first;
    private readonly Parameter first_bias;
    private readonly Parameter second;
    private readonly Parameter second_bias;
    private readonly Parameter output;
    private readonly Parameter output_bias;

    /// <param name="signals">Number of signals.</param>
    /// <param name="generator">Draws the weights.</param>
    public ForecastNetwork(int signals, Random generator) : base(nameof(ForecastNetwork))
    {
        first = SeededTensors.Weights(generator, signals * Kernel, Filters, signals * Kernel);
        first_bias = SeededTensors.Weights(generator, signals * Kernel, Filters);
        second = SeededTensors.Weights(generator, Filters * Kernel, Filters, Filters * Kernel);
        second_bias = SeededTensors.Weights(generator, Filters * Kernel, Filters);
        output = SeededTensors.Weights(generator, LastLength * Filters, signals, LastLength * Filters);
        output_bias = SeededTensors.Weights(generator, LastLength * Filters, signals);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x_BTC)
    {
        var one_BTF = Pooled(Convolved(x_BTC, first, first_bias));
        var two_BTF = Pooled(Convolved(one_BTF, second, second_bias));
        return nn.functional.linear(two_BTF.flatten(1), output, output_bias);
    }

    private static Tensor Convolved(Tensor x_BTC, Tensor weight, Tensor bias) =>
        nn.functional.relu(nn.functional.linear(x_BTC.unfold(1, Kernel, 1).flatten(2), weight, bias));

    private static Tensor Pooled(Tensor x_BTF) =>
        x_BTF.reshape(x_BTF.shape[0], x_BTF.shape[1] / 2, 2, x_BTF.shape[2]).amax([2]);
}

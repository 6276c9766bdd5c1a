using TorchSharp.Modules;
using static TorchSharp.torch;

// S signals (one auto-encoder each), N windows, W rows of a window, H hidden, Z latent
namespace Auscult.Evaluation.Baselines;

/// <summary>
/// One small variational auto-encoder per signal, all of them trained at once: window of the signal -> 16 hidden -> 4 latent values and
/// back.
/// </summary>
internal sealed class MetricVae : nn.Module<Tensor, (Tensor Reconstruction_SNW, Tensor Mean_SNZ, Tensor LogVariance_SNZ)>
{
    private const int Hidden = 16;
    private const int Latent = 4;
    private readonly Parameter encode;
    private readonly Parameter encode_bias;
    private readonly Parameter mean;
    private readonly Parameter log_variance;
    private readonly Parameter decode;
    private readonly Parameter decode_bias;
    private readonly Parameter output;
    private readonly Parameter output_bias;
    private readonly Random _generator;

    /// <param name="signals">Number of auto-encoders.</param>
    /// <param name="rows">Rows of a window.</param>
    /// <param name="generator">Draws the weights and the noise of training.</param>
    public MetricVae(int signals, int rows, Random generator) : base(nameof(MetricVae))
    {
        _generator = generator;
        encode = SeededTensors.Weights(generator, rows, signals, rows, Hidden);
        encode_bias = SeededTensors.Weights(generator, rows, signals, 1, Hidden);
        mean = SeededTensors.Weights(generator, Hidden, signals, Hidden, Latent);
        log_variance = SeededTensors.Weights(generator, Hidden, signals, Hidden, Latent);
        decode = SeededTensors.Weights(generator, Latent, signals, Latent, Hidden);
        decode_bias = SeededTensors.Weights(generator, Latent, signals, 1, Hidden);
        output = SeededTensors.Weights(generator, Hidden, signals, Hidden, rows);
        output_bias = SeededTensors.Weights(generator, Hidden, signals, 1, rows);
        RegisterComponents();
    }

    /// <summary>Reconstruction, and mean and log variance of the latent values; the latent is sampled in training only.</summary>
    public override (Tensor Reconstruction_SNW, Tensor Mean_SNZ, Tensor LogVariance_SNZ) forward(Tensor x_SNW)
    {
        var hidden_SNH = (bmm(x_SNW, encode) + encode_bias).tanh();
        var mean_SNZ = bmm(hidden_SNH, mean);
        var logVariance_SNZ = bmm(hidden_SNH, log_variance);
        var latent_SNZ = training
            ? mean_SNZ + ((logVariance_SNZ * 0.5).exp() * SeededTensors.Normal(_generator, mean_SNZ.shape))
            : mean_SNZ;
        var decoded_SNH = (bmm(latent_SNZ, decode) + decode_bias).tanh();
        return (bmm(decoded_SNH, output) + output_bias, mean_SNZ, logVariance_SNZ);
    }
}

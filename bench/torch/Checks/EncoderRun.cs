using Auscult.Learning.Encoding;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;
using TorchSharp;
using static TorchSharp.torch;

// B windows, T time, S signals, N patches
namespace Auscult.Bench.Torch.Checks;

/// <summary>
/// The joint encoder with its pretraining loss on made-up telemetry: the same weights, windows and masks on every device, because all are
/// drawn on the CPU.
/// </summary>
internal sealed class EncoderRun : IDisposable
{
    private const int Windows = 16;
    private const int Length = 64;
    private const int PatchLength = 8;
    private const int StepWindows = 8;
    private const double LearningRate = 1e-3;

    private static readonly EncoderLayout Layout = new(
        [new LayerColumns(Layer.Hardware, 0, 5), new LayerColumns(Layer.Network, 5, 4), new LayerColumns(Layer.Storage, 9, 3),
            new LayerColumns(Layer.Model, 12, 4)], Length, PatchLength);

    private readonly JointEncoder _encoder;
    private readonly MaskedReconstruction _objective;
    private readonly Tensor _values_BTS;
    private readonly Tensor _presence_BTS;
    private readonly Tensor _hidden_BNS;
    private readonly Tensor _dropped_BNS;

    public EncoderRun(Device device, ScalarType activations = ScalarType.Float32)
    {
        manual_seed(20_260_104);
        _encoder = new JointEncoder(
            new JointEncoderConfig { EmbedDim = 128, NumHeads = 4, NumLayerBlocks = 2, NumFusionBlocks = 2 }, Layout, activations);
        _encoder.to(device);
        _objective = new MaskedReconstruction(
            _encoder, new LinearUnits([.. Enumerable.Repeat(1f, Layout.NumSignals)]), new PretrainingConfig());
        using var scope = NewDisposeScope();
        var rows_BTS = randn(Windows, Length, Layout.NumSignals).mul(0.2) + Waves();
        var presence_BTS = (rand(Windows, Length, Layout.NumSignals) > 0.05).to(ScalarType.Float32);
        _values_BTS = (rows_BTS * presence_BTS).to(device).DetachFromDisposeScope();
        _presence_BTS = presence_BTS.to(device).DetachFromDisposeScope();
        _hidden_BNS = Cells(0.3, device);
        _dropped_BNS = Cells(0.05, device);
    }

    /// <summary>Reconstruction and joint embedding of all windows, on the CPU.</summary>
    public Tensor[] Forward()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var output = _encoder.call(new EncoderInput(_values_BTS, _presence_BTS));
        return [output.Reconstruction.cpu().DetachFromDisposeScope(), output.Joint.cpu().DetachFromDisposeScope()];
    }

    /// <summary>Gradient of the loss for each parameter, on the CPU.</summary>
    public Dictionary<string, Tensor> Gradients()
    {
        using var scope = NewDisposeScope();
        Loss(0).backward();
        return _encoder.named_parameters().Where(named => named.parameter.grad is not null).ToDictionary(
            named => named.name, named => named.parameter.grad!.cpu().clone().DetachFromDisposeScope(), StringComparer.Ordinal);
    }

    /// <summary>Losses of training steps over changing parts of the windows, with plain AdamW.</summary>
    public double[] Train(int steps)
    {
        using var optimizer = optim.AdamW(_encoder.parameters(), LearningRate, weight_decay: 0.01);
        var losses = new double[steps];
        for (var step = 0; step < steps; step++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            var loss = Loss(step * 3);
            loss.backward();
            optimizer.step();
            losses[step] = loss.item<float>();
        }
        return losses;
    }

    public void Dispose()
    {
        _encoder.Dispose();
        foreach (var tensor in new[] { _values_BTS, _presence_BTS, _hidden_BNS, _dropped_BNS })
            tensor.Dispose();
    }

    private static Tensor Waves() =>
        ((arange(Length, ScalarType.Float32).unsqueeze(1) / 7) + arange(Layout.NumSignals, ScalarType.Float32)).sin()
        + (arange(Windows, ScalarType.Float32).reshape(-1, 1, 1) / 5).cos();

    private static Tensor Cells(double share, Device device) =>
        (rand(Windows, Length / PatchLength, Layout.NumSignals) < share).to(ScalarType.Float32).to(device).DetachFromDisposeScope();

    private Tensor Loss(int first)
    {
        Tensor Part(Tensor all) => all.narrow(0, first % (Windows - StepWindows + 1), StepWindows);
        return _objective.Loss(new EncoderBatch(Part(_values_BTS), Part(_presence_BTS)), Part(_hidden_BNS), Part(_dropped_BNS));
    }
}

using Auscult.Foundation;
using Auscult.Learning.Encoding;
using Auscult.Learning.Training;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;
using TorchSharp;

namespace Auscult.Learning.Checkpoints;

/// <summary>An encoder with everything that its input needs: the scaler and the linear units it was trained with.</summary>
/// <param name="Encoder">The network, in evaluation mode.</param>
/// <param name="Scaler">Scales raw values.</param>
/// <param name="Units">Linear units of its reconstructions.</param>
/// <param name="Device">Where it lives.</param>
public sealed record TrainedEncoder(JointEncoder Encoder, RobustScaler Scaler, LinearUnits Units, ComputeDevice Device) : IDisposable
{
    /// <summary>Loads the encoder of a checkpoint; averaged weights are taken where there are some.</summary>
    /// <param name="folder">Folder of the checkpoint.</param>
    /// <param name="device">Where to put it.</param>
    /// <exception cref="InputException">The checkpoint is not whole.</exception>
    public static TrainedEncoder Load(string folder, ComputeDevice device)
    {
        var state = CheckpointStore.Check(folder);
        var columns = new List<LayerColumns>();
        foreach (var layer in state.Signals)
            columns.Add(new LayerColumns(layer.Layer, columns.Sum(c => c.SignalCount), layer.Signals.Count));
        var layout = new EncoderLayout(columns, state.WindowLength, state.Encoder.PatchLength);
        var encoder = new JointEncoder(state.Encoder, layout, device.Activations);
        ModuleWeights.Load(Path.Combine(folder, CheckpointStore.WeightsFile), encoder);
        var averages = Path.Combine(folder, CheckpointStore.EmaFile);
        if (File.Exists(averages))
            OptimizerMoments.LoadInto(averages, encoder.state_dict());
        encoder.to(device.Device);
        encoder.eval();
        var stateFile = Path.Combine(folder, CheckpointStore.StateFile);
        return new TrainedEncoder(
            encoder, RobustScaler.FromJson(state.Scaler, stateFile), new LinearUnits(state.SpreadPerDeviation), device);
    }

    /// <summary>Throws when a frame has other signals than those the encoder was trained on.</summary>
    /// <exception cref="InputException">Names the first signal that differs.</exception>
    public void RequireSignalsOf(FrameSchema schema) => Scaler.RequireSignalsOf(schema);

    /// <inheritdoc/>
    public void Dispose() => Encoder.Dispose();
}

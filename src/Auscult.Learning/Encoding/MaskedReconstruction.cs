using static TorchSharp.torch;

// B windows, T time, S signals, N patches, P rows of a patch
namespace Auscult.Learning.Encoding;

/// <summary>A batch as tensors on the encoder's device.</summary>
/// <param name="Values">Scaled values (asinh units), 0 where nothing was seen; <c>[window, time, signal]</c>.</param>
/// <param name="Presence">1 where a value was seen; <c>[window, time, signal]</c>.</param>
/// <param name="Entity">Position of each window's entity, or null.</param>
public sealed record EncoderBatch(Tensor Values, Tensor Presence, Tensor? Entity = null);

/// <summary>
/// Masked-patch pretraining: hidden cells are predicted from the visible ones. Targets and errors are in linear units, the signal's
/// distance from its training median as a multiple of its training deviation, because errors in asinh units hide how large
/// an anomaly is. Only hidden values that were seen count.
/// </summary>
/// <param name="encoder">The network.</param>
/// <param name="units">Linear units per signal.</param>
/// <param name="config">Limits of targets and residuals.</param>
public sealed class MaskedReconstruction(JointEncoder encoder, LinearUnits units, PretrainingConfig config)
{
    /// <summary>Mean Huber loss over hidden values that were seen; a scalar.</summary>
    /// <param name="batch">The windows.</param>
    /// <param name="hidden">1 where a cell is to be predicted, <c>[window, patch, signal]</c>.</param>
    /// <param name="dropped">1 where a cell is taken away and not asked for, <c>[window, patch, signal]</c>.</param>
    /// <param name="total">
    /// What the sum of losses is divided by, a scalar: <see cref="Asked"/> of the whole batch when these windows are a part of it, so that
    /// the parts' losses sum to the batch's. Null divides by that of these windows.
    /// </param>
    public Tensor Loss(EncoderBatch batch, Tensor hidden, Tensor dropped, Tensor? total = null)
    {
        var hidden_BTS = OverRows(hidden);
        var kept_BTS = batch.Presence * (1 - OverRows(dropped));
        var output = encoder.call(new EncoderInput(batch.Values, kept_BTS * (1 - hidden_BTS), batch.Entity));
        var asked_BTS = kept_BTS * hidden_BTS;
        var target_BTS = units.Targets(batch.Values, config.TargetLimit);
        var loss_BTS = nn.functional.huber_loss(output.Reconstruction, target_BTS, config.HuberDelta, nn.Reduction.None);
        return (loss_BTS * asked_BTS).sum() / (total ?? asked_BTS.sum()).clamp_min(1);
    }

    /// <summary>Hidden values that were seen: what a loss is the mean over; a scalar.</summary>
    public Tensor Asked(EncoderBatch batch, Tensor hidden, Tensor dropped) =>
        (batch.Presence * (1 - OverRows(dropped)) * OverRows(hidden)).sum();

    /// <summary>A cell mask <c>[window, patch, signal]</c> over the rows of its patches, <c>[window, time, signal]</c>.</summary>
    public Tensor OverRows(Tensor cells) =>
        cells.unsqueeze(2).expand(-1, -1, encoder.Layout.PatchLength, -1)
            .reshape(cells.shape[0], encoder.Layout.WindowLength, encoder.Layout.NumSignals);
}

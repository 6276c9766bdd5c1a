using Auscult.Learning.Encoding;
using Auscult.Learning.Training.Distributed;
using Auscult.Telemetry.Windowing;
using Auscult.Torch.Distributed;
using static TorchSharp.torch;

namespace Auscult.Learning.Training;

/// <summary>
/// Loss and gradient of a whole batch, which may be cut into parts to save memory and shared by several ranks. The loss is a mean over
/// the values of the whole batch, so neither parts nor ranks change it beyond rounding.
/// </summary>
internal sealed class BatchGradients : IDisposable
{
    private readonly TrainingConfig _config;
    private readonly TrainingRun _run;
    private readonly MaskedReconstruction _objective;
    private readonly MaskSampler _masks;
    private readonly BatchTensors _tensors;
    private readonly GradientReducer? _reducer;

    public BatchGradients(
        JointEncoder encoder, TrainingConfig config, TrainingRun run, MaskedReconstruction objective, MaskSampler masks, BatchTensors tensors)
    {
        (_config, _run, _objective, _masks, _tensors) = (config, run, objective, masks, tensors);
        _reducer = run.Ranks?.Reducer(
            [.. encoder.parameters().Where(parameter => parameter.requires_grad)], config.BucketBytes, findUnused: !config.ActivationCheckpointing);
    }

    /// <summary>Adds the gradient of a batch to the parameters.</summary>
    /// <param name="batch">This rank's windows of it.</param>
    /// <param name="feed">Where they come from.</param>
    /// <param name="decisions">Sums over the ranks.</param>
    /// <returns>The loss, and the number of windows that were not empty places; over all ranks.</returns>
    public (double Loss, int Windows) Of(FeedBatch batch, WindowFeed feed, SharedDecisions decisions)
    {
        var windows = batch.Windows.Count;
        var masks = _masks.Draw(batch.Step, feed.BatchWindows);
        var part = (windows + _config.GradientAccumulation - 1) / _config.GradientAccumulation;
        var total = part < feed.BatchWindows ? Asked(batch, masks, feed) : null;
        var losses = new List<Tensor>();
        for (var first = 0; first < windows; first += part)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(part, windows - first);
            var (input, hidden, dropped) = _tensors.Of(batch.Windows, masks, _run.Train, first, count, feed.FirstWindow + first);
            var loss = _objective.Loss(input, hidden, dropped, total);
            Backward(loss, isLast: first + part >= windows);
            losses.Add(loss.detach().MoveToOuterDisposeScope());
        }
        var shown = windows - batch.Windows.Windows.Count(WindowIndex.NoWindow);
        feed.TakeAhead();
        // Reading a loss waits for the device, so all are read at the end.
        var sums = decisions.Sum(losses.Sum(loss => (double)loss.item<float>()), shown);
        return (sums[0], (int)sums[1]);
    }

    /// <inheritdoc/>
    public void Dispose() => _reducer?.Dispose();

    /// <summary>What the loss of the batch is the mean over, the parts of other ranks included; a scalar.</summary>
    private Tensor Asked(FeedBatch batch, CellMasks masks, WindowFeed feed)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var (input, hidden, dropped) = _tensors.Of(batch.Windows, masks, _run.Train, 0, batch.Windows.Count, feed.FirstWindow);
        var asked = _objective.Asked(input, hidden, dropped);
        _run.Ranks?.Sum(asked);
        return asked.MoveToOuterDisposeScope();
    }

    /// <summary>Adds the gradient of a part's loss; with the last part the gradients of all ranks come together.</summary>
    private void Backward(Tensor loss, bool isLast)
    {
        if (_run.Ranks is not { } ranks)
        {
            loss.backward();
            return;
        }
        // The reducer gives the mean over the ranks; what is wanted is the sum.
        var scaled = loss * ranks.Size;
        ranks.Guarded(() =>
        {
            if (isLast)
                _reducer!.Prepare(scaled);
            scaled.backward();
        });
    }
}

using Auscult.Learning.Encoding;
using Auscult.Telemetry.Windowing;
using static TorchSharp.torch;

namespace Auscult.Learning.Training;

/// <summary>The loss over validation windows, under masks that never change.</summary>
internal sealed class EncoderValidation(
    JointEncoder encoder, MaskedReconstruction objective, BatchTensors tensors, MaskSampler masks, TrainingRun run)
{
    /// <summary>Mean loss over evenly spaced windows of <paramref name="source"/>.</summary>
    public double Loss(IWindowSource source, TrainingConfig config)
    {
        encoder.eval();
        using var frozen = no_grad();
        var count = Math.Min(source.Count, Math.Max(1, config.EvaluationWindows));
        var windows = Enumerable.Range(0, count).Select(i => (int)((long)i * source.Count / count)).ToArray();
        var batchSize = Math.Min(config.BatchSize, count);
        // Ranks take batches in turn.
        var (rank, size) = (run.Ranks?.Rank ?? 0, run.Ranks?.Size ?? 1);
        using var loader = TensorBatch.Loader(
            source, new FixedSampler([.. windows.Where((_, i) => i / batchSize % size == rank)]),
            new WindowLoaderConfig { BatchSize = batchSize, NumWorkers = run.NumLoaderWorkers, NumEpochs = 1 }, run.Device.Device);
        var sum = 0.0;
        for (var first = rank * batchSize; loader.Next() is { } batch; first += size * batchSize)
        {
            using var scope = NewDisposeScope();
            var (input, hidden, dropped) = tensors.Of(batch, masks.Draw(-1 - first, batch.Count), source, 0, batch.Count);
            sum += objective.Loss(input, hidden, dropped).item<float>() * batch.Count;
        }
        return (run.Ranks?.Sum(sum)[0] ?? sum) / count;
    }
}

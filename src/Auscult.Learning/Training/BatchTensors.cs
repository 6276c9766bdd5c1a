using Auscult.Learning.Encoding;
using Auscult.Telemetry.Windowing;
using static TorchSharp.torch;

// B windows, T time, S signals, N patches
namespace Auscult.Learning.Training;

/// <summary>Makes tensors of batches in managed memory.</summary>
internal sealed class BatchTensors(JointEncoder encoder, ComputeDevice compute)
{
    /// <summary>Windows <paramref name="first"/> to <c>first + count - 1</c> of a batch, with their masks.</summary>
    public (EncoderBatch Input, Tensor Hidden, Tensor Dropped) Of(
        WindowBatch batch, CellMasks masks, IWindowSource source, int first, int count)
    {
        var layout = encoder.Layout;
        long[] shape_BTS = [count, layout.WindowLength, layout.NumSignals];
        long[] shape_BNS = [count, layout.NumPatches, layout.NumSignals];
        var input = new EncoderBatch(
            Slice(batch.Values.Span, first, shape_BTS), Slice(batch.Presence.Span, first, shape_BTS),
            Entities(source, batch.Windows.Slice(first, count)));
        return (input, Slice(masks.Hidden, first, shape_BNS), Slice(masks.Dropped, first, shape_BNS));
    }

    /// <summary>Positions of the windows' entities; 0 for those beyond the encoder's table.</summary>
    private Tensor? Entities(IWindowSource source, ReadOnlySpan<int> windows)
    {
        if (encoder.Config.NumEntities == 0)
            return null;
        var positions = new long[windows.Length];
        for (var i = 0; i < positions.Length; i++)
            positions[i] = encoder.EntityPosition(source.EntityOf(windows[i]));
        return tensor(positions, device: compute.Device);
    }

    private Tensor Slice(ReadOnlySpan<float> values, int first, long[] shape)
    {
        var size = (int)(shape[1] * shape[2]);
        return tensor(values.Slice(first * size, (int)shape[0] * size).ToArray(), shape, device: compute.Device);
    }
}

/// <summary>The loss over validation windows, under masks that never change.</summary>
internal sealed class EncoderValidation(
    JointEncoder encoder, MaskedReconstruction objective, BatchTensors tensors, MaskSampler masks)
{
    /// <summary>Mean loss over evenly spaced windows of <paramref name="source"/>.</summary>
    public double Loss(IWindowSource source, TrainingConfig config)
    {
        encoder.eval();
        using var frozen = no_grad();
        var count = Math.Min(source.Count, Math.Max(1, config.EvaluationWindows));
        var windows = Enumerable.Range(0, count).Select(i => (int)((long)i * source.Count / count)).ToArray();
        var batch = new WindowBatch(Math.Min(config.BatchSize, count), source.Length, source.SignalCount);
        var sum = 0.0;
        for (var first = 0; first < count; first += batch.Capacity)
        {
            using var scope = NewDisposeScope();
            var size = Math.Min(batch.Capacity, count - first);
            source.Fill(windows.AsSpan(first, size), batch);
            var (input, hidden, dropped) = tensors.Of(batch, masks.Draw(-1 - first, size), source, 0, size);
            sum += objective.Loss(input, hidden, dropped).item<float>() * size;
        }
        return sum / count;
    }
}

using Auscult.Learning.Encoding;
using Auscult.Telemetry.Windowing;
using static TorchSharp.torch;

// B windows, T time, S signals, N patches
namespace Auscult.Learning.Training;

/// <summary>Makes the tensors of a step.</summary>
internal sealed class BatchTensors(JointEncoder encoder, ComputeDevice compute)
{
    /// <summary>
    /// Windows <paramref name="first"/> to <c>first + count - 1</c> of a batch, with their masks, which begin at
    /// <paramref name="firstMask"/>.
    /// </summary>
    public (EncoderBatch Input, Tensor Hidden, Tensor Dropped) Of(
        TensorBatch batch, CellMasks masks, IWindowSource source, int first, int count, int? firstMask = null)
    {
        long[] shape_BNS = [count, encoder.Layout.NumPatches, encoder.Layout.NumSignals];
        var (values_BTS, presence_BTS) = batch.On(compute.Device, first, count);
        var input = new EncoderBatch(values_BTS, presence_BTS, Entities(source, batch.Windows.Slice(first, count)));
        var mask = firstMask ?? first;
        return (input, Slice(masks.Hidden, mask, shape_BNS), Slice(masks.Dropped, mask, shape_BNS));
    }

    /// <summary>Positions of the windows' entities; 0 for those beyond the encoder's table and for empty places.</summary>
    private Tensor? Entities(IWindowSource source, ReadOnlySpan<int> windows)
    {
        if (encoder.Config.NumEntities == 0)
            return null;
        var positions = new long[windows.Length];
        for (var i = 0; i < positions.Length; i++)
            positions[i] = windows[i] == WindowIndex.NoWindow ? 0 : encoder.EntityPosition(source.EntityOf(windows[i]));
        return tensor(positions, device: compute.Device);
    }

    private Tensor Slice(ReadOnlySpan<float> values, int first, long[] shape)
    {
        var size = (int)(shape[1] * shape[2]);
        return tensor(values.Slice(first * size, (int)shape[0] * size).ToArray(), shape, device: compute.Device);
    }
}

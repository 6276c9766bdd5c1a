using Auscult.Telemetry.Windowing;
using Auscult.Torch;
using TorchSharp;
using static TorchSharp.torch;

// B windows, T time, S signals
namespace Auscult.Learning.Training;

/// <summary>
/// A batch whose memory is that of two tensors in host memory: on CPU the network reads it in place, for a CUDA device it is page-locked
/// and copied from there.
/// </summary>
public sealed class TensorBatch : WindowBatch, IDisposable
{
    private readonly Tensor _values_BTS;
    private readonly Tensor _presence_BTS;
    private (Tensor Values_BTS, Tensor Presence_BTS)? _sent;

    private TensorBatch(
        int capacity, int length, int signals, (Tensor Tensor, Memory<float> Memory) values, (Tensor Tensor, Memory<float> Memory) presence)
        : base(capacity, length, signals, values.Memory, presence.Memory, default) =>
        (_values_BTS, _presence_BTS) = (values.Tensor, presence.Tensor);

    /// <summary>A batch for windows of a source.</summary>
    /// <param name="capacity">Largest number of windows.</param>
    /// <param name="source">Gives the shape of a window.</param>
    /// <param name="device">Where the network computes.</param>
    public static TensorBatch For(int capacity, IWindowSource source, Device device)
    {
        long[] shape_BTS = [capacity, source.Length, source.SignalCount];
        var pageLocked = device.type == DeviceType.CUDA;
        return new TensorBatch(
            capacity, source.Length, source.SignalCount,
            TensorMemory.Allocate(shape_BTS, pageLocked), TensorMemory.Allocate(shape_BTS, pageLocked));
    }

    /// <summary>A loader of such batches.</summary>
    public static WindowLoader<TensorBatch> Loader(
        IWindowSource source, IWindowSampler sampler, WindowLoaderConfig config, Device device, long firstBatch = 0,
        CancellationToken stop = default) => new(source, sampler, config, capacity => For(capacity, source, device), firstBatch, stop);

    /// <summary>Begins to copy the whole batch to a device, beside what it computes; <see cref="On"/> then gives the copy.</summary>
    public void Send(Device device)
    {
        ForgetSent();
        _sent = (DeviceCopies.Send(_values_BTS, device).DetachFromDisposeScope(), DeviceCopies.Send(_presence_BTS, device).DetachFromDisposeScope());
    }

    /// <summary>Frees the copy that was sent, once what uses it has been started.</summary>
    public void ForgetSent()
    {
        _sent?.Values_BTS.Dispose();
        _sent?.Presence_BTS.Dispose();
        _sent = null;
    }

    /// <summary>
    /// Values and presence of some windows on a device: views of this batch on CPU, valid until it is filled anew; copies elsewhere.
    /// </summary>
    /// <param name="first">First window.</param>
    /// <param name="count">Number of windows.</param>
    /// <param name="device">Where the tensors are to be.</param>
    public (Tensor Values_BTS, Tensor Presence_BTS) On(Device device, int first, int count)
    {
        if (_sent is var (values_BTS, presence_BTS))
        {
            DeviceCopies.Receive(values_BTS);
            DeviceCopies.Receive(presence_BTS);
            return (values_BTS.narrow(0, first, count), presence_BTS.narrow(0, first, count));
        }
        return (Part(_values_BTS), Part(_presence_BTS));

        Tensor Part(Tensor whole_BTS)
        {
            var part_BTS = whole_BTS.narrow(0, first, count);
            return device.type == DeviceType.CPU ? part_BTS : part_BTS.to(device, non_blocking: true);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ForgetSent();
        _values_BTS.Dispose();
        _presence_BTS.Dispose();
    }
}

using TorchSharp;
using static TorchSharp.torch;

namespace Auscult.Torch;

/// <summary>
/// Copies to a device that run beside what it computes: a stream of their own reads page-locked host memory, and the computing stream waits
/// for them only where they are used. Where host memory is the device's, a copy is simply made.
/// </summary>
public static class DeviceCopies
{
    /// <summary>Begins a copy. The source must not change before <see cref="AwaitSent"/>.</summary>
    /// <param name="source">In page-locked host memory.</param>
    /// <param name="device">Where it goes.</param>
    public static Tensor Send(Tensor source, Device device) =>
        device.type == DeviceType.CUDA ? Engine.Send(source, Math.Max(0, device.index)) : source.clone();

    /// <summary>Makes what is computed from now on wait for a copy that was sent.</summary>
    public static void Receive(Tensor copy)
    {
        if (copy.device_type == DeviceType.CUDA)
            Engine.Receive(copy);
    }

    /// <summary>Waits until all copies to a device have read their sources.</summary>
    public static void AwaitSent(Device device)
    {
        if (device.type == DeviceType.CUDA)
            Engine.AwaitSent(Math.Max(0, device.index));
    }
}

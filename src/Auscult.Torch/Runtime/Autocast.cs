using TorchSharp;
using static TorchSharp.torch;

namespace Auscult.Torch;

/// <summary>
/// Runs matrix products in a narrower type while it is open on this thread, and what needs precision in float32. The backward pass
/// belongs outside.
/// </summary>
public sealed class Autocast : IDisposable
{
    private readonly DeviceType _device;
    private readonly bool _previous;
    private readonly ScalarType _previousType;
    private bool _open = true;

    private Autocast(DeviceType device, ScalarType dtype)
    {
        _device = device;
        _previous = Engine.AutocastEnabled(device);
        _previousType = Engine.AutocastType(device);
        Engine.SetAutocast(device, true, dtype);
        Engine.NestAutocast(1);
    }

    /// <summary>Opens a region.</summary>
    /// <param name="device">Whose operators are affected.</param>
    /// <param name="dtype">The narrower type.</param>
    /// <exception cref="NotSupportedException">The engine has no autocast; see <see cref="Capabilities.Autocast"/>.</exception>
    public static Autocast Enter(DeviceType device, ScalarType dtype = ScalarType.BFloat16)
    {
        Capabilities.Require(Capabilities.Autocast, "autocast", "the libtorch provider (TORCH_PROVIDER=libtorch)");
        return new Autocast(device, dtype);
    }

    public void Dispose()
    {
        if (!_open)
            return;
        _open = false;
        // Narrowed copies of weights are cached for the outermost region only.
        if (Engine.NestAutocast(-1) == 0)
            Engine.ClearAutocastCache();
        Engine.SetAutocast(_device, _previous, _previousType);
    }
}

using static Auscult.Torch.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Version of libtorch.</summary>
    public static string __version__ => Text(at_version());
}

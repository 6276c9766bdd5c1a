using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Auscult.Torch.Interop;

// libtorch's own file format.
internal static unsafe partial class Native
{
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int at_save(Tensor self, string path);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial Tensor at_load(string path);
}

using Auscult.Foundation;
using static Auscult.Torch.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Writes a tensor in libtorch's own format; the file appears whole or not at all.</summary>
    public static void save(Tensor t, string location) => t.save(location);

    /// <summary>Reads a tensor that <see cref="save"/> wrote.</summary>
    /// <exception cref="System.Runtime.InteropServices.ExternalException">No such file, or not such a file.</exception>
    public static Tensor load(string location) => Tensor.load(location);

    public partial class Tensor
    {
        /// <inheritdoc cref="torch.save"/>
        public void save(string location)
        {
            using var file = new AtomicFile.Replacement(location);
            Check(at_save(this, file.TemporaryPath));
            file.Commit();
        }

        /// <inheritdoc cref="torch.load"/>
        public static Tensor load(string location) => at_load(location);
    }
}

using System.Text.RegularExpressions;
using Auscult.Torch;
using TorchSharp;

namespace Auscult.Cli.Diagnostics;

/// <summary>Loads the tensor engine and looks at what came with it; never throws.</summary>
internal static partial class TensorEngineProbe
{
    /// <summary>The engine, the threads a training would get, and how many CUDA devices it can use.</summary>
    public static (TensorEngine Engine, ThreadSettings? Threads, int CudaDevices) Run()
    {
        var provider = TorchRuntime.Provider;
        try
        {
            using (var probe = torch.ones(1))
                _ = probe.numel();
            var engine = new TensorEngine(
                provider, Loaded: true, TorchRuntime.LibtorchVersion, LoadedLibrary("libtorch_cpu"),
                LoadedLibrary("libblas", "libopenblas", "libmkl_rt", "libblis"), Error: null);
            return (engine, ThreadSettings.Apply(), TorchRuntime.Devices.Count - 1);
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException or EntryPointNotFoundException or BadImageFormatException or NotSupportedException)
        {
            var cause = e is TypeInitializationException { InnerException: { } inner } ? inner : e;
            return (new TensorEngine(provider, Loaded: false, null, null, null, cause.Message.ReplaceLineEndings(" ").TrimEnd('.')), null, 0);
        }
    }

    /// <summary>
    /// Whether <paramref name="blas"/> is the plain Fortran-style reference library, tens of times slower than an optimised one.
    /// </summary>
    public static bool IsReferenceBlas(string? blas) =>
        blas is not null && Path.GetFileName(blas).StartsWith("libblas", StringComparison.Ordinal)
        && !OptimisedPattern().IsMatch(blas);

    private static string? LoadedLibrary(params string[] names) => File.ReadLines("/proc/self/maps")
        .Select(line => line.IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash ? line[slash..] : "")
        .FirstOrDefault(path => names.Any(name => Path.GetFileName(path).StartsWith(name, StringComparison.Ordinal)));

    [GeneratedRegex("openblas|mkl|blis|atlas", RegexOptions.IgnoreCase)]
    private static partial Regex OptimisedPattern();
}

using System.Text.RegularExpressions;
using TorchSharp;

namespace Auscult.Cli.Diagnostics;

/// <summary>Loads the tensor engine and looks at what came with it; never throws.</summary>
internal static partial class TensorEngineProbe
{
    /// <summary>The engine, its operator threads and its CUDA devices.</summary>
    public static (TensorEngine Engine, int? Threads, int CudaDevices) Run()
    {
        var provider = typeof(torch).Assembly.GetName().Name == "TorchSharp" ? "TorchSharp" : "libtorch";
        try
        {
            using (var probe = torch.ones(1))
                _ = probe.numel();
            var cuda = torch.cuda.is_available() ? torch.cuda.device_count() : 0;
            var library = LoadedLibrary("libtorch_cpu");
            var engine = new TensorEngine(provider, Loaded: true, VersionOf(library), library, LoadedLibrary("libblas", "libopenblas", "libmkl_rt", "libblis"), Error: null);
            return (engine, torch.get_num_threads(), cuda);
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException or EntryPointNotFoundException or BadImageFormatException or NotSupportedException)
        {
            var cause = e is TypeInitializationException { InnerException: { } inner } ? inner : e;
            return (new TensorEngine(provider, Loaded: false, null, null, null, cause.Message.ReplaceLineEndings(" ")), null, 0);
        }
    }

    /// <summary>Whether <paramref name="blas"/> is the plain Fortran-style reference library, tens of times slower than an optimised one.</summary>
    public static bool IsReferenceBlas(string? blas) =>
        blas is not null && Path.GetFileName(blas).StartsWith("libblas", StringComparison.Ordinal)
        && !OptimisedPattern().IsMatch(blas);

    private static string? LoadedLibrary(params string[] names) => File.ReadLines("/proc/self/maps")
        .Select(line => line.IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash ? line[slash..] : "")
        .FirstOrDefault(path => names.Any(name => Path.GetFileName(path).StartsWith(name, StringComparison.Ordinal)));

    // Debian writes the version into the file's name, PyTorch's archives into build-version, packages into a folder's name.
    private static string? VersionOf(string? library)
    {
        if (library is null)
            return null;
        var archive = Path.Combine(Path.GetDirectoryName(library)!, "..", "build-version");
        var text = File.Exists(archive) ? File.ReadAllText(archive) : library;
        return VersionPattern().Matches(text) is [.., var last] ? last.Value : null;
    }

    [GeneratedRegex("openblas|mkl|blis|atlas", RegexOptions.IgnoreCase)]
    private static partial Regex OptimisedPattern();

    [GeneratedRegex(@"\d+\.\d+(\.\d+)*(\+\w+)?", RegexOptions.ExplicitCapture)]
    private static partial Regex VersionPattern();
}

using System.Text.RegularExpressions;
using TorchSharp;

namespace Auscult.Torch;

/// <summary>Which tensor engine is running, on what, and with which settings.</summary>
public static partial class TorchRuntime
{
    /// <summary><c>libtorch</c> (this repository's binding) or <c>TorchSharp</c> (the packages); chosen at build time.</summary>
    public static string Provider => Engine.Name;

    /// <summary>Version of libtorch, for example <c>1.13.0</c>.</summary>
    public static string LibtorchVersion => torch.__version__;

    /// <summary>How libtorch was built, as it describes itself; empty where the provider does not tell.</summary>
    public static string BuildConfiguration => Engine.BuildConfiguration;

    /// <summary>The matrix library that libtorch was built for (<c>open</c>, <c>mkl</c>, ...), or <c>unknown</c>.</summary>
    public static string Blas
    {
        get
        {
            var match = BlasPattern().Match(BuildConfiguration);
            return match.Success ? match.Groups["name"].Value : "unknown";
        }
    }

    /// <summary>Libtorch's own account of its threads, its OpenMP and the environment they read; empty where it is not told.</summary>
    public static string ParallelInformation => Engine.ParallelInformation;

    /// <summary>The devices that can be used: <c>cpu</c>, then <c>cuda:0</c> and so on.</summary>
    public static IReadOnlyList<string> Devices =>
        ["cpu", .. Enumerable.Range(0, torch.cuda.is_available() ? torch.cuda.device_count() : 0).Select(index => $"cuda:{index}")];

    [GeneratedRegex("BLAS_INFO=(?<name>[A-Za-z0-9_-]+)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex BlasPattern();
}

using System.Reflection;
using System.Runtime.InteropServices;

namespace Auscult.Torch.Interop;

/// <summary>
/// Finds libauscult_torch.so: <c>AUSCULT_TORCH_NATIVE</c> (a file or its folder), then the application's folder, then
/// <c>artifacts/native</c> of the repository the application was built in.
/// </summary>
internal static class NativeLocator
{
    private const string FileName = "libauscult_torch.so";

    public static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (!string.Equals(name, "auscult_torch", StringComparison.Ordinal))
            return IntPtr.Zero;
        var tried = Candidates().ToList();
        var path = tried.Find(File.Exists) ?? throw new DllNotFoundException(Missing(tried));
        NativeEnvironment.Prepare();
        try
        {
            return NativeLibrary.Load(path);
        }
        catch (DllNotFoundException error)
        {
            throw new DllNotFoundException(Unloadable(path, error), error);
        }
    }

    private static IEnumerable<string> Candidates()
    {
        var named = Environment.GetEnvironmentVariable("AUSCULT_TORCH_NATIVE");
        if (!string.IsNullOrEmpty(named))
            yield return Directory.Exists(named) ? Path.Combine(named, FileName) : named;
        yield return Path.Combine(AppContext.BaseDirectory, FileName);
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Research.sln")))
                yield return Path.Combine(folder.FullName, "artifacts", "native", FileName);
        }
    }

    private static string Missing(IEnumerable<string> tried) =>
        $"The tensor engine's native half, {FileName}, is missing (looked at {string.Join(", ", tried)}). "
        + "Build it with `make setup`, which installs Debian's libtorch-dev, or with `LIBTORCH=/path/to/libtorch make setup` "
        + "for a libtorch that is already on this machine.";

    private static string Unloadable(string path, Exception error) =>
        $"{path} was found but cannot be loaded: {error.Message.Split('\n').FirstOrDefault(line => line.Contains(".so",
            StringComparison.Ordinal))?.Trim() ?? error.Message}. "
        + "The libtorch it was built against has moved or changed; rebuild it with `make setup` "
        + "(or `LIBTORCH=/path/to/libtorch make setup`).";
}

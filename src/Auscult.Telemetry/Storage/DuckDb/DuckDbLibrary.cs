using System.Reflection;
using System.Runtime.InteropServices;
using Auscult.Foundation;

namespace Auscult.Telemetry.Storage.DuckDb;

/// <summary>Finds DuckDB's C library: <c>LIBDUCKDB</c>, then beside the program, then <c>artifacts/duckdb</c> of the checkout, then the system.</summary>
public static class DuckDbLibrary
{
    internal const string Name = "duckdb";
    private const string FileName = "libduckdb.so";
    private const string Variable = "LIBDUCKDB";
    private static readonly Lazy<nint> Handle = new(Load);

    /// <summary>The file that is used, or null when the loader of the operating system finds it by name, or nothing does.</summary>
    public static string? Location { get; } = SuppliedFile.Find(Variable, Name, FileName);

    /// <summary>Version of the loaded library, e.g. <c>v1.5.6</c>.</summary>
    /// <exception cref="InputException">The library is missing or broken; says what to type.</exception>
    public static string Version => Marshal.PtrToStringUTF8(NativeMethods.LibraryVersion()) ?? "unknown";

    internal static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath) =>
        string.Equals(name, Name, StringComparison.Ordinal) ? Handle.Value : 0;

    private static nint Load()
    {
        if (NativeLibrary.TryLoad(Location ?? FileName, out var handle))
            return handle;
        throw new InputException(
            Location switch
            {
                null => $"DuckDB's library {FileName} is missing",
                var path when !File.Exists(path) => "no such file",
                _ => "not a loadable DuckDB library",
            },
            Location,
            remedy: $"run 'make setup', or set {Variable} to an existing {FileName}");
    }
}

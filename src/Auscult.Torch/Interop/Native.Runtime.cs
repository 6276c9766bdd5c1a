using System.Runtime.InteropServices;

namespace Auscult.Torch.Interop;

// Errors, versions, threads and switches.
internal static unsafe partial class Native
{
    [LibraryImport(Library)]
    internal static partial IntPtr at_last_error();

    [LibraryImport(Library)]
    internal static partial IntPtr at_version();

    [LibraryImport(Library)]
    internal static partial IntPtr at_show_config();

    [LibraryImport(Library)]
    internal static partial IntPtr at_parallel_info();

    [LibraryImport(Library)]
    internal static partial int at_get_num_threads();

    [LibraryImport(Library)]
    internal static partial int at_get_num_interop_threads();

    [LibraryImport(Library)]
    internal static partial int at_set_num_threads(int threads);

    [LibraryImport(Library)]
    internal static partial int at_set_num_interop_threads(int threads);

    [LibraryImport(Library)]
    [return: MarshalAs(U1)]
    internal static partial bool at_deterministic();

    [LibraryImport(Library)]
    internal static partial int at_set_deterministic([MarshalAs(U1)] bool enabled, [MarshalAs(U1)] bool warnOnly);

    [LibraryImport(Library)]
    internal static partial int at_set_flush_denormal([MarshalAs(U1)] bool enabled);

    [LibraryImport(Library)]
    [return: MarshalAs(U1)]
    internal static partial bool at_autocast_enabled(int deviceType);

    [LibraryImport(Library)]
    internal static partial int at_set_autocast(int deviceType, [MarshalAs(U1)] bool enabled, int dtype);

    [LibraryImport(Library)]
    internal static partial int at_autocast_nesting(int change);

    [LibraryImport(Library)]
    internal static partial void at_autocast_clear_cache();

    [LibraryImport(Library)]
    internal static partial int at_autocast_dtype(int deviceType);
}

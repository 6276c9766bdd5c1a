using System.Runtime.InteropServices;

namespace Auscult.Torch.Interop;

/// <summary>
/// What libtorch's own libraries read from the environment while they are loaded. .NET keeps a copy of the environment, which native
/// code does not see, so it is set through the C library, before the load and never against the user's own setting.
/// </summary>
internal static partial class NativeEnvironment
{
    // Each stops idle OpenMP threads from spinning, in GNU's and Intel's OpenMP.
    private static readonly (string Name, string Value)[] WaitPolicies =
        [("OMP_WAIT_POLICY", "passive"), ("GOMP_SPINCOUNT", "0"), ("KMP_BLOCKTIME", "0")];

    /// <summary>What makes idle OpenMP threads sleep, for example <c>OMP_WAIT_POLICY=passive</c>; empty when they spin.</summary>
    public static string WaitPolicy { get; private set; } = string.Empty;

    public static void Prepare()
    {
        // Debian 13's libtorch brings UCX, which would catch the signal that .NET turns into a NullReferenceException, and end the process.
        _ = SetVariable("UCX_ERROR_SIGNALS", string.Empty, 0);
        var chosen = Array.Exists(WaitPolicies, policy => Variable(policy.Name) is not null);
        if (!chosen && !IsOpenMPLoaded())
            _ = SetVariable("OMP_WAIT_POLICY", "passive", 0);
        var passive = Array.Find(
            WaitPolicies, policy => string.Equals(Variable(policy.Name), policy.Value, StringComparison.OrdinalIgnoreCase));
        WaitPolicy = passive.Name is null ? string.Empty : $"{passive.Name}={passive.Value}";
    }

    private static bool IsOpenMPLoaded() =>
        File.Exists("/proc/self/maps")
        && File.ReadLines("/proc/self/maps").Any(line => line.Contains("/libgomp", StringComparison.Ordinal));

    private static string? Variable(string name) => Marshal.PtrToStringUTF8(GetVariable(name));

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "getenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial IntPtr GetVariable(string name);
}

using System.Globalization;

namespace Auscult.Cli.Diagnostics;

/// <summary>Looks at the machine through <c>/proc</c>; what cannot be read is left out.</summary>
internal static class MachineProbe
{
    /// <summary>
    /// The processor, and every NVIDIA GPU that the driver lists or the engine sees; the first <paramref name="usableGpus"/> can compute.
    /// </summary>
    public static IReadOnlyList<ComputeDevice> Devices(int usableGpus)
    {
        var model = Field("/proc/cpuinfo", "model name") ?? Field("/proc/cpuinfo", "CPU part") ?? "unknown";
        var memory = Field("/proc/meminfo", "MemTotal")?.Split(' ')[0] is { } text
            && double.TryParse(text, CultureInfo.InvariantCulture, out var kibibytes)
            ? $", {kibibytes * 1024 / 1e9:0.0} GB" : "";
        var devices = new List<ComputeDevice> { new("cpu", model, $"{Environment.ProcessorCount} processors{memory}", Usable: true) };
        const string driver = "/proc/driver/nvidia/gpus";
        var listed = Directory.Exists(driver) ? Directory.GetDirectories(driver).Order(StringComparer.Ordinal).ToArray() : [];
        foreach (var (index, gpu) in listed.Index())
            devices.Add(new($"cuda:{index}", Field(Path.Combine(gpu, "information"), "Model") ?? "NVIDIA GPU", Path.GetFileName(gpu), index < usableGpus));
        // Some virtual machines and sandboxes hide the driver's list.
        for (var index = listed.Length; index < usableGpus; index++)
            devices.Add(new($"cuda:{index}", "NVIDIA GPU", "not listed by the driver", Usable: true));
        return devices;
    }

    /// <summary>The operating system's name and version.</summary>
    public static string OperatingSystem() =>
        Field("/etc/os-release", "PRETTY_NAME", '=')?.Trim('"') is { } name
            ? $"{name}, {Environment.OSVersion.VersionString}"
            : Environment.OSVersion.VersionString;

    /// <summary>Free space on the disk of the nearest existing parent of <paramref name="folder"/>.</summary>
    public static DiskSpace? Space(string folder)
    {
        var existing = Path.GetFullPath(folder);
        while (!Directory.Exists(existing) && Path.GetDirectoryName(existing) is { } parent)
            existing = parent;
        try
        {
            return new DiskSpace(Path.GetFullPath(folder), Math.Round(new DriveInfo(existing).AvailableFreeSpace / 1e9, 1));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>
    /// The environment this process was started with. The C library's OpenMP read these; what .NET changed later it never saw.
    /// </summary>
    public static IReadOnlyDictionary<string, string> StartEnvironment()
    {
        try
        {
            return File.ReadAllText("/proc/self/environ").Split('\0', StringSplitOptions.RemoveEmptyEntries)
                .Select(entry => entry.Split('=', 2)).Where(pair => pair.Length == 2)
                .GroupBy(pair => pair[0], StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First()[1], StringComparer.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Dictionary<string, string>(StringComparer.Ordinal);
        }
    }

    private static string? Field(string path, string name, char separator = ':')
    {
        try
        {
            return File.ReadLines(path).Select(line => line.Split(separator, 2))
                .FirstOrDefault(pair => pair.Length == 2 && pair[0].Trim() == name)?[1].Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

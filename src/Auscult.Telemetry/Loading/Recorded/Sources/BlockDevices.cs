namespace Auscult.Telemetry.Loading.Recorded.Sources;

/// <summary>Which block devices are disks of their own.</summary>
/// <param name="root">Folder that holds <c>sys</c>.</param>
internal sealed class BlockDevices(string root)
{
    private static readonly string[] NoDisks = ["loop", "ram", "zram", "sr", "fd", "nbd", "dm-", "md"];
    private readonly Dictionary<string, bool> _isDisk = [];

    /// <summary>
    /// True for whole disks. Partitions and stacked devices (device mapper, software RAID) would count the same bytes twice; loop,
    /// memory and removable devices say nothing about storage.
    /// </summary>
    public bool IsDisk(string device)
    {
        if (!_isDisk.TryGetValue(device, out var known))
        {
            known = !NoDisks.Any(prefix => device.StartsWith(prefix, StringComparison.Ordinal)) && Directory.Exists(Path.Combine(root, "sys/block", device));
            _isDisk.Add(device, known);
        }
        return known;
    }

    /// <summary>The disk that a partition (or the disk itself) belongs to; null when there is none, or more than one below a stacked device.</summary>
    public string? DiskOf(string device)
    {
        if (IsDisk(device))
            return device;
        var link = new DirectoryInfo(Path.Combine(root, "sys/class/block", device));
        var slaves = new DirectoryInfo(Path.Combine(link.FullName, "slaves"));
        if (slaves.Exists && slaves.GetDirectories() is [var only])
            return DiskOf(only.Name);
        return link.LinkTarget is { } target && Path.GetFileName(Path.GetDirectoryName(target)) is { } parent && IsDisk(parent) ? parent : null;
    }
}

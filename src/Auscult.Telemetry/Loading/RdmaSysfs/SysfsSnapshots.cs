using Auscult.Foundation;
using Auscult.Telemetry.Loading.Text;

namespace Auscult.Telemetry.Loading.RdmaSysfs;

/// <summary>One copy of <c>/sys/class/infiniband</c>.</summary>
/// <param name="Folder">The folder with one entry per device.</param>
/// <param name="Node">The node that a folder above it names; null: none does.</param>
/// <param name="Micros">The moment that a folder above it names; null: none does.</param>
internal sealed record SysfsSnapshot(string Folder, string? Node, long? Micros);

/// <summary>Finds the copies in a tree whose folders may be times and nodes: <c>root/n1/2026-03-01T12:00:00Z/class/infiniband/...</c>.</summary>
internal static class SysfsSnapshots
{
    private const int MaxDepth = 3;
    private static readonly string[] Places = ["", "infiniband", "class/infiniband", "sys/class/infiniband"];

    private static readonly string[] TimeNames =
    [
        "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFF", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFK", "yyyy-MM-dd_HH-mm-ss",
        "yyyy-MM-dd'T'HH-mm-ss", "yyyyMMdd'T'HHmmss", "yyyyMMdd'T'HHmmssK", "yyyyMMdd-HHmmss", "yyyyMMdd_HHmmss", "yyyyMMddHHmmss",
    ];

    /// <summary>The copies, in order of node and time.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public static IReadOnlyList<SysfsSnapshot> Find(string root, LocalTime clock)
    {
        if (!Directory.Exists(root))
            throw new InputException("no such folder", root);
        var found = new List<SysfsSnapshot>();
        Search(root, null, null, 0);
        return found.Count > 0
            ? [.. found.OrderBy(copy => copy.Node, StringComparer.Ordinal).ThenBy(copy => copy.Micros)]
            : throw new InputException(
                "there is no InfiniBand tree in it", root, remedy: "expected DEVICE/ports/1/counters, below folders called as times or nodes where there are several copies");

        void Search(string folder, string? node, long? micros, int depth)
        {
            if (Array.Find(Places, place => IsTree(Path.Combine(folder, place))) is { } place)
            {
                found.Add(new SysfsSnapshot(Path.Combine(folder, place), node, micros));
                return;
            }
            if (depth == MaxDepth)
                return;
            foreach (var below in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
            {
                var name = Path.GetFileName(below);
                if (TimeOf(name, clock) is { } moment)
                    Search(below, node, moment, depth + 1);
                else if (!name.StartsWith('.'))
                    Search(below, name, micros, depth + 1);
            }
        }
    }

    private static bool IsTree(string folder) =>
        Directory.Exists(folder) && Directory.EnumerateDirectories(folder).Any(device => Directory.Exists(Path.Combine(device, "ports")));

    private static long? TimeOf(string name, LocalTime clock)
    {
        var micros = clock.Parse(name, TimeNames);
        // 1772366400 or 1772366400.25
        if (micros is null && name.Length >= 10 && name.TrimStart('0', '1', '2', '3', '4', '5', '6', '7', '8', '9') is "" or ['.', ..])
            micros = TimeText.Parse(name, TimeFormat.Seconds);
        return micros is { } moment && TimeText.IsPlausible(moment) ? moment : null;
    }
}

using System.Globalization;
using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.Importing;

namespace Auscult.Telemetry.Loading.RdmaSysfs;

/// <summary>Reads the ports of one copy of <c>/sys/class/infiniband</c> (Linux: Documentation/ABI/stable/sysfs-class-infiniband).</summary>
internal sealed class PortReader(DatasetBuilder builder, SignalResolver resolver, BadRecords bad)
{
    private const int Active = 4;
    private const int MaxFileBytes = 4096;

    // Settings that stand among the counters.
    private static readonly string[] Settings = ["lifespan"];

    /// <summary>Adds a sample of everything in a copy.</summary>
    public void Read(string folder, string node, long micros)
    {
        builder.Entity(node, EntityKind.Node);
        foreach (var device in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            var ports = Path.Combine(device, "ports");
            if (!Directory.Exists(ports))
                continue;
            foreach (var port in Directory.EnumerateDirectories(ports).Order(StringComparer.Ordinal))
            {
                var suffix = Path.GetFileName(port) is var number && number == "1" ? "" : $"_port{number}";
                ReadPort(port, builder.Entity($"{node}/{Path.GetFileName(device)}{suffix}", EntityKind.Nic, node), micros);
            }
        }
    }

    private void ReadPort(string port, Entity nic, long micros)
    {
        foreach (var file in (string[])["state", "phys_state", "rate"])
            ReadState(Path.Combine(port, file), nic, micros);
        foreach (var counters in (string[])["counters", "hw_counters"])
        {
            var folder = Path.Combine(port, counters);
            if (!Directory.Exists(folder))
                continue;
            foreach (var file in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
            {
                var name = Path.GetFileName(file);
                if (Settings.Contains(name, StringComparer.Ordinal) || Text(file) is not { Length: > 0 } text || text.StartsWith("N/A", StringComparison.OrdinalIgnoreCase))
                    continue;
                if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
                    Add(nic, name, count, micros);
                else
                    bad.Report(new InputException($"'{Short(text)}' is not a counter", file, remedy: "leave it out with --skip-bad"));
            }
        }
    }

    // "4: ACTIVE", "5: LinkUp", "400 Gb/sec (4X NDR)"
    private void ReadState(string file, Entity nic, long micros)
    {
        if (Text(file) is not { Length: > 0 } text)
            return;
        var name = Path.GetFileName(file);
        var number = text.AsSpan(0, text.AsSpan().IndexOfAny(':', ' ') is > 0 and var end ? end : text.Length);
        if (!double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            || (name == "rate" && !text.Contains("Gb/sec", StringComparison.Ordinal)))
        {
            bad.Report(new InputException($"'{Short(text)}' is not what a port's {name} looks like", file, remedy: "leave it out with --skip-bad"));
            return;
        }
        Add(nic, $"rdma:{name}", value, micros);
        if (name == "state")
            Add(nic, "rdma_port_active_state", value == Active ? 1 : 0, micros);
    }

    private void Add(Entity nic, string name, double value, long micros)
    {
        var signal = resolver.Resolve(name, unknown => new Signal(unknown, Layer.Network, SignalKind.Counter, "", EntityKind.Nic, Aggregation.Sum));
        builder.Series(nic, signal.Signal, signal.Part).Add(micros, signal.Convert(value));
    }

    // A driver that lacks a counter answers the reading of its file with an error: then there is no value.
    private static string? Text(string file)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1);
            Span<byte> bytes = stackalloc byte[MaxFileBytes];
            return System.Text.Encoding.Latin1.GetString(bytes[..stream.ReadAtLeast(bytes, MaxFileBytes, throwOnEndOfStream: false)]).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string Short(string text) => text.Length <= 40 ? text : $"{text[..40]}...";
}

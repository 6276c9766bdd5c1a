using System.Text;
using Auscult.Telemetry.Domain;

namespace Auscult.Telemetry.Loading.Recorded.Sources;

/// <summary>Work of every disk (<c>/proc/diskstats</c>, fields of the kernel's Documentation/admin-guide/iostats).</summary>
/// <param name="root">Folder that holds <c>proc</c>.</param>
/// <param name="devices">Which devices count.</param>
internal sealed class DiskSource(string root, BlockDevices devices) : IRecordingSource
{
    // A sector of this table is 512 bytes whatever the disk's own sector size.
    private static readonly (string Signal, double Scale)[] Columns =
    [
        ("disk_reads_total", 1), ("", 0), ("disk_read_bytes_total", 512), ("disk_read_seconds_total", 0.001),
        ("disk_writes_total", 1), ("", 0), ("disk_write_bytes_total", 512), ("disk_write_seconds_total", 0.001),
        ("disk_in_flight", 1), ("disk_io_seconds_total", 0.001), ("disk_io_weighted_seconds_total", 0.001),
        ("", 0), ("", 0), ("", 0), ("", 0), ("disk_flushes_total", 1), ("disk_flush_seconds_total", 0.001),
    ];

    private static readonly int[] Signals = [.. Columns.Select(column => column.Signal.Length == 0 ? -1 : RecordedSignals.IndexOf(column.Signal))];

    private readonly ProcFile _file = new(Path.Combine(root, "proc/diskstats"));

    /// <inheritdoc/>
    public void Sample(SampleBatch batch)
    {
        var text = new Fields(_file.Read());
        while (text.NextLine(out var line))
        {
            line.Skip(2);
            if (!line.Next(out var name))
                continue;
            var device = Encoding.ASCII.GetString(name);
            if (!devices.IsDisk(device))
                continue;
            var row = batch.Row(EntityKind.Disk, device);
            for (var i = 0; i < Columns.Length && line.Next(out var field); i++)
            {
                if (Signals[i] >= 0)
                    row.Set(Signals[i], Fields.NumberOf(field) * Columns[i].Scale);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}

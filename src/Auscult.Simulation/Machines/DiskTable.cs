using Auscult.Simulation.Exporting;
using Auscult.Simulation.Planes;

namespace Auscult.Simulation.Machines;

/// <summary>What node_exporter says of a disk.</summary>
internal static class DiskTable
{
    public static IEnumerable<SeriesColumnModel> Columns(DiskState s)
    {
        SeriesColumnModel Counter(string name, Plane rate, double quantum = 1) =>
            new CounterColumn(name, rate) { Quantum = quantum, Alive = s.Alive };
        yield return Counter("disk_reads_total", s.Reads);
        yield return Counter("disk_read_bytes_total", s.ReadBytes, 512);
        yield return Counter("disk_read_seconds_total", s.ReadSeconds, 0.001);
        yield return Counter("disk_writes_total", s.Writes);
        yield return Counter("disk_write_bytes_total", s.WriteBytes, 512);
        yield return Counter("disk_write_seconds_total", s.WriteSeconds, 0.001);
        yield return Counter("disk_flushes_total", s.Flushes);
        yield return Counter("disk_io_seconds_total", s.Busy, 0.001);
        yield return Counter("disk_io_weighted_seconds_total", s.InFlight, 0.001);
        yield return new GaugeColumn("disk_in_flight", s.InFlight) { NoiseRatio = 0.3, Quantum = 1 };
        yield return new GaugeColumn("filesystem_used_bytes", s.Used) { Quantum = 4096 };
    }
}

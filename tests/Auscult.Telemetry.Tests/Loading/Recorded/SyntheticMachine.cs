using Auscult.Telemetry.Loading.Recorded;

namespace Auscult.Telemetry.Tests.Loading.Recorded;

/// <summary>A folder that looks like the root of a Linux machine: two cores, one disk with a partition, two interfaces, two sensors.</summary>
internal sealed class SyntheticMachine : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SyntheticMachine()
    {
        foreach (var (path, text) in Files)
            Write(path, text);
        Directory.CreateDirectory(_folder.At("sys/block/sda"));
        Directory.CreateDirectory(_folder.At("sys/block/loop0"));
    }

    public static IReadOnlyDictionary<string, string> Files { get; } = new Dictionary<string, string>
    {
        ["proc/stat"] = """
            cpu  1000 20 300 4000 50 6 7 8 0 0
            cpu0 600 10 200 1900 30 3 4 5 0 0
            cpu1 400 10 100 2100 20 3 3 3 0 0
            intr 123456 0 0 5
            ctxt 98765
            btime 1700000000
            processes 4321
            procs_running 3
            procs_blocked 1
            softirq 777 0 1

            """,
        ["proc/loadavg"] = "0.52 1.25 1.10 2/95 13006\n",
        ["proc/meminfo"] = """
            MemTotal:       24684092 kB
            MemFree:        1000 kB
            MemAvailable:   2000 kB
            Buffers:          10 kB
            Cached:          990 kB
            AnonPages:       300 kB
            Slab:             40 kB
            Dirty:             5 kB
            Writeback:         6 kB
            Committed_AS:     70 kB
            SwapTotal:       100 kB
            SwapFree:         25 kB
            HugePages_Total:       0

            """,
        ["proc/vmstat"] = """
            pgpgin 10
            pgpgout 20
            pswpin 1
            pswpout 2
            pgalloc_dma 3
            pgalloc_dma32 4
            pgalloc_normal 5
            pgalloc_movable 6
            pgfault 700
            pgmajfault 7
            pgscan_kswapd 80
            pgscan_direct 8
            workingset_refault_file 9
            oom_kill 1

            """,
        ["proc/pressure/cpu"] = "some avg10=2.65 avg60=1.45 avg300=2.35 total=2500000\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n",
        ["proc/pressure/memory"] = "some avg10=0.00 avg60=0.00 avg300=0.00 total=1000\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=500\n",
        ["proc/pressure/io"] = "some avg10=0.00 avg60=0.00 avg300=0.00 total=3000000\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=1000000\n",
        ["proc/net/dev"] = """
            Inter-|   Receive                                                |  Transmit
             face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
                lo:    3193      29    0    0    0     0          0         0     3193      29    0    0    0     0       0          0
              ifb0:       0       0    0    0    0     0          0         0        0       0    0    0    0     0       0          0
              eth0:7000     60    5    4    3     2          1         0     800     70    6    5    0     0       0          0

            """,
        ["proc/net/snmp"] = """
            Ip: Forwarding DefaultTTL
            Ip: 1 64
            Tcp: RtoAlgorithm RtoMin RtoMax MaxConn ActiveOpens PassiveOpens AttemptFails EstabResets CurrEstab InSegs OutSegs RetransSegs InErrs OutRsts InCsumErrors
            Tcp: 1 200 120000 -1 35 2 1 3 4 16305 11029 17 5 48 0

            """,
        ["proc/net/netstat"] = """
            TcpExt: ListenOverflows ListenDrops TCPTimeouts TCPLossProbes TCPFastRetrans TCPLostRetransmit TCPOFOQueue TCPRcvCollapsed
            TcpExt: 1 2 3 4 5 6 7 8
            IpExt: InNoRoutes
            IpExt: 99

            """,
        ["proc/net/softnet_stat"] = "0000000a 00000001 00000010 00000000\n0000423c 00000002 00000001 00000000\n",
        ["proc/diskstats"] = """
               7       0 loop0 5 0 10 0 0 0 0 0 0 0 0 0 0 0 0 0 0
               8       0 sda 100 8 2000 1500 50 32 400 2500 3 1070 3710 11 40 136 661 9 290
               8       1 sda1 90 8 1000 1500 50 32 400 2500 0 1070 3710 11 40 136 661 9 290

            """,
        ["proc/self/mounts"] = "proc /proc proc rw 0 0\n",
        ["sys/class/hwmon/hwmon0/temp1_input"] = "45500\n",
        ["sys/class/thermal/thermal_zone0/temp"] = "61000\n",
    };

    public string Root => _folder.Path;

    public void Write(string path, string text)
    {
        var file = _folder.At(path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        // In place: sources keep their files open.
        using var stream = new FileStream(file, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        stream.SetLength(0);
        stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
    }

    public void Remove(string path) => File.Delete(_folder.At(path));

    public void Dispose() => _folder.Dispose();

    /// <summary>Samples once and returns the values by entity and signal.</summary>
    public static Dictionary<(string Entity, string Signal), double> Sample(IRecordingSource source, SampleBatch batch)
    {
        batch.Begin(batch.Time == default ? DateTimeOffset.UnixEpoch : batch.Time.AddSeconds(1));
        source.Sample(batch);
        var values = new Dictionary<(string, string), double>();
        foreach (var row in batch.Rows)
        {
            foreach (var (signal, value) in row.Values)
                values[(row.Entity.Id, batch.Signals[signal].Name)] = value;
        }
        return values;
    }
}

using Auscult.Telemetry.Loading.Recorded;
using Auscult.Telemetry.Loading.Recorded.Sources;

namespace Auscult.Telemetry.Tests.Loading.Recorded;

public sealed class SourceTests : IDisposable
{
    private readonly SyntheticMachine _machine = new();
    private readonly SampleBatch _batch = new("n");

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Processor_times_are_seconds_and_core_spread_is_measured_between_ticks()
    {
        using var source = new CpuSource(_machine.Root);
        var first = SyntheticMachine.Sample(source, _batch);
        first[("n", "cpu_user_seconds_total")].ShouldBe(10);
        first[("n", "cpu_steal_seconds_total")].ShouldBe(0.08);
        first[("n", "context_switches_total")].ShouldBe(98765);
        first[("n", "interrupts_total")].ShouldBe(123456);
        first[("n", "forks_total")].ShouldBe(4321);
        first[("n", "procs_running")].ShouldBe(3);
        first[("n", "procs_blocked")].ShouldBe(1);
        first.ShouldNotContainKey(("n", "cpu_core_busy_max_ratio"));

        // Core 0 is busy for 90 of 100 ticks, core 1 for 10.
        _machine.Write("proc/stat", "cpu  1100 20 300 4090 60 6 7 8\ncpu0 690 10 200 1900 40 3 4 5\ncpu1 410 10 100 2190 20 3 3 3\n");
        var second = SyntheticMachine.Sample(source, _batch);
        second[("n", "cpu_core_busy_max_ratio")].ShouldBe(0.9, 1e-9);
        second[("n", "cpu_core_busy_min_ratio")].ShouldBe(0.1, 1e-9);
        second[("n", "cpu_core_busy_deviation_ratio")].ShouldBe(0.4, 1e-9);
    }

    [Fact]
    public void Memory_is_in_bytes_and_keys_of_one_signal_add_up()
    {
        using var source = KeyValueSource.MemoryInfo(_machine.Root);
        var values = SyntheticMachine.Sample(source, _batch);
        values[("n", "memory_free_bytes")].ShouldBe(1000 * 1024);
        values[("n", "memory_cached_bytes")].ShouldBe(1000 * 1024);
        values[("n", "memory_swap_used_bytes")].ShouldBe(75 * 1024);

        using var paging = KeyValueSource.VirtualMemory(_machine.Root);
        var paged = SyntheticMachine.Sample(paging, _batch);
        paged[("n", "memory_page_in_bytes_total")].ShouldBe(10 * 1024);
        paged[("n", "memory_allocated_pages_total")].ShouldBe(18);
        paged[("n", "memory_reclaim_scanned_pages_total")].ShouldBe(88);
        paged[("n", "memory_direct_reclaim_scanned_pages_total")].ShouldBe(8);
        paged[("n", "memory_oom_kills_total")].ShouldBe(1);
    }

    [Fact]
    public void Pressure_load_and_temperature()
    {
        using var pressure = new PressureSource(_machine.Root, "io");
        var values = SyntheticMachine.Sample(pressure, _batch);
        values[("n", "pressure_io_some_seconds_total")].ShouldBe(3);
        values[("n", "pressure_io_full_seconds_total")].ShouldBe(1);

        using var load = new LoadSource(_machine.Root);
        SyntheticMachine.Sample(load, _batch)[("n", "load1")].ShouldBe(0.52);

        using var temperature = new TemperatureSource(_machine.Root);
        SyntheticMachine.Sample(temperature, _batch)[("n", "temperature_max_celsius")].ShouldBe(61);
    }

    [Fact]
    public void Interfaces_without_traffic_and_the_loopback_are_left_out()
    {
        using var source = new NicSource(_machine.Root);
        var values = SyntheticMachine.Sample(source, _batch);
        values.Keys.Select(key => key.Entity).Distinct().ShouldBe(["n/eth0"]);
        values[("n/eth0", "nic_receive_bytes_total")].ShouldBe(7000);
        values[("n/eth0", "nic_receive_drops_total")].ShouldBe(4);
        values[("n/eth0", "nic_transmit_bytes_total")].ShouldBe(800);
        values[("n/eth0", "nic_transmit_errors_total")].ShouldBe(6);
    }

    [Fact]
    public void Tcp_counters_are_found_by_name()
    {
        using var snmp = TcpSource.Snmp(_machine.Root);
        var values = SyntheticMachine.Sample(snmp, _batch);
        values[("n", "tcp_retransmitted_segments_total")].ShouldBe(17);
        values[("n", "tcp_established_connections")].ShouldBe(4);
        values[("n", "tcp_established_resets_total")].ShouldBe(3);

        using var netstat = TcpSource.Netstat(_machine.Root);
        var extended = SyntheticMachine.Sample(netstat, _batch);
        extended[("n", "tcp_listen_drops_total")].ShouldBe(2);
        extended[("n", "tcp_out_of_order_segments_total")].ShouldBe(7);

        using var softnet = new SoftnetSource(_machine.Root);
        var dropped = SyntheticMachine.Sample(softnet, _batch);
        dropped[("n", "softnet_dropped_packets_total")].ShouldBe(3);
        dropped[("n", "softnet_squeezed_total")].ShouldBe(17);
    }

    [Fact]
    public void A_table_of_any_length_is_read_whole()
    {
        var names = string.Concat(Enumerable.Range(0, 3000).Select(i => $" Unheard{i}"));
        var values = string.Concat(Enumerable.Range(0, 3000).Select(i => $" {i}"));
        _machine.Write("proc/net/netstat", $"TcpExt:{names} TCPTimeouts\nTcpExt:{values} 42\n");
        using var netstat = TcpSource.Netstat(_machine.Root);
        for (var tick = 0; tick < 2; tick++)
            SyntheticMachine.Sample(netstat, _batch)[("n", "tcp_timeouts_total")].ShouldBe(42);
    }

    [Fact]
    public void Only_whole_disks_count_and_sectors_are_512_bytes()
    {
        using var source = new DiskSource(_machine.Root, new BlockDevices(_machine.Root));
        var values = SyntheticMachine.Sample(source, _batch);
        values.Keys.Select(key => key.Entity).Distinct().ShouldBe(["n/sda"]);
        values[("n/sda", "disk_read_bytes_total")].ShouldBe(2000 * 512);
        values[("n/sda", "disk_write_seconds_total")].ShouldBe(2.5);
        values[("n/sda", "disk_in_flight")].ShouldBe(3);
        values[("n/sda", "disk_io_seconds_total")].ShouldBe(1.07, 1e-9);
        values[("n/sda", "disk_flush_seconds_total")].ShouldBe(0.29, 1e-9);
    }

    [Fact]
    public void A_device_that_vanishes_leaves_a_gap_and_is_seen_again()
    {
        using var source = new NicSource(_machine.Root);
        SyntheticMachine.Sample(source, _batch).ShouldNotBeEmpty();
        _machine.Write("proc/net/dev", "header\n");
        SyntheticMachine.Sample(source, _batch).ShouldBeEmpty();
        _machine.Write("proc/net/dev", SyntheticMachine.Files["proc/net/dev"]);
        SyntheticMachine.Sample(source, _batch).ShouldNotBeEmpty();
    }

    [Fact]
    public void Sources_of_a_machine_that_lacks_everything_say_nothing()
    {
        using var empty = new TemporaryFolder();
        foreach (var source in LiveMachine.Open(new RecordingOptions { OutputDirectory = "unused" }, TimeProvider.System, empty.Path))
        {
            using (source)
            {
                if (source is not GpuSource)
                    SyntheticMachine.Sample(source, _batch).ShouldBeEmpty(source.GetType().Name);
            }
        }
    }

    [Fact]
    public void Mounted_file_systems_belong_to_their_disk()
    {
        Directory.CreateDirectory(Path.Combine(_machine.Root, "sys/devices/sda/sda1"));
        Directory.CreateDirectory(Path.Combine(_machine.Root, "sys/class/block"));
        File.CreateSymbolicLink(Path.Combine(_machine.Root, "sys/class/block/sda1"), "../../devices/sda/sda1");
        _machine.Write("proc/self/mounts", $"/dev/sda1 {_machine.Root} ext4 rw 0 0\nserver:/export {_machine.Root} nfs4 rw 0 0\ntmpfs /run tmpfs rw 0 0\n");
        using var source = new FileSystemSource(_machine.Root, new BlockDevices(_machine.Root), TimeProvider.System);
        var values = SyntheticMachine.Sample(source, _batch);
        values[("n/sda", "filesystem_free_bytes")].ShouldBeGreaterThan(0);
        values.Keys.Select(key => key.Entity).Distinct().Count().ShouldBe(2, "the disk and the network mount");
    }
}

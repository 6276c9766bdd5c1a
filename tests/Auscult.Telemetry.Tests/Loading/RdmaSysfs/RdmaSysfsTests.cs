using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Loading.RdmaSysfs;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Tests.Loading.RdmaSysfs;

public sealed class RdmaSysfsTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Dated_copies_become_a_series_per_port()
    {
        Port("2026-03-01T12:00:00Z/mlx5_0/ports/1", ("counters/port_rcv_data", "100"), ("hw_counters/np_cnp_sent", "5"), ("hw_counters/lifespan", "10"));
        Port("2026-03-01T12:00:00Z/mlx5_0/ports/2", ("counters/port_rcv_data", "7"));
        Port("20260301T120001/mlx5_0/ports/1", ("counters/port_rcv_data", "150"), ("counters/symbol_error", "N/A (not supported)"), ("counters/vendor_thing", "3"));
        Write("20260301T120001/mlx5_0/ports/1/state", "1: DOWN");

        var dataset = Load();

        dataset.Topology.Entities.Select(entity => entity.Id).ShouldBe(["node0", "node0/mlx5_0", "node0/mlx5_0_port2"]);
        Column(dataset, "rdma_receive_bytes_total").ShouldBe([400, 600, 28]);
        Column(dataset, "rdma_cnp_sent_total").ShouldBe([5, double.NaN, double.NaN]);
        Column(dataset, "rdma_port_state").ShouldBe([4, 1, 4]);
        Column(dataset, "rdma_port_active_state").ShouldBe([1, 0, 1]);
        Column(dataset, "rdma_port_rate_bytes_per_second").ShouldAllBe(rate => rate == 50e9);
        Column(dataset, "vendor_thing").ShouldBe([double.NaN, 3, double.NaN]);
        dataset.Manifest.Signals.ShouldNotContain(signal => signal.Name == "lifespan" || signal.Name == "rdma_symbol_errors_total");
        dataset.Manifest.Import!.Unmapped.Single().Name.ShouldBe("vendor_thing");
        dataset.Manifest.Recordings.Single().ShouldBe(new Recording("part0", Noon, Noon.AddSeconds(2)));
    }

    [Theory]
    [InlineData("n1/1772366400/sys/class/infiniband/mlx5_0/ports/1")]
    [InlineData("1772366400.0/n1/mlx5_0/ports/1")]
    [InlineData("2026-03-01T14:00:00+02:00/n1/class/infiniband/mlx5_0/ports/1")]
    [InlineData("2026-03-01_12-00-00/n1/infiniband/mlx5_0/ports/1")]
    public void Folders_name_nodes_and_times_in_any_order(string place)
    {
        Port(place, ("counters/link_downed", "2"));
        var dataset = Load();
        dataset.Topology.Entities.Select(entity => entity.Id).ShouldBe(["n1", "n1/mlx5_0"]);
        dataset.Manifest.Recordings.Single().Start.ShouldBe(Noon);
    }

    [Fact]
    public void The_living_tree_is_sampled_until_a_moment_and_seen_as_it_changes()
    {
        Port("mlx5_0/ports/1", ("counters/port_xmit_packets", "1"));
        var clock = new SteppingClock(Noon, tick => Write("mlx5_0/ports/1/counters/port_xmit_packets", $"{10 * tick}"));
        var config = new RdmaSysfsConfig { Root = _folder.Path, Node = "n7", Step = TimeSpan.FromSeconds(2), Until = Noon.AddSeconds(6) };
        var dataset = new RdmaSysfsSource(config, clock).Load();
        dataset.Topology.Entities[1].Id.ShouldBe("n7/mlx5_0");
        Column(dataset, "rdma_transmit_packets_total").ShouldBe([1, 10, 20]);
        dataset.ReadSeries(Layer.Network, EntityKind.Nic).TimesMicros.ShouldBe([.. new[] { 0, 2, 4 }.Select(s => Micros.From(Noon.AddSeconds(s)))]);
        Column(new RdmaSysfsSource(config with { Until = null }, clock).Load(), "rdma_transmit_packets_total").Length.ShouldBe(1);
    }

    [Theory]
    [InlineData("counters/symbol_error", "many", "symbol_error: 'many' is not a counter")]
    [InlineData("counters/symbol_error", "-5", "'-5' is not a counter")]
    [InlineData("counters/symbol_error", "99999999999999999999999", "is not a counter")]
    [InlineData("state", "ACTIVE", "state: 'ACTIVE' is not what a port's state looks like")]
    [InlineData("rate", "fast", "rate: 'fast' is not what")]
    [InlineData("phys_state", "\u00ff\u00fe4", "phys_state: ")]
    public void A_file_that_is_no_counter_ends_a_strict_import_and_is_listed_by_a_lenient_one(string file, string text, string message)
    {
        Port("1772366400/mlx5_0/ports/1", ("counters/link_downed", "2"));
        Write($"1772366400/mlx5_0/ports/1/{file}", text);
        Should.Throw<InputException>(() => Load()).Message.ShouldContain(message);
        var lenient = new ImportContext(skipBad: true);
        Column(Load(lenient), "rdma_link_downs_total").ShouldBe([2]);
        lenient.Bad.Listed.Single().ShouldContain(message);
    }

    [Fact]
    public void Trees_that_cannot_be_read_are_refused()
    {
        Should.Throw<InputException>(() => new RdmaSysfsSource(new RdmaSysfsConfig { Root = _folder.At("no") }, TimeProvider.System).Load()).Message.ShouldContain("no such folder");
        Should.Throw<InputException>(() => Load()).Message.ShouldContain("there is no InfiniBand tree in it; expected DEVICE/ports");
        Port("1772366400/mlx5_0/ports/1");
        Port("yesterday/mlx5_0/ports/1");
        Should.Throw<InputException>(() => Load()).Message.ShouldContain("no folder above it says when it was taken");
    }

    private static double[] Column(Dataset dataset, string name) =>
        dataset.ReadSeries(Layer.Network, EntityKind.Nic).Columns.Single(column => column.Name == name).Values;

    private Dataset Load(ImportContext? context = null) => new RdmaSysfsSource(new RdmaSysfsConfig { Root = _folder.Path }, TimeProvider.System).Load(context);

    private void Port(string port, params (string File, string Text)[] files)
    {
        foreach (var (file, text) in files.Concat([("state", "4: ACTIVE"), ("phys_state", "5: LinkUp"), ("rate", "400 Gb/sec (4X NDR)")]))
            Write($"{port}/{file}", text);
    }

    private void Write(string path, string text)
    {
        var file = _folder.At(path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text + "\n", System.Text.Encoding.Latin1);
    }

    /// <summary>A clock that stands still but for waiting, which takes no time.</summary>
    private sealed class SteppingClock(DateTimeOffset start, Action<int> afterWait) : TimeProvider
    {
        private DateTimeOffset _now = start;
        private int _waits;

        public override DateTimeOffset GetUtcNow() => _now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _now += dueTime;
            afterWait(++_waits);
            return System.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}

using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Loading.NcclInspector;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Tests.Loading.NcclInspector;

public sealed class NcclInspectorTests : IDisposable
{
    // The plugin's own example, verbose, on one line.
    private const string Verbose = """
        {"header":{"id":"0xe62dedaa97644a","comm_name":"DATA_PARALLEL_GROUP","rank":4,"n_ranks":8,"nnodes":1},"metadata":{"inspector_output_format_version":"v4.0","git_rev":"9019a1912-dirty","rec_mechanism":"nccl_profiler_interface","dump_timestamp_us":1752867229276385,"hostname":"example-hostname","pid":438776},"coll_perf":{"coll":"ReduceScatter","coll_sn":1231,"coll_msg_size_bytes":2147483648,"coll_exec_time_us":41057,"coll_timing_source":"kernel_gpu","coll_algobw_gbs":418.439467,"coll_busbw_gbs":366.134533,"event_trace_sn":{"coll_start_sn":1,"coll_stop_sn":2,"kernel_events":[{"channel_id":0,"kernel_start_sn":3,"kernel_stop_sn":48,"kernel_record_sn":47}]},"event_trace_ts":{"coll_start_ts":1752867229235059,"coll_stop_ts":1752867229235064,"kernel_events":[{"channel_id":0,"kernel_start_ts":1752867229235181,"kernel_stop_ts":1752867229275811,"kernel_record_ts":1752867229275811}]}}}
        """;

    private const long Start = 1_772_366_400_000_000;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_verbose_record_is_placed_at_its_last_kernel_s_end()
    {
        var dataset = Load(("one.log", Verbose));
        var table = dataset.ReadSeries(Layer.Network, EntityKind.Rank);
        table.TimesMicros.ShouldBe([1752867229275811]);
        table.Entities.ShouldBe(["example-hostname/rank4"]);
        Value(dataset, "nccl_reducescatter_seconds").Single().ShouldBe(0.041057, 1e-12);
        Value(dataset, "nccl_reducescatter_bus_bytes_per_second").Single().ShouldBe(366.134533e9, 1e-3);
        Value(dataset, "nccl_reducescatter_message_bytes").ShouldBe([2147483648]);
        dataset.Topology.Groups.Single().Kind.ShouldBe("dp");
        dataset.Manifest.Import!.Unmapped.ShouldBeEmpty();
    }

    [Fact]
    public void Ranks_of_the_job_come_from_the_largest_communicator_and_others_are_groups()
    {
        // World of 4 on two hosts, tensor pairs within the hosts, and the same world again after a restart.
        var dataset = Load(
            ("a-pid1.log", Line("a", 1, "0xw", "unknown", 0, 4, "AllReduce", 0) + Line("a", 1, "0xt0", "TENSOR_MODEL_PARALLEL_GROUP", 0, 2, "AllGather", 0)),
            ("a-pid2.log", Line("a", 2, "0xw", "unknown", 1, 4, "AllReduce", 5) + Line("a", 2, "0xt0", "TENSOR_MODEL_PARALLEL_GROUP", 1, 2, "AllGather", 6)),
            ("b-pid1.log", Line("b", 1, "0xw", "unknown", 2, 4, "AllReduce", 7)),
            ("b-pid9.log", Line("b", 9, "0xw", "unknown", 3, 4, "AllReduce", 8) + Line("b", 9, "0xw", "unknown", 3, 4, "Telepathy", 9)),
            ("a-pid3.log", Line("a", 3, "0xw2", "unknown", 0, 4, "AllReduce", 100)),
            ("a-pid4.log", Line("a", 4, "0xw2", "unknown", 1, 4, "AllReduce", 100)),
            ("b-pid5.log", Line("b", 5, "0xw2", "unknown", 2, 4, "AllReduce", 100)),
            ("b-pid6.log", Line("b", 6, "0xw2", "unknown", 3, 4, "AllReduce", 100)));

        dataset.Topology.Entities.Where(entity => entity.Kind == EntityKind.Rank).Select(entity => entity.Id)
            .ShouldBe(["a/rank0", "a/rank1", "b/rank2", "b/rank3"], ignoreOrder: true);
        dataset.Topology.Groups.Select(group => (group.Id, group.Kind, string.Join(' ', group.Members))).ShouldBe(
        [
            ("0xw", "comm", "a/rank0 a/rank1 b/rank2 b/rank3"), ("TENSOR_MODEL_PARALLEL_GROUP 0xt0", "tp", "a/rank0 a/rank1"),
        ]);
        dataset.Manifest.Import!.Unmapped.ShouldContain(metric => metric.Name == "nccl:Telepathy.busbw_gbs");
        var table = dataset.ReadSeries(Layer.Network, EntityKind.Rank);
        var rank0 = Enumerable.Range(0, table.RowCount).Where(row => table.Entities[table.EntityIndex[row]] == "a/rank0").ToArray();
        rank0.Select(row => table.TimesMicros[row] - Start).ShouldBe([0, 1, 100]);
        table.Columns.Single(column => column.Name == "collectives_total").Values.Where((_, row) => rank0.Contains(row)).ShouldBe([1, 2, 1]);
    }

    [Fact]
    public void Processes_keep_their_numbers_where_ranks_are_not_told()
    {
        var dataset = Load(
            ("1.log", Line("a", 1, "0xd0", "unknown", 0, 2, "AllReduce", 0) + Line("a", 1, "0xd0", "unknown", 0, 2, "AllReduce", 10)),
            ("2.log", Line("a", 2, "0xd1", "unknown", 0, 2, "AllReduce", 5)));
        dataset.Topology.Entities.Where(entity => entity.Kind == EntityKind.Rank).Select(entity => entity.Id).ShouldBe(["a/pid1", "a/pid2"], ignoreOrder: true);
    }

    [Fact]
    public void Point_to_point_records_count_on_their_own()
    {
        var dataset = Load(("1.log", Line("a", 1, "0xp", "unknown", 0, 2, "Send", 0).Replace("coll", "p2p", StringComparison.Ordinal)));
        Value(dataset, "nccl_send_seconds").ShouldBe([0.001]);
        Value(dataset, "p2p_operations_total").ShouldBe([1]);
    }

    [Theory]
    [InlineData("{\"header\":{\"id\":\"0x1\",\"ra", "log.json:1: is not JSON, or is cut off")]
    [InlineData("[1, 2]", "log.json:1:metadata.dump_timestamp_us: is missing")]
    [InlineData("{\"header\":{\"id\":\"0x1\",\"rank\":\"two\"},\"metadata\":{\"dump_timestamp_us\":1772366400000000}}", "log.json:1:header.rank: '\"two\"' is not a number")]
    [InlineData("@rank:9", "log.json:1:header.rank: rank 9 of 4")]
    [InlineData("@time:17", "log.json:1:metadata.dump_timestamp_us: ")]
    [InlineData("@size:-5", "log.json:1:coll_perf.coll_msg_size_bytes: -5 cannot be true")]
    [InlineData("@size:1e300", "log.json:1:coll_perf.coll_msg_size_bytes: 1E+300 cannot be true")]
    [InlineData("\u00ff", "log.json:1: is not UTF-8 text")]
    public void A_bad_record_ends_a_strict_import_and_is_listed_by_a_lenient_one(string line, string message)
    {
        var good = Line("a", 1, "0xw", "unknown", 0, 4, "AllReduce", 0);
        line = line switch
        {
            "@rank:9" => good.Replace("\"rank\":0", "\"rank\":9", StringComparison.Ordinal).TrimEnd(),
            "@time:17" => good.Replace($"{Start}", "17", StringComparison.Ordinal).TrimEnd(),
            ['@', 's', ..] => good.Replace("\"coll_msg_size_bytes\":1024", $"\"coll_msg_size_bytes\":{line[6..]}", StringComparison.Ordinal).TrimEnd(),
            _ => line,
        };
        File.WriteAllText(_folder.At("log.json"), $"{line}\n{good}", System.Text.Encoding.Latin1);
        var source = new NcclInspectorSource(_folder.At("log.json"));
        var error = Should.Throw<InputException>(() => source.Load());
        error.Message.ShouldContain(message);
        var lenient = new ImportContext(skipBad: true);
        Value(source.Load(lenient), "nccl_allreduce_seconds").ShouldBe([0.001]);
        lenient.Bad.Listed.Single().ShouldBe(error.Message);
    }

    [Fact]
    public void Files_without_a_record_are_refused()
    {
        Should.Throw<InputException>(() => Load(("empty.log", "\n\n"))).Message.ShouldContain("there is no record in it; expected JSON lines");
        Should.Throw<InputException>(() => new NcclInspectorSource(_folder.At("none")).Load()).Message.ShouldContain("no such file or folder");
    }

    private static double[] Value(Dataset dataset, string name) =>
        dataset.ReadSeries(Layer.Network, EntityKind.Rank).Columns.Single(column => column.Name == name).Values;

    private static string Line(string host, int pid, string id, string name, int rank, int numRanks, string operation, long micros) => $$$"""
        {"header":{"id":"{{{id}}}","comm_name":"{{{name}}}","rank":{{{rank}}},"n_ranks":{{{numRanks}}},"nnodes":2},"metadata":{"dump_timestamp_us":{{{Start + micros}}},"hostname":"{{{host}}}","pid":{{{pid}}}},"coll_perf":{"coll":"{{{operation}}}","coll_sn":1,"coll_msg_size_bytes":1024,"coll_exec_time_us":1000,"coll_busbw_gbs":1.5}}

        """;

    private Dataset Load(params (string Name, string Text)[] files)
    {
        foreach (var (name, text) in files)
            File.WriteAllText(_folder.At(name), text);
        return new NcclInspectorSource(_folder.Path).Load();
    }
}

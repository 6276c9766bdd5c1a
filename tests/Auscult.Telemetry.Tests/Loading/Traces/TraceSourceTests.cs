using System.IO.Compression;
using System.Text;
using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Loading.Traces;
using Auscult.Telemetry.Tests.Storage;

namespace Auscult.Telemetry.Tests.Loading.Traces;

public sealed class TraceSourceTests : IDisposable
{
    private const string Kineto = """
        { "schemaVersion": 1, "deviceProperties": [{"id": 0, "name": "H100", "nested": {"traceEvents": [1]}}],
          "distributedInfo": {"backend": "nccl", "rank": 3, "world_size": 8}, "baseTimeNanoseconds": 1700000000000000000,
          "traceEvents": [
            {"ph": "X", "cat": "kernel", "name": "ncclDevKernel_AllReduce_Sum_f32_RING_LL(ncclDevComm*)", "pid": 0, "tid": 20, "ts": 1100000, "dur": 50000},
            {"ph": "X", "cat": "user_annotation", "name": "ProfilerStep#7", "pid": 1, "tid": 1, "ts": 1000000, "dur": 500000},
            {"ph": "X", "cat": "gpu_user_annotation", "name": "ProfilerStep#7", "pid": 0, "tid": 7, "ts": 1000500, "dur": 900000},
            {"ph": "X", "cat": "user_annotation", "name": "ProfilerStep#8", "pid": 1, "tid": 1, "ts": 1500000, "dur": 400000},
            {"ph": "X", "cat": "kernel", "name": "ampere_sgemm", "pid": 0, "tid": 7, "ts": 1200000, "dur": 25000, "args": {"grid": [1, 2, 3]}},
            {"ph": "X", "cat": "kernel", "name": "ampere_sgemm", "pid": 0, "tid": 7, "ts": 1250000, "dur": 25000},
            {"ph": "X", "cat": "user_annotation", "name": "Optimizer.step#AdamW.step", "pid": 1, "tid": 1, "ts": 1600000, "dur": 1000},
            {"ph": "X", "cat": "user_annotation", "name": "enumerate(DataLoader)#_SingleProcessDataLoaderIter.__next__", "pid": 1, "tid": 1, "ts": 1500001, "dur": 3000},
            {"ph": "X", "cat": "user_annotation", "name": "nccl:all_reduce", "pid": 1, "tid": 1, "ts": 1100000, "dur": 50000},
            {"ph": "X", "cat": "cuda_runtime", "name": "cudaLaunchKernel", "pid": 1, "tid": 1, "ts": 1100000, "dur": 10},
            {"ph": "X", "cat": "kernel", "name": "late", "pid": 0, "tid": 7, "ts": 9000000, "dur": 5},
            {"ph": "X", "cat": "gpu_memcpy", "name": "Memcpy HtoD", "pid": 0, "tid": 7, "ts": 1700000, "dur": 2000},
            {"ph": "i", "name": "instant", "pid": 1, "tid": 1, "ts": 1, "s": "t"},
            {"ph": "M", "name": "process_name", "pid": "Spans", "args": {"name": "Spans"}} ],
          "traceName": "trace.json" }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Kineto_s_device_work_is_added_up_per_step_of_the_rank_it_names()
    {
        var dataset = Load(Kineto);

        dataset.Topology.Entities.Single().Id.ShouldBe("rank3");
        dataset.Values(Layer.Model, EntityKind.Rank, "steps_total").ShouldBe([7, 8]);
        dataset.Values(Layer.Model, EntityKind.Rank, "step_seconds").ShouldBe([0.5, 0.4]);
        dataset.Seen(Layer.Model, EntityKind.Rank, "kernel_seconds").ShouldBe([0.05], tolerance: 1e-9);
        dataset.Seen(Layer.Model, EntityKind.Rank, "optimizer_seconds").ShouldBe([0.001]);
        dataset.Seen(Layer.Model, EntityKind.Rank, "data_wait_seconds").ShouldBe([0.003]);
        dataset.Seen(Layer.Model, EntityKind.Rank, "memory_copy_seconds").ShouldBe([0.002]);
        dataset.Seen(Layer.Network, EntityKind.Rank, "step_allreduce_seconds").ShouldBe([0.05]);
        dataset.Manifest.Recordings[0].Start.ShouldBe(DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_001_500));
        dataset.Manifest.Import!.Remarks.Single().ShouldContain("1 operations outside every step");
    }

    [Fact]
    public void A_list_of_events_names_steps_in_its_arguments_and_a_trace_without_a_date_says_so()
    {
        var dataset = Load("""
            [{"name": "forward-compute", "ph": "X", "pid": 0, "tid": 0, "ts": 10.5, "dur": 1000000.0, "args": {"step": 5}},
             {"name": "params-all-gather", "ph": "X", "pid": 0, "tid": 0, "ts": 1000010.5, "dur": 500000, "args": {"step": 5}}]
            """);

        dataset.Values(Layer.Model, EntityKind.Rank, "forward_seconds").ShouldBe([1]);
        dataset.Values(Layer.Network, EntityKind.Rank, "step_allgather_seconds").ShouldBe([0.5]);
        dataset.Manifest.Import!.Remarks.Single().ShouldContain("the trace tells no date");
    }

    [Theory]
    [InlineData("forward-recv", "step_recv_seconds")]
    [InlineData("backward-send", "step_send_seconds")]
    [InlineData("grads-reduce-scatter", "step_reducescatter_seconds")]
    [InlineData("layernorm-grads-all-reduce", "step_allreduce_seconds")]
    [InlineData("AllToAll", "step_alltoall_seconds")]
    [InlineData("gc", "garbage_collection_seconds")]
    [InlineData("optimizer-clip-main-grad", "optimizer_seconds")]
    [InlineData("something else", null)]
    public void Operations_are_told_apart_by_name(string name, string? signal) => TraceOperations.SignalOf(name, name).ShouldBe(signal);

    [Theory]
    [InlineData("ncclDevKernel_SendRecv(ncclDevComm*)", "step_sendrecv_seconds")]
    [InlineData("ncclKernel_ReduceScatter_RING_LL_Sum_float", "step_reducescatter_seconds")]
    [InlineData("ncclDevKernel_Reduce_Sum", "step_collective_seconds")]
    [InlineData("void forward_kernel<float>", "kernel_seconds")]
    public void Device_work_is_communication_only_where_NCCL_does_it(string name, string signal) =>
        TraceOperations.SignalOf(name, "kernel").ShouldBe(signal);

    [Fact]
    public void A_long_trace_is_read_in_pieces()
    {
        var text = new StringBuilder("[");
        for (var i = 0; i < 30_000; i++)
            text.Append($$$"""{"name":"forward","ph":"X","pid":0,"tid":0,"ts":{{{i * 10}}},"dur":5,"args":{"step":{{{i / 1000}}},"note":"{{{new string('x', i % 97)}}}"}},""");
        text.Length--;
        var dataset = Load(text.Append(']').ToString());

        text.Length.ShouldBeGreaterThan(3 << 20);
        dataset.Values(Layer.Model, EntityKind.Rank, "forward_seconds").ShouldBe(Enumerable.Repeat(0.005, 30), tolerance: 1e-9);
    }

    [Fact]
    public void A_truncated_trace_is_refused_or_gives_what_is_whole()
    {
        var whole = Encoding.UTF8.GetBytes(Kineto);
        using (var zip = new GZipStream(File.Create(_folder.At("cut.json.gz")), CompressionLevel.Fastest))
            zip.Write(whole.AsSpan(0, whole.Length - 400));
        Should.Throw<InputException>(() => new TraceSource(_folder.At("cut.json.gz")).Load()).Message.ShouldContain("is damaged or no trace, after 9 events");

        var context = new ImportContext(skipBad: true);
        new TraceSource(_folder.At("cut.json.gz")).Load(context).Values(Layer.Model, EntityKind.Rank, "steps_total").ShouldBe([7, 8]);
        context.Bad.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"name":"forward","ph":"X","ts":"soon","dur":1,"args":{"step":1}}""", "event 2: ts: 'soon' is not a number of microseconds")]
    [InlineData("""{"name":"forward","ph":"X","ts":1,"dur":-2e6,"args":{"step":1}}""", "event 2: ts: ts 1 with dur -2000000 cannot be true")]
    [InlineData("""{"name":"forward","ph":"X","ts":1e300,"dur":1,"args":{"step":1}}""", "cannot be true")]
    public void An_event_that_cannot_be_true_is_named_or_skipped(string bad, string problem)
    {
        var good = """{"name":"forward","ph":"X","ts":5,"dur":10,"args":{"step":1}}""";
        Should.Throw<InputException>(() => Load($"[{good},{bad}]")).Message.ShouldContain(problem);
        Load($"[{good},{bad}]", skipBad: true).Values(Layer.Model, EntityKind.Rank, "forward_seconds").ShouldBe([1e-5], tolerance: 1e-12);
    }

    [Theory]
    [InlineData("not a trace")]
    [InlineData("")]
    [InlineData("{\"traceEvents\": [")]
    public void Another_kind_of_file_is_refused(string text) =>
        Should.Throw<InputException>(() => Load(text)).Message.ShouldContain("is damaged or no trace");

    [Fact]
    public void A_trace_without_steps_says_what_to_do() =>
        Should.Throw<InputException>(() => Load("[]")).Message.ShouldContain("profile with a step schedule");

    private Auscult.Telemetry.Storage.Dataset Load(string json, bool skipBad = false)
    {
        File.WriteAllText(_folder.At("trace.json"), json);
        return new TraceSource(_folder.At("trace.json")).Load(new ImportContext(skipBad));
    }
}

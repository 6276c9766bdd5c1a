using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using Auscult.Telemetry.Loading;
using Auscult.Telemetry.Storage;
using Auscult.Telemetry.Tests.Storage;

namespace Auscult.Telemetry.Tests.Loading.Damage;

/// <summary>One sample per registered source that reads files. Whoever registers a source adds a line here.</summary>
internal static class SourceSamples
{
    private const int Rows = 24;
    private const long Start = 1767225600;

    /// <summary>Sources that read no files, and where they are tested with damaged answers.</summary>
    public static IReadOnlyDictionary<string, string> Live { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["prometheus"] = "answers of a server; PrometheusSourceTests",
    };

    public static IReadOnlyDictionary<string, SourceSample> All { get; } = new Dictionary<string, SourceSample>(StringComparer.Ordinal)
    {
        ["alibaba_minibatch"] = new(MiniBatch),
        ["bytedance_straggler"] = new(Straggler, Pack: Compress),
        ["folder"] = new(Folder),
        ["kubernetes"] = new(KubernetesEvents),
        ["merge"] = new(Merge),
        ["mlperf_smc"] = new(MlPerf, Pack: Compress),
        ["modded_nanogpt"] = new(ModdedNanoGpt, Pack: Compress),
        ["nccl"] = new(Nccl),
        ["slurm"] = new(Slurm),
        ["tensorboard"] = new(TensorBoard),
        ["trace"] = new(Trace),
        ["training_log"] = new(TrainingLog),
        ["smd"] = new(Smd, IsByLine: true),
        ["dbsherlock"] = new(DbSherlock),
        ["csv"] = new(Csv, IsByLine: true, Keep: ["mapping.yaml"]),
        ["table"] = new(JsonLines, IsByLine: true),
        ["alibaba_gentd26"] = new(GenTd, Pack: PackGenTd),
        ["cisco_telemetry"] = new(Cisco),
        ["infinite_hbd"] = new(InfiniteHbd),
        ["llm_inference_traces"] = new(Requests, IsByLine: true),
        ["openmetrics"] = new(OpenMetrics),
        ["nvidia_logs"] = new(NvidiaLog),
        ["rdma_sysfs"] = new(RdmaCopies),
    };

    private static DataConfig Folder(string folder)
    {
        DatasetWriter.Write(Path.Combine(folder, "set"), SampleDataset.InMemory);
        return new DataConfig { Source = "folder", Root = Path.Combine(folder, "set") };
    }

    private static DataConfig Smd(string folder)
    {
        foreach (var part in new[] { "train", "test", "test_label", "interpretation_label" })
            Directory.CreateDirectory(Path.Combine(folder, part));
        var rows = Text(i => string.Join(',', Enumerable.Range(0, 38).Select(column => Figure((i + column) % 7 / 7d))));
        File.WriteAllText(Path.Combine(folder, "train", "machine-1-1.txt"), rows);
        File.WriteAllText(Path.Combine(folder, "test", "machine-1-1.txt"), rows);
        File.WriteAllText(Path.Combine(folder, "test_label", "machine-1-1.txt"), Text(i => i is > 4 and < 9 ? "1" : "0"));
        File.WriteAllText(Path.Combine(folder, "interpretation_label", "machine-1-1.txt"), "5-9:1,12,13\n");
        return new DataConfig { Source = "smd", Root = folder, Machine = "machine-1-1" };
    }

    private static DataConfig DbSherlock(string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "csv"));
        File.WriteAllText(
            Path.Combine(folder, "labels.csv"),
            "case_id,cause,abnormal_start_row,abnormal_end_row\nsingle_01_01,Workload Spike,5,9\nsingle_02_01,CPU Saturation,3,12\n");
        foreach (var id in new[] { "single_01_01", "single_02_01" })
            File.WriteAllText(Path.Combine(folder, "csv", $"{id}.csv"), "Epoch,cpu_usr,osNetworkSendKB\n" + Text(i => $"{i},{i % 5},{Figure(i * 1.5)}"));
        return new DataConfig { Source = "dbsherlock", Root = folder };
    }

    private static DataConfig Csv(string folder)
    {
        var mapping = Path.Combine(folder, "mapping.yaml");
        File.WriteAllText(mapping, """
            step_seconds: 10
            time: {column: ts, format: seconds}
            entity: {column: host}
            signals:
            - {column: cpu, layer: hardware, unit: ratio}
            - {column: rx, layer: network, kind: counter}
            label: {column: fault}
            """);
        File.WriteAllText(
            Path.Combine(folder, "data.csv"),
            "ts,host,cpu,rx,fault,comment\n" + Text(i => $"{Start + (10 * i)},{(i % 2 == 0 ? "a" : "b")},{Figure(i / 3d)},{i * 1000},{(i > 12 ? "link down" : "")},\"x, \"\"{i}\"\"\""));
        return new DataConfig { Source = "csv", Root = Path.Combine(folder, "data.csv"), Mapping = mapping };
    }

    private static DataConfig JsonLines(string folder)
    {
        File.WriteAllText(
            Path.Combine(folder, "data.jsonl"),
            Text(i => $"{{\"time\": \"{Iso(i)}\", \"host\": \"n{i % 2}\", \"gpu\": {{\"power\": {Figure(200 + i)}}}, \"ok\": true}}"));
        return new DataConfig { Source = "table", Root = Path.Combine(folder, "data.jsonl") };
    }

    private static DataConfig GenTd(string folder)
    {
        foreach (var metric in new[] { "qps", "pod_gpu_duty_cycle_anon" })
            File.WriteAllText(Path.Combine(folder, $"{metric}.csv"), "timestamp_anon,value,container_ip\n" + Text(i => $"{Start + (57 * i)}.0,{Figure(i / 2d)},{(i % 3 == 0 ? "" : $"pod{i % 3}")}"));
        return new DataConfig { Source = "alibaba_gentd26", Root = folder };
    }

    private static void PackGenTd(string folder)
    {
        foreach (var table in Directory.GetFiles(folder, "*.csv"))
        {
            using var tar = new TarWriter(new GZipStream(File.Create(Path.ChangeExtension(table, ".tar.gz")), CompressionLevel.Fastest));
            tar.WriteEntry(table, Path.GetFileName(table));
        }
    }

    private static DataConfig Cisco(string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "DatasetByNodes"));
        Directory.CreateDirectory(Path.Combine(folder, "GrounTruth"));
        foreach (var node in new[] { "leaf1", "spine2" })
        {
            File.WriteAllText(
                Path.Combine(folder, "DatasetByNodes", $"{node}bgpclear_second.csv"),
                ",time,paths-count,HundredGigE0/0/0/1bytes-sent,HundredGigE0/0/0/1input-load\n" + Text(i => $"{i},{Start + (5 * i)}.0,{i % 4},{1000 * i},{i % 9}"));
        }
        File.WriteAllText(
            Path.Combine(folder, "GrounTruth", "bgpclear_second.txt"), $"Node,Host,Start,End,Event,Type\nleaf1,None,{Start + 20},{Start + 50},clearBGP,single\nspine2,None,{Start + 60},{Start + 80},clearBGP,single");
        return new DataConfig { Source = "cisco_telemetry", Root = folder };
    }

    private static DataConfig InfiniteHbd(string folder)
    {
        var events = Enumerable.Range(0, Rows).Select(i =>
            $"{{\"node_id\": \"n{i / 2}\", \"event_time\": {Figure(i)}, \"event_type\": \"fault_{(i % 2 == 0 ? "start" : "end")}\", "
            + "\"fault_type\": {\"Level\": \"Hardware Failure\", \"Class\": \"GPU\", \"Desc\": \"GPU Lost\"}}");
        File.WriteAllText(Path.Combine(folder, "fault_trace.json"), $"[\n{string.Join(",\n", events)}\n]\n");
        return new DataConfig { Source = "infinite_hbd", Root = folder, StepSeconds = 86_400 };
    }

    private static DataConfig Requests(string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "azure2023"));
        Directory.CreateDirectory(Path.Combine(folder, "mooncake_fast25"));
        File.WriteAllText(
            Path.Combine(folder, "azure2023", "AzureLLMInferenceTrace_code.csv"),
            "TIMESTAMP,ContextTokens,GeneratedTokens\n" + Text(i => $"2023-11-16 18:17:{i:00}.9799600,{4000 + i},{i}"));
        File.WriteAllText(
            Path.Combine(folder, "mooncake_fast25", "conversation_trace.jsonl"),
            Text(i => $"{{\"timestamp\": {i * 700}, \"input_length\": {1000 + i}, \"output_length\": {i}, \"hash_ids\": [0, {i}, {i + 1}]}}"));
        return new DataConfig { Source = "llm_inference_traces", Root = folder };
    }

    private static DataConfig OpenMetrics(string folder)
    {
        for (var scrape = 0; scrape < 3; scrape++)
        {
            File.WriteAllText(Path.Combine(folder, $"2026010{scrape + 1}T000000Z.prom"), $$"""
                # HELP node_load1 1m load average.
                # TYPE node_load1 gauge
                node_load1 0.{{scrape}}
                # TYPE node_cpu_seconds counter
                node_cpu_seconds_total{cpu="0",mode="user"} {{scrape * 100}}.5
                node_cpu_seconds_total{cpu="1",mode="user"} {{scrape * 90}}.25
                # TYPE DCGM_FI_DEV_GPU_TEMP gauge
                DCGM_FI_DEV_GPU_TEMP{gpu="0",UUID="GPU-1",modelName="H100 \"SXM\""} 4{{scrape}}
                # EOF

                """);
        }
        return new DataConfig { Source = "openmetrics", Root = folder };
    }

    private static DataConfig NvidiaLog(string folder)
    {
        File.WriteAllText(
            Path.Combine(folder, "n1.csv"),
            "timestamp, index, utilization.gpu [%], memory.used [MiB], power.draw [W]\n"
            + Text(i => $"2026/01/01 00:00:{i:00}.000, {i % 2}, {i} %, {1000 + i} MiB, [N/A]"));
        return new DataConfig { Source = "nvidia_logs", Root = Path.Combine(folder, "n1.csv") };
    }

    private static DataConfig RdmaCopies(string folder)
    {
        for (var copy = 0; copy < 3; copy++)
        {
            var port = Path.Combine(folder, "copies", $"2026-01-01T00:00:0{copy}Z", "mlx5_0", "ports", "1");
            Directory.CreateDirectory(Path.Combine(port, "counters"));
            File.WriteAllText(Path.Combine(port, "state"), "4: ACTIVE\n");
            File.WriteAllText(Path.Combine(port, "counters", "port_rcv_data"), $"{copy * 1000}\n");
            File.WriteAllText(Path.Combine(port, "counters", "symbol_error"), "0\n");
        }
        return new DataConfig { Source = "rdma_sysfs", Root = Path.Combine(folder, "copies") };
    }

    private static DataConfig MiniBatch(string folder)
    {
        File.WriteAllText(Path.Combine(folder, "job_1_norm.csv"), ",worker,gpu,time,batch_time_norm\n" + Text(i => $"{i},{i % 2},25,{1 + (i / 2)},{10 + i}"));
        return new DataConfig { Source = "alibaba_minibatch", Root = folder };
    }

    private static DataConfig Straggler(string folder)
    {
        File.WriteAllText(Path.Combine(folder, "meta-AR.yaml"), "trial_name: AR\nrun_id: 0\ndp_size: 1\ndsp_size: 1\npp_size: 1\ntp_size: 1\nvpp_size: 1\nworld_size: 1\n");
        var events = Enumerable.Range(0, Rows).Select(i =>
            $"{{\"name\":\"{(i % 2 == 0 ? "forward" : "backward")}-compute\",\"cat\":\"x\",\"pid\":0,\"tid\":0,\"ts\":{i * 1000000}.5,\"dur\":800000,\"ph\":\"X\","
            + $"\"args\":{{\"step\":{16 + (i / 4)},\"model_chunk\":0,\"mb_id\":{i % 4},\"seq_id\":{i % 4}}}}}");
        File.WriteAllText(Path.Combine(folder, "timeline-AR.json"), $"[{string.Join(",\n", events)}]");
        File.WriteAllText(
            Path.Combine(folder, "result-AR.json"),
            "{\n\"blocking_slowdown\": 1.25,\n\"blocking_decompose_by_dp_rank\": {\"0\": 1.5},\n\"blocking_decompose_by_stage\": {\"0\": 1.25}\n}\n");
        return new DataConfig { Source = "bytedance_straggler", Root = folder, Part = "AR" };
    }

    private static DataConfig KubernetesEvents(string folder)
    {
        File.WriteAllText(
            Path.Combine(folder, "log.json"),
            Text(i => $"{{\"apiVersion\":\"v1\",\"kind\":\"Event\",\"metadata\":{{\"name\":\"e{i}\"}},\"involvedObject\":{{\"kind\":\"Node\",\"name\":\"n{i % 2}\"}},"
                + $"\"reason\":\"{(i % 4 < 2 ? "NodeReady" : "NodeNotReady")}\",\"message\":\"x\",\"source\":{{\"component\":\"kubelet\"}},\"type\":\"Normal\","
                + $"\"firstTimestamp\":\"{Iso(i)}\",\"lastTimestamp\":\"{Iso(i)}\",\"count\":1}}"));
        return new DataConfig { Source = "kubernetes", Root = folder };
    }

    private static DataConfig Merge(string folder)
    {
        DatasetWriter.Write(Path.Combine(folder, "one"), SampleDataset.InMemory);
        return new DataConfig { Source = "merge", Root = $"{Path.Combine(folder, "one")},{Path.Combine(folder, "one")}" };
    }

    private static DataConfig MlPerf(string folder)
    {
        const string Run = "result_5849-240518014016374832336_1";
        string Entry(int i, string key, string value) =>
            $":::MLLOG {{\"time_ms\": {1715968189417 + (2000 * i)}, \"event_type\": \"POINT_IN_TIME\", \"key\": \"{key}\", \"value\": {value}, \"metadata\": \"\"}}";
        Directory.CreateDirectory(Path.Combine(folder, "power_dc", Run));
        File.WriteAllText(Path.Combine(folder, $"{Run}.mllog.txt"), Text(i => Entry(i, "tracked_stats", $"{{\"train_step_timing in s\": {Figure(10 + i)}}}")));
        File.WriteAllText(Path.Combine(folder, "power_dc", Run, "node_1.txt"), Text(i => Entry(i, "power_reading", $"{4000 + i}")));
        return new DataConfig { Source = "mlperf_smc", Root = folder };
    }

    private static DataConfig ModdedNanoGpt(string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "a"));
        File.WriteAllText(Path.Combine(folder, "a", "0123456789.txt"), Text(i => $"s:{i} trl:{Figure(11 - (i / 10d))} lr:0.000001 norm:15.37"));
        return new DataConfig { Source = "modded_nanogpt", Root = folder };
    }

    private static DataConfig Nccl(string folder)
    {
        File.WriteAllText(
            Path.Combine(folder, "log.json"),
            Text(i => $"{{\"header\":{{\"id\":\"0x1\",\"comm_name\":\"DP\",\"rank\":{i % 2},\"n_ranks\":2,\"nnodes\":1}},"
                + $"\"metadata\":{{\"dump_timestamp_us\":{(Start + i) * 1000000},\"hostname\":\"n1\",\"pid\":{100 + (i % 2)}}},"
                + $"\"coll_perf\":{{\"coll\":\"AllReduce\",\"coll_sn\":{i / 2},\"coll_msg_size_bytes\":1024,\"coll_exec_time_us\":{1000 + i},\"coll_busbw_gbs\":1.5}}}}"));
        return new DataConfig { Source = "nccl", Root = Path.Combine(folder, "log.json") };
    }

    private static DataConfig Slurm(string folder)
    {
        File.WriteAllText(Path.Combine(folder, "log.txt"), Schedulers.SlurmOutput.Sacct);
        return new DataConfig { Source = "slurm", Root = folder, StepSeconds = 10 };
    }

    private static DataConfig TensorBoard(string folder)
    {
        var events = new TensorBoard.EventFile();
        for (var i = 0; i < Rows; i++)
            events.Scalar(Start + i, i, "loss", 1f / (i + 1));
        File.WriteAllBytes(Path.Combine(folder, "events.out.tfevents.1"), events.Bytes);
        return new DataConfig { Source = "tensorboard", Root = folder };
    }

    private static DataConfig Trace(string folder)
    {
        var events = Enumerable.Range(0, Rows).Select(i =>
            $"{{\"name\": \"forward-compute\", \"ph\": \"X\", \"pid\": 0, \"tid\": 0, \"ts\": {1000000 * i}.5, \"dur\": 500000, \"args\": {{\"step\": {i / 3}}}}}");
        File.WriteAllText(Path.Combine(folder, "trace.json"), $"[\n{string.Join(",\n", events)}\n]\n");
        return new DataConfig { Source = "trace", Root = Path.Combine(folder, "trace.json") };
    }

    private static DataConfig TrainingLog(string folder)
    {
        File.WriteAllText(
            Path.Combine(folder, "train.log"),
            "[before the start of training step] datetime: 2026-01-01 08:41:05\n"
            + Text(i => $" iteration {i + 1,8}/    1000 | consumed samples: {i * 512,12} | elapsed time per iteration (ms): {Figure(900 + i)} | "
                + $"learning rate: 3.750E-05 | lm loss: {Figure(3 - (i / 50d))} | loss scale: 1.0 | grad norm: 1.5 | "
                + "number of skipped iterations:   0 | number of nan iterations:   0 |"));
        return new DataConfig { Source = "training_log", Root = Path.Combine(folder, "train.log") };
    }

    // Sources that look for .gz find their files so.
    private static void Compress(string folder)
    {
        foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Where(name => Path.GetExtension(name) is ".json" or ".txt"))
        {
            using var zip = new GZipStream(File.Create(file + ".gz"), CompressionLevel.Fastest);
            zip.Write(File.ReadAllBytes(file));
        }
    }

    private static string Text(Func<int, string> line) => string.Concat(Enumerable.Range(0, Rows).Select(i => line(i) + "\n"));

    private static string Figure(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    private static string Iso(int i) => DateTimeOffset.FromUnixTimeSeconds(Start + (10 * i)).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

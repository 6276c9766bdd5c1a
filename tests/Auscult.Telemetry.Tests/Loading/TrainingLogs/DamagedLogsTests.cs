using System.Text;
using Auscult.Foundation;
using Auscult.Telemetry.Loading;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Loading.TensorBoard;
using Auscult.Telemetry.Loading.Traces;
using Auscult.Telemetry.Loading.TrainingLogs;
using Auscult.Telemetry.Tests.Loading.TensorBoard;

namespace Auscult.Telemetry.Tests.Loading.TrainingLogs;

/// <summary>
/// Whatever is done to a file, there is a dataset or an error of one line; <c>AUSCULT_DAMAGE_CASES</c> sets how many cases per format.
/// </summary>
public sealed class DamagedLogsTests : IDisposable
{
    private static readonly int Cases =
        int.TryParse(Environment.GetEnvironmentVariable("AUSCULT_DAMAGE_CASES"), out var cases) ? cases : 150;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("megatron",
        " iteration       10/    1000 | consumed samples: 40 | elapsed time per iteration (ms): 2000.0 | lm loss: 1.2E+01"
        + " |\n"
        + " validation loss at iteration 10 | lm loss value: 8.0E+00 |\n"
        + " saving checkpoint at iteration 10 to x\n"
        + "time (ms) | forward: 1.5 |\n")]
    [InlineData("deepspeed",
        "[2021-05-27 19:51:55,061] [INFO] [Rank 0] step=1, skipped=0, lr=[1.875e-05], mom=[]\n"
        + "steps: 1 loss: 12.7902 iter time (s): 150.471 samples/sec: 6.805\n"
        + "OVERFLOW!\n")]
    [InlineData("nanogpt",
        "step 0: train loss 4.2874, val loss 4.2823\n"
        + "iter 0: loss 4.2654, time 2500.00ms, mfu -100.00%\n"
        + "iter 1: loss 4.2654, time 2500.00ms, mfu 20.00%\n")]
    [InlineData("modded_nanogpt",
        "Wed Oct  9 18:10:50 2024\n"
        + "step:1/9 train_loss:3.5 train_time:100ms step_avg:nanms\n"
        + "s:1 trl:3.5 lr:0.1 norm:2\n"
        + "step:2/9 val_loss:3.5 train_time:100ms\n")]
    [InlineData("huggingface",
        "  2%|2  | 10/500 [00:05<04:05,  2.00it/s]\r{'loss': 2.5, 'grad_norm': 1.25, 'epoch': 0.02}\n"
        + "{'eval_loss': 2.25, 'eval_runtime': 4.0, 'epoch': 0.04}\n")]
    [InlineData("torchtitan",
        "[rank0]:2024-06-25 18:23:53,045 - root - INFO - \u001b[31mstep:  1  \u001b[32mloss: 12.2718  memory: "
        + " 7.00GiB(7.5%)  tps: 1,234  mfu: 3.10%\u001b[39m\n")]
    [InlineData("mllog",
        ":::MLLOG {\"time_ms\": 1715968189417, \"key\": \"tracked_stats\", \"value\": {\"train_step_timing in s\": 10.5},"
        + " \"metadata\": {\"step\": 4194304}}\n")]
    [InlineData("jsonl",
        "{\"step\": 1, \"time\": 1700000000.5, \"loss\": 2.5, \"moe/layer_3/exp_counts\": [10, 0, 30]}\n"
        + "{\"step\": 2, \"time\": \"2023-11-14T22:13:21Z\", \"loss\": NaN}\n")]
    [InlineData("auscult",
        "{\"time\": \"2026-01-31T12:00:00.25Z\", \"rank\": 0, \"step\": 17, \"phase\": \"train\", \"step_seconds\": 0.21,"
        + " \"loss\": 0.93}\n")]
    public void Damaged_logs(string format, string good) =>
        Try(
            format, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(good, 3))), "run.log",
            file => new TrainingLogFiles(file, format, null, null, null));

    [Fact]
    public void Damaged_trainer_states() => Try(
        "trainer", """
        { "log_history": [ {"epoch": 0.1, "loss": 2.5, "step": 10}, {"eval_loss": 2.0, "eval_runtime": 3.0, "step": 20},
          {"train_runtime": 40.0, "step": 20} ] }
        """u8.ToArray(),
        "trainer_state.json", file => new TrainingLogFiles(file, "auto", null, null, null));

    [Fact]
    public void Damaged_traces() => Try(
        "trace", """
        { "distributedInfo": {"rank": 3}, "baseTimeNanoseconds": 1700000000000000000, "traceEvents": [
          {"ph": "X", "cat": "user_annotation", "name": "ProfilerStep#7", "pid": 1, "tid": 1, "ts": 1000000, "dur": 500000},
          {"ph": "X", "cat": "kernel", "name": "ncclDevKernel_AllReduce", "pid": 0, "tid": 20, "ts": 1100000, "dur": 50000,
           "args": {"step": 7}} ] }
        """u8.ToArray(), "trace.json", file => new TraceSource(file));

    [Fact]
    public void Damaged_event_files() => Try(
        "tensorboard", new EventFile().Scalar(1_700_000_000, 1, "loss", 2).Tensor(1_700_000_001, 2, "loss", 1, inContent: true).Bytes,
        "events.out.tfevents.1", file => new TensorBoardSource(file));

    private void Try(string name, byte[] good, string file, Func<string, IDatasetSource> open)
    {
        var random = new Random(name.Length * 7919);
        var path = _folder.At(file);
        var refused = 0;
        for (var i = 0; i < Cases; i++)
        {
            var damaged = Damage(good, random);
            File.WriteAllBytes(path, damaged);
            foreach (var skipBad in (bool[])[false, true])
            {
                try
                {
                    open(path).Load(new ImportContext(skipBad));
                }
                catch (InputException e)
                {
                    refused++;
                    e.Message.ShouldNotContain('\n');
                }
                catch (Exception e) when (e is not ShouldAssertException)
                {
                    throw new InvalidOperationException($"{name}, case {i}: {e.Message} for {Convert.ToBase64String(damaged)}", e);
                }
            }
        }
        refused.ShouldBeGreaterThan(0);
    }

    private static byte[] Damage(byte[] good, Random random)
    {
        var bytes = new List<byte>(good);
        for (var times = random.Next(1, 4); times > 0 && bytes.Count > 0; times--)
        {
            var at = random.Next(bytes.Count);
            var length = Math.Min(random.Next(1, 30), bytes.Count - at);
            switch (random.Next(6))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes.RemoveRange(at, length); break;
                case 2: bytes.InsertRange(at, bytes.GetRange(at, length)); break;
                case 3: bytes.RemoveRange(at, bytes.Count - at); break;
                case 4: bytes.InsertRange(at, "-99999999999999999999e99"u8.ToArray()); break;
                default: bytes[at] = "0123456789-|:{}[]\"',. \n"u8[random.Next(23)]; break;
            }
        }
        return [.. bytes];
    }
}

using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Loading.TrainingLogs;
using Auscult.Telemetry.Storage;
using Auscult.Telemetry.Tests.Storage;

namespace Auscult.Telemetry.Tests.Loading.TrainingLogs;

/// <summary>Lines as the frameworks print them, one format each, all found out from the lines.</summary>
public sealed class TrainingLogFormatTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Megatron()
    {
        var dataset = Load(
            """
            [before the start of training step] datetime: 2021-05-23 08:41:05
             iteration       10/    1000 | consumed samples:           40 | elapsed time per iteration (ms): 2000.0 | learning rate: 3.750E-05 | lm loss: 1.249319E+01 | loss scale: 32768.0 | grad norm: 9.804 | number of skipped iterations:   8 | number of nan iterations:   0 |
            time (ms) | forward-compute: 1500.00 | batch-generator: 2.50
             validation loss at iteration 10 | lm loss value: 8.017406E+00 | lm loss PPL: 3.033300E+03 |
             iteration       20/    1000 | consumed samples:           80 | elapsed time per iteration (ms): 1000.0 | learning rate: 3.750E-05 | lm loss: nan | loss scale: 16384.0 | grad norm: 1.5 | number of skipped iterations:   0 | number of nan iterations:   1 |
            saving checkpoint at iteration      20 to /checkpoints
              successfully saved checkpoint at iteration      20 to /checkpoints
             iteration       11/    1000 | consumed samples:           44 | elapsed time per iteration (ms): 1000.0 | learning rate: 3.750E-05 | lm loss: 2.5 | loss scale: 16384.0 | grad norm: 1.5 | number of skipped iterations:   0 | number of nan iterations:   0 |
            """, "megatron");

        Seconds(dataset).ShouldBe([(8 * 3600) + (41 * 60) + 7, (8 * 3600) + (41 * 60) + 17, (8 * 3600) + (41 * 60) + 27]);
        Column(dataset, "loss").ShouldBe([12.49319, double.NaN, 2.5]);
        Column(dataset, "forward_seconds")[0].ShouldBe(1.5);
        Column(dataset, "data_wait_seconds")[0].ShouldBe(0.0025);
        Column(dataset, "evaluation_loss")[0].ShouldBe(8.017406);
        Column(dataset, "nonfinite_state").ShouldBe([0, 1, 0]);
        dataset.Events.Select(happened => happened.Kind).ShouldBe(["skipped_steps", "nan_steps", "nonfinite_loss", "checkpoint", "restart"]);
        dataset.Events[^1].Detail.ShouldBe("from step 20 back to step 11");
        dataset.Incidents.Select(incident => (incident.FaultClass, incident.IsBenign)).ShouldBe([("evaluation", true)]);
    }

    [Fact]
    public void Megatron_of_today_begins_a_line_with_the_moment()
    {
        var dataset = Load(
            """
             [2026-01-01 00:00:07] iteration        1/    1000 | consumed samples: 256 | elapsed time per iteration (ms): 2700.0 | lm loss: 1.2E+01 |
             [2026-01-01 00:00:09] iteration        2/    1000 | consumed samples: 512 | elapsed time per iteration (ms): 2100.0 | lm loss: 1.1E+01 |
            """, "megatron");

        Seconds(dataset).ShouldBe([7, 9]);
        Column(dataset, "loss").ShouldBe([12, 11]);
        Column(dataset, "step_seconds").ShouldBe([2.7, 2.1]);
    }

    [Fact]
    public void DeepSpeed_has_times_of_its_own_and_Megatron_s_lines_beside()
    {
        var dataset = Load(
            """
            [2021-05-27 19:49:22,947] [INFO] [logging.py:60:log_dist] [Rank 0] step=0, skipped=0, lr=[0.0, 0.0], mom=[(0.9, 0.999), (0.9, 0.999)]
            [2021-05-27 19:51:55,061] [INFO] [logging.py:60:log_dist] [Rank 0] step=1, skipped=0, lr=[1.875e-05, 1.875e-05], mom=[(0.9, 0.999)]
            steps: 1 loss: 12.7902 iter time (s): 150.471 samples/sec: 6.805
             iteration        1/    1000 | elapsed time per iteration (ms): 150471.3 | learning rate: 1.875E-05 | lm loss: 1.279022E+01 | loss scale: 1024.0 | number of skipped iterations:   0 | number of nan iterations:   0 |
            [deepspeed] OVERFLOW! Rank 0 Skipping step. Attempted loss scale: 2048, reducing to 1024
            [2021-05-27 19:54:20,386] [INFO] [logging.py:60:log_dist] [Rank 0] step=2, skipped=0, lr=[3.75e-05, 3.75e-05], mom=[(0.9, 0.999)]
            steps: 2 loss: 12.8004 iter time (s): 145.206 samples/sec: 7.052
            """, "deepspeed");

        Seconds(dataset).ShouldBe([(19 * 3600) + (51 * 60) + 55.061, (19 * 3600) + (54 * 60) + 20.386]);
        Column(dataset, "step_seconds").ShouldBe([150.471, 145.206]);
        Column(dataset, "samples_per_second").ShouldBe([6.805, 7.052]);
        Column(dataset, "learning_rate").ShouldBe([1.875e-05, 3.75e-05]);
        dataset.Events.Single().Kind.ShouldBe("skipped_step");
        dataset.Manifest.Import!.Remarks.ShouldHaveSingleItem();
    }

    [Fact]
    public void NanoGpt()
    {
        var dataset = Load(
            """
            step 0: train loss 4.2874, val loss 4.2823
            iter 0: loss 4.2654, time 2500.00ms, mfu -100.00%
            iter 10: loss 3.2345, time 250.00ms, mfu 20.10%
            saving checkpoint to out
            iter 20: loss 3.1, time 250.00ms, mfu 20.10%
            """, "nanogpt");

        Column(dataset, "loss").Where(double.IsFinite).ShouldBe([4.2654, 3.2345, 3.1]);
        Column(dataset, "model_flops_utilization_ratio").Where(double.IsFinite).ShouldBe([0.201, 0.201]);
        dataset.Incidents.Select(incident => incident.FaultClass).ShouldBe(["evaluation", "checkpoint"]);
        Seconds(dataset)[^1].ShouldBe(2.5 + 2.5 + 2.5, tolerance: 1e-6);
    }

    [Fact]
    public void Modded_nanoGpt_knows_the_step_after_the_timer_was_set_back()
    {
        var dataset = Load(
            """
            Wed Oct  9 18:10:50 2024
            step:0/6000 val_loss:11.0149 train_time:305ms step_avg:nanms
            step:1/6000 train_loss:11.0091 train_time:24000ms step_avg:nanms
            step:2/6000 train_loss:11.0001 train_time:24250ms step_avg:nanms
            step:3/6000 train_loss:10.9840 train_time:1500ms step_avg:nanms
            step:4/6000 train_loss:10.9560 train_time:1750ms step_avg:nanms
            """, "modded_nanogpt");

        Column(dataset, "step_seconds").Where(double.IsFinite).ShouldBe([24, 0.25, 1.5, 0.25]);
        dataset.Manifest.Recordings[0].Start.ShouldBe(new DateTimeOffset(2024, 10, 9, 18, 10, 50, TimeSpan.Zero));
    }

    [Fact]
    public void Llm_c_tells_no_time_at_all_and_that_is_said()
    {
        var dataset = Load("s:0 tel:11.0092\ns:0 trl:11.0091 lr:0.000001 norm:15.37\ns:1 trl:10.9598 lr:0.000001 norm:15.24\n", "modded_nanogpt");

        Column(dataset, "grad_norm").Where(double.IsFinite).ShouldBe([15.37, 15.24]);
        dataset.Manifest.Import!.Remarks.ShouldContain(remark => remark.Contains("times are made up", StringComparison.Ordinal));
    }

    [Fact]
    public void HuggingFace_standard_output_takes_step_and_time_from_the_progress_bar()
    {
        var dataset = Load(
            "  2%|2         | 10/500 [00:05<04:05,  2.00it/s]\r{'loss': 2.5, 'grad_norm': 1.25, 'learning_rate': 5e-05, 'epoch': 0.02}\n"
            + "  4%|4         | 20/500 [00:15<04:00,  2.00it/s]\r{'loss': nan, 'grad_norm': 1.5, 'learning_rate': 5e-05, 'epoch': 0.04}\n"
            + "{'eval_loss': 2.25, 'eval_runtime': 4.0, 'eval_samples_per_second': 10.0, 'epoch': 0.04}\n", "huggingface");

        Column(dataset, "step_seconds").Where(double.IsFinite).ShouldBe([0.5, 1.0]);
        Column(dataset, "steps_total").Where(double.IsFinite).ShouldBe([10, 20]);
        Column(dataset, "evaluation_loss")[^1].ShouldBe(2.25);
        var evaluation = dataset.Incidents.Single();
        (evaluation.FaultClass, (evaluation.End - evaluation.Onset).TotalSeconds).ShouldBe(("evaluation", 4));
    }

    [Fact]
    public void HuggingFace_trainer_state()
    {
        File.WriteAllText(_folder.At("trainer_state.json"), """
            { "best_metric": null, "log_history": [
              {"epoch": 0.1, "learning_rate": 5e-05, "loss": 2.5, "step": 10},
              {"epoch": 0.2, "learning_rate": 5e-05, "loss": NaN, "step": 20},
              {"epoch": 0.2, "eval_loss": 2.0, "eval_runtime": 3.0, "step": 20},
              {"epoch": 0.2, "train_runtime": 40.0, "train_loss": 2.4, "step": 20} ] }
            """);
        var dataset = new TrainingLogFiles(_folder.At("trainer_state.json"), "auto", null, null, null).Load();

        Column(dataset, "loss").Where(double.IsFinite).ShouldBe([2.5]);
        Column(dataset, "step_seconds").Where(double.IsFinite).ShouldBe([2, 2]);
        dataset.Incidents.Single().FaultClass.ShouldBe("evaluation");
    }

    [Fact]
    public void Torchtitan_with_colours_and_ranks()
    {
        var dataset = Load(
            "[rank0]:2024-06-25 18:23:53,045 - root - INFO - \u001b[31mstep:  1  \u001b[32mloss: 12.2718  \u001b[39mgrad_norm: 1.5  \u001b[33mmemory:  7.00GiB(7.5%)  \u001b[34mtps: 1,234  \u001b[36mtflops: 10.5  \u001b[35mmfu: 3.10%\u001b[39m\n"
            + "[rank1]:2024-06-25 18:23:53,046 - root - INFO - \u001b[31mstep:  1  \u001b[32mloss: 12.2  \u001b[39mmemory:  7.00GiB(7.5%)  \u001b[34mwps: 1,000\u001b[39m\n"
            + "[rank0]:2024-06-25 18:23:55,045 - root - INFO - Saving the checkpoint (or staging if async is enabled).\n"
            + "[rank0]:2024-06-25 18:23:58,045 - root - INFO - Finished saving the checkpoint (or staging if async is enabled) in 3.00 seconds.\n"
            + "[rank0]:2024-06-25 18:23:59,045 - root - INFO - step:  2  loss: 12.1  grad_norm: 1.5  memory:  7.00GiB(7.5%)  tps: 1,234\n", "torchtitan");

        dataset.Topology.Entities.Select(entity => entity.Id).ShouldBe(["rank0", "rank1"]);
        Column(dataset, "tokens_per_second").Where(double.IsFinite).ShouldBe([1234, 1234, 1000]);
        Column(dataset, "memory_peak_reserved_bytes")[0].ShouldBe(7.0 * (1L << 30));
        Column(dataset, "model_flops_per_second")[0].ShouldBe(10.5e12);
        var checkpoint = dataset.Incidents.Single();
        (checkpoint.FaultClass, (checkpoint.End - checkpoint.Onset).TotalSeconds).ShouldBe(("checkpoint", 3));
    }

    [Fact]
    public void MlPerf()
    {
        var dataset = Load(
            """
            :::MLLOG {"time_ms": 1715968170000, "event_type": "INTERVAL_START", "key": "init_start", "value": null, "metadata": {}}
            :::MLLOG {"time_ms": 1715968177942, "event_type": "INTERVAL_END", "key": "init_stop", "value": null, "metadata": {}}
            :::MLLOG {"time_ms": 1715968189417, "event_type": "POINT_IN_TIME", "key": "tracked_stats", "value": {"train_step_timing in s": 10.5}, "metadata": {"step": 4194304}}
            :::MLLOG {"time_ms": 1715968199880, "event_type": "POINT_IN_TIME", "key": "tracked_stats", "value": {"train_step_timing in s": 10.25}, "metadata": {"step": 8388608}}
            :::MLLOG {"time_ms": 1715968308109, "event_type": "INTERVAL_START", "key": "eval_start", "value": null, "metadata": {}}
            :::MLLOG {"time_ms": 1715968321264, "event_type": "POINT_IN_TIME", "key": "eval_accuracy", "value": 2.75, "metadata": {}}
            :::MLLOG {"time_ms": 1715968321265, "event_type": "INTERVAL_END", "key": "eval_stop", "value": null, "metadata": {}}
            """, "mllog");

        Column(dataset, "step_seconds").Where(double.IsFinite).ShouldBe([10.5, 10.25]);
        Column(dataset, "steps_total").Where(double.IsFinite).ShouldBe([1, 2]);
        dataset.Incidents.Select(incident => incident.FaultClass).ShouldBe(["warm_up", "evaluation"]);
        dataset.Manifest.Import!.Unmapped.Select(metric => metric.Name).ShouldBe(["eval_accuracy"]);
    }

    [Fact]
    public void Json_lines_with_routing_of_experts()
    {
        var dataset = Load(
            """
            {"_step": 1, "_timestamp": 1700000000.5, "train/loss": 2.5, "moe/layer_3/cv": 0.25, "moe/layer_4/cv": 0.75, "moe/layer_3/exp_counts": [10, 0, 30], "my_metric": 7, "note": "text"}
            {"_step": 2, "_timestamp": 1700000001.5, "train/loss": NaN, "moe/layer_3/cv": 0.5, "moe/layer_3/exp_counts": [11, 1, 28], "e_max_violation": 1.5}
            """, "jsonl");

        Column(dataset, "loss").ShouldBe([2.5, double.NaN]);
        dataset.Topology.Entities.Where(entity => entity.Kind == EntityKind.Expert).Select(entity => (entity.Id, entity.Parent)).ShouldBe(
            [("layer3", null), ("layer3/expert0", "layer3"), ("layer3/expert1", "layer3"), ("layer3/expert2", "layer3")]);
        dataset.Topology.Groups.Single().Members.Count.ShouldBe(3);
        dataset.Seen(Layer.Model, EntityKind.Expert, "expert_tokens").ShouldBe([10, 11, 0, 1, 30, 28]);
        Column(dataset, "moe_load_cv").ShouldBe([0.75, 0.5]);
        Column(dataset, "moe_max_violation")[1].ShouldBe(1.5);
        dataset.Manifest.Import!.Unmapped.Select(metric => metric.Name).ShouldBe(["my_metric"]);
    }

    [Fact]
    public void The_project_s_own_telemetry_keeps_its_phases()
    {
        var path = _folder.At("train.jsonl");
        using (var writer = new TrainingTelemetryWriter(path, TimeProvider.System, rank: 2))
        {
            writer.Write(new TrainingTelemetry { Step = 1, Loss = 2, StepSeconds = 0.5 });
            using (writer.Enter(TrainingPhase.Checkpoint, 1))
                Thread.Sleep(20);
            writer.Write(new TrainingTelemetry { Step = 2, Loss = 1.5, StepSeconds = 0.5 });
        }
        var dataset = new TrainingLogFiles(path, null, "node7", null, null).Load();

        dataset.Topology.Entities.Select(entity => entity.Id).ShouldBe(["node7", "node7/rank2"]);
        Column(dataset, "loss").Where(double.IsFinite).ShouldBe([2, 1.5]);
        dataset.Incidents.Single().FaultClass.ShouldBe("checkpoint");
        DatasetWriter.Write(_folder.At("set"), dataset);
        DatasetComparison.ShouldEqual(Dataset.Open(_folder.At("set")), dataset, relativeTolerance: 1e-6);
    }

    private Dataset Load(string text, string expected)
    {
        var file = _folder.At("train.log");
        File.WriteAllText(file, text);
        var dataset = new TrainingLogFiles(file, "auto", null, null, null).Load(new ImportContext());
        dataset.Manifest.Import!.Remarks[0].ShouldBe($"train.log: format {expected} (found out from its lines)");
        new TrainingLogFiles(file, expected, null, null, null).Load().Manifest.Signals.ShouldBe(dataset.Manifest.Signals);
        return dataset;
    }

    private static double[] Column(Dataset dataset, string name) => [.. dataset.ReadSeries(Layer.Model, EntityKind.Rank).Values(name)];

    private static double[] Seconds(Dataset dataset) =>
        [.. dataset.ReadSeries(Layer.Model, EntityKind.Rank).TimesMicros.Select(time => Micros.ToTime(time).TimeOfDay.TotalSeconds)];
}

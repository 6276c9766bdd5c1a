using System.IO.Compression;
using System.Text;
using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Loading.TrainingLogs;
using Auscult.Telemetry.Tests.Storage;

namespace Auscult.Telemetry.Tests.Loading.TrainingLogs;

public sealed class TrainingLogFilesTests : IDisposable
{
    private const string Good = "step:1/9 train_loss:3.5 train_time:100ms step_avg:nanms\nstep:2/9 train_loss:3.4 train_time:200ms step_avg:nanms\n";
    private static readonly string BigScience = Path.Combine(DatasetFactAttribute.Root, "LLMTrainingIncidents", "bigscience");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [DatasetFact("LLMTrainingIncidents")]
    public void Real_Megatron_and_DeepSpeed_logs_give_every_iteration()
    {
        // Counted by: zcat FILE | grep -ac 'iteration  *[0-9]*/'
        (string File, string Format, int Steps)[] expected =
        [
            ("experiments_gpt2-meg-ds-3d-old_meg_ds_3d_gpt2_perf_n16.out.gz", "deepspeed", 2),
            ("experiments_gpt2-meg-ds-3d_meg_ds_3d_gpt2_perf_n16-ds-off.out.gz", "megatron", 62),
            ("experiments_gpt2-meg-ds-3d_meg_ds_3d_gpt2_perf_n16-ds-on.out.gz", "megatron", 49),
            ("experiments_gpt2-meg_meg_gpt2_base_n4_dp1_tp4_pp4-1809579.out.gz", "megatron", 20),
            ("experiments_gpt2-meg_meg_gpt2_base_n64_dp1_tp4_pp64-1809655.out.gz", "megatron", 6),
        ];
        foreach (var (file, format, steps) in expected)
        {
            var dataset = new TrainingLogFiles(Path.Combine(BigScience, file), null, null, null, null).Load();
            dataset.Manifest.Import!.Remarks[0].ShouldContain($"format {format}");
            dataset.ReadSeries(Layer.Model, EntityKind.Rank).RowCount.ShouldBe(steps, file);
            dataset.Manifest.Recordings[0].Start.Year.ShouldBe(2021);
        }
    }

    [DatasetFact("LLMTrainingIncidents")]
    public void A_real_log_keeps_its_skipped_iterations_and_its_validation_losses()
    {
        var dataset = new TrainingLogFiles(
            Path.Combine(BigScience, "experiments_gpt2-meg_meg_gpt2_base_n4_dp1_tp4_pp4-1809579.out.gz"), "megatron", null, null, null).Load();

        dataset.Events.Where(happened => happened.Kind == "skipped_steps").Select(happened => happened.Detail).ShouldBe(["10", "8", "1"]);
        dataset.Incidents.Count(incident => incident.FaultClass == "evaluation").ShouldBe(2);
        dataset.ReadSeries(Layer.Model, EntityKind.Rank).Values("evaluation_loss").Where(double.IsFinite).ShouldBe([8.017406, 7.487306]);
    }

    [DatasetFact("LLMTrainingIncidents")]
    public void A_real_log_that_never_came_to_a_step_is_refused_in_one_line() =>
        Should.Throw<InputException>(() => new TrainingLogFiles(
            Path.Combine(BigScience, "experiments_gpt2-hf-ds_hf_ds_gpt2_base_n4-1832555.out.gz"), null, null, null, null).Load())
            .Message.ShouldContain("has no line of a known training log");

    [Fact]
    public void Files_with_ranks_in_their_names_are_one_run_and_others_follow_each_other()
    {
        foreach (var rank in (int[])[0, 1])
            File.WriteAllText(_folder.At($"rank{rank}.log"), Good);
        var ranks = Source(_folder.Path).Load();
        ranks.Topology.Entities.Select(entity => entity.Id).ShouldBe(["rank0", "rank1"]);
        ranks.Manifest.Recordings.Count.ShouldBe(1);

        Directory.CreateDirectory(_folder.At("runs"));
        foreach (var name in (string[])["a.log", "b.log"])
            File.WriteAllText(_folder.At("runs", name), Good);
        var runs = Source(_folder.At("runs")).Load();
        runs.Topology.Entities.Count.ShouldBe(1);
        runs.Manifest.Recordings.Select(recording => recording.Name).ShouldBe(["a", "b"]);
    }

    [Fact]
    public void The_clock_of_a_log_without_times_begins_where_the_configuration_says()
    {
        File.WriteAllText(_folder.At("a.log"), Good);
        var start = new DateTimeOffset(2025, 3, 1, 0, 0, 0, TimeSpan.Zero);
        var dataset = new TrainingLogFiles(_folder.At("a.log"), null, null, start, null).Load();
        dataset.Manifest.Recordings[0].Start.ShouldBe(start.AddMilliseconds(100));
        dataset.Manifest.Import!.Remarks.ShouldContain(remark => remark.Contains("added up from step times", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("step:3/9 train_loss:oops train_time:300ms step_avg:nanms\n", "a.log:3:train_loss: 'oops' is not a number")]
    [InlineData("step:3.5/9 train_loss:1 train_time:300ms step_avg:nanms\n", "a.log:3:step: '3.5' is not a number")]
    [InlineData("step:3/9 train_loss:1 train_time:9e15ms step_avg:nanms\n", "is no step time")]
    public void A_line_that_cannot_be_read_is_named_or_skipped_and_counted(string bad, string problem)
    {
        File.WriteAllText(_folder.At("a.log"), Good + bad);
        Should.Throw<InputException>(() => Source(_folder.At("a.log")).Load()).Message.ShouldContain(problem);

        var context = new ImportContext(skipBad: true);
        Source(_folder.At("a.log")).Load(context).Manifest.Import!.SkippedRecords.ShouldBe(1);
        context.Bad.Listed.Single().ShouldContain(problem);
    }

    [Theory]
    [InlineData("{\"step\": 3, \"time\": 1699999000, \"loss\": 1}\n", "time goes back from 2023-11-14 22:13:21Z to 2023-11-14 21:56:40Z")]
    [InlineData("{\"step\": 3, \"time\": 5, \"loss\": 1}\n", "cannot be the time of a line")]
    [InlineData("{\"step\": 3, \"time\": 1700000002, \"loss\": 1\n", "is not a JSON object")]
    [InlineData("{\"step\": -3, \"time\": 1700000002, \"loss\": 1}\n", "step -3 is negative")]
    public void Times_that_cannot_be_true_are_refused(string bad, string problem)
    {
        var good = "{\"step\": 1, \"time\": \"2023-11-14T23:13:20+01:00\", \"loss\": 1}\n{\"step\": 2, \"time\": 1700000001, \"loss\": 1}\n";
        File.WriteAllText(_folder.At("a.jsonl"), good + bad);
        Should.Throw<InputException>(() => Source(_folder.At("a.jsonl")).Load()).Message.ShouldContain(problem);
        Source(_folder.At("a.jsonl")).Load(new ImportContext(skipBad: true)).ReadSeries(Layer.Model, EntityKind.Rank).RowCount.ShouldBe(2);
    }

    [Fact]
    public void A_truncated_file_gives_what_came_before_the_damage()
    {
        using (var zip = new GZipStream(File.Create(_folder.At("whole.gz")), CompressionLevel.Optimal))
            zip.Write(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(1, 500).Select(i => $"step:{i}/500 train_loss:{i % 7}.5 train_time:{i * 100}ms step_avg:1ms\n"))));
        var bytes = File.ReadAllBytes(_folder.At("whole.gz"));
        File.WriteAllBytes(_folder.At("a.log.gz"), bytes[..(bytes.Length / 2)]);

        Should.Throw<InputException>(() => Source(_folder.At("a.log.gz")).Load()).Message.ShouldContain("damaged or truncated");
        var context = new ImportContext(skipBad: true);
        Source(_folder.At("a.log.gz")).Load(context).ReadSeries(Layer.Model, EntityKind.Rank).RowCount.ShouldBeInRange(1, 499);
        context.Bad.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("nothing of interest\n", "has no line of a known training log")]
    [InlineData("", "has no line of a known training log")]
    public void A_file_of_another_kind_is_refused(string text, string problem)
    {
        File.WriteAllText(_folder.At("a.log"), text);
        Should.Throw<InputException>(() => Source(_folder.At("a.log")).Load()).Message.ShouldContain(problem);
    }

    [Fact]
    public void Utf16_and_unknown_formats_are_refused_with_a_remedy()
    {
        File.WriteAllText(_folder.At("a.log"), Good, Encoding.Unicode);
        Should.Throw<InputException>(() => Source(_folder.At("a.log")).Load()).Message.ShouldContain("convert it to UTF-8");
        Should.Throw<InputException>(() => new TrainingLogFiles(_folder.At("a.log"), "megatrn", null, null, null).Load())
            .Message.ShouldContain("did you mean 'megatron'?");
        Should.Throw<InputException>(() => Source(_folder.At("absent.log")).Load()).Message.ShouldContain("no such file");
    }

    private static TrainingLogFiles Source(string root) => new(root, "auto", null, null, null);
}

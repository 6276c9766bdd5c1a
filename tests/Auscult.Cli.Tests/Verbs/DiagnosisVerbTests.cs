using System.Text.Json;
using Auscult.Cli.Hosting;
using Auscult.Cli.Tests.Hosting;
using Auscult.Learning.Tests.Sites;
using Auscult.Telemetry.Storage;

namespace Auscult.Cli.Tests.Verbs;

/// <summary>From labelled clusters through <c>train task=diagnosis</c> to <c>detect</c> and <c>diagnose</c>; trained once.</summary>
public sealed class DiagnosisVerbTests : IClassFixture<DiagnosisVerbTests.TrainedModel>
{
    private readonly TrainedModel _trained;

    public DiagnosisVerbTests(TrainedModel trained) => _trained = trained;

    [Fact]
    public void Training_says_what_was_learned_and_leaves_a_whole_model()
    {
        _trained.Output.ShouldContain("memory: shift learned 6 faults of 2 classes from 6 recordings");
        _trained.Output.ShouldContain("faults: cpu_contention, thermal_throttle");
        Directory.GetFiles(_trained.At("run/diagnosis")).Select(Path.GetFileName).Order().ShouldBe(["alarms.json", "model.json", "scales.json", "shift.json", "trees.bin"]);
    }

    [Fact]
    public void Detect_lists_incidents_of_recordings_that_were_not_learned()
    {
        var (exitCode, output, error) = Run("detect", _trained.At("run"));
        exitCode.ShouldBe(0, error);
        output.ShouldMatch(@"r6/1 .* thermal_throttle .* c6/node2/gpu1 ");
        output.ShouldMatch(@"r7/1 .* cpu_contention .* c7/node3 ");
        output.ShouldContain($"why: auscult diagnose r6/1 --run {_trained.At("run")}");
        output.ShouldMatch(@"r6/1 .* - +(<\.001|\.\d{3})");
        output.ShouldNotContain("r0/");
    }

    [Fact]
    public void Detect_as_JSON_holds_what_the_table_has_and_more()
    {
        using var json = JsonDocument.Parse(Run("detect", _trained.At("run"), "--recording", "r6", "--json", "-").Output);
        var recording = json.RootElement.GetProperty("recordings").EnumerateArray().ShouldHaveSingleItem();
        var incident = recording.GetProperty("incidents")[0];
        incident.EnumerateObject().Select(property => property.Name).ShouldBe(
        [
            "id", "recording", "start", "raised", "last_seen", "is_open", "class", "class_confidence", "classes", "fault_share", "entity",
            "entity_confidence", "place", "place_confidence", "places", "severity", "progress_lost", "p_value", "novelty_p_value",
        ]);
        (incident.GetProperty("id").GetString(), incident.GetProperty("class").GetString(), incident.GetProperty("place").GetString())
            .ShouldBe(("r6/1", "thermal_throttle", "c6/node2"));
        // These clusters have no signals of the job.
        incident.GetProperty("severity").ValueKind.ShouldBe(JsonValueKind.Null);
        var start = incident.GetProperty("start").GetDateTimeOffset() - TestSites.Start.AddSeconds(6 * (TestSites.Rows + 100));
        start.TotalSeconds.ShouldBe(400, 15);
    }

    [Fact]
    public void Another_dataset_folder_is_judged_with_the_model_of_a_run()
    {
        Run("detect", _trained.At("set"), "--run", _trained.At("run"), "--recording", "r7").Output.ShouldContain("r7/1");
        ShouldBeRefused(Run("detect", _trained.At("set")), "which model shall judge it?; give --run RUN");
    }

    [Fact]
    public void Report_judges_the_recordings_that_were_not_learned_beside_controls()
    {
        var page = _trained.At("page.html");
        var (exitCode, output, error) = Run("report", _trained.At("run"), "--out", page, "--svg", _trained.At("svg"));
        exitCode.ShouldBe(0, error);
        output.ShouldContain(page);
        var html = File.ReadAllText(page);
        html.ShouldContain("data-incident=\"0\">1<");
        html.ShouldContain("<h3>r6/1: ");
        html.ShouldContain("gpu_sm_clock_hertz of c6/node2/gpu1");
        html.ShouldContain("majority");
        Directory.GetFiles(_trained.At("svg"), "incident-r6-1-*.svg").ShouldNotBeEmpty();
        Run("report", _trained.At("run"), _trained.At("run"), "--baseline", "none", "--format", "csv").Output.ShouldContain(",difference,");
    }

    [Fact]
    public void Report_refuses_what_it_cannot_draw_and_leaves_nothing_behind()
    {
        var page = _trained.At("never.html");
        ShouldBeRefused(Run("report", _trained.At("set"), "--out", page), "holds neither a diagnosis model nor results");
        ShouldBeRefused(Run("report", _trained.At("run"), "--format", "pdf", "--out", page), "there is no format 'pdf'");
        ShouldBeRefused(Run("report", _trained.At("run"), "--recording", "r66", "--out", page), "there is no recording 'r66'");
        ShouldBeRefused(Run("report", _trained.At("run"), "--baseline", "guess", "--out", page), "there is no diagnoser 'guess'");
        ShouldBeRefused(Run("report", _trained.At("run"), "--fromat", "csv"), "unknown option '--fromat'");
        ShouldBeRefused(Run("report", _trained.At("nothing.json"), "--out", page), "no such file");
        File.Exists(page).ShouldBeFalse();
    }

    [Fact]
    public void Diagnose_explains_an_incident_so_that_it_can_be_acted_upon()
    {
        var (exitCode, output, error) = Run("diagnose", "r6/1", "--run", _trained.At("run"));
        exitCode.ShouldBe(0, error);
        output.ShouldStartWith("Incident r6/1\n");
        output.ShouldMatch(@"what +thermal_throttle, ");
        output.ShouldMatch(@"where +c6/node2/gpu1, ");
        output.ShouldMatch(@"since +2026-01-05 01:1\d:\d\d UTC, alarm (after|at once)");
        output.ShouldMatch(@"gpu_sm_clock_hertz +c6/node2/gpu1 +falls +\d+(\.\d)? +100 +(100|99\.\d) +1 of 8 ");
        output.ShouldMatch(@" 0 +c6/node2/gpu1 +the culprit +gpu_sm_clock_hertz +falls");
        output.ShouldContain("thermal_throttle (i");
    }

    [Fact]
    public void A_time_is_as_good_as_a_number_and_quiet_time_is_called_quiet()
    {
        var during = TestSites.Start.AddSeconds((6 * (TestSites.Rows + 100)) + 430).ToString("O");
        Run("diagnose", "--at", during, "--run", _trained.At("run")).Output.ShouldStartWith("Incident r6/1\n");
        var before = TestSites.Start.AddSeconds((6 * (TestSites.Rows + 100)) + 350).ToString("O");
        Run("diagnose", "--at", before, "--run", _trained.At("run")).Output.ShouldContain("no alarm");
    }

    [Fact]
    public void Diagnose_as_JSON_holds_evidence()
    {
        using var json = JsonDocument.Parse(Run("diagnose", "r7/1", "--run", _trained.At("run"), "--json", "-").Output);
        json.RootElement.EnumerateObject().Select(property => property.Name).ShouldBe(["incident", "evidence", "nearest"]);
        var evidence = json.RootElement.GetProperty("evidence");
        evidence.EnumerateObject().Select(property => property.Name).ShouldBe(["moment", "signals", "layers", "spread"]);
        evidence.GetProperty("signals")[0].GetProperty("reading").GetProperty("signal").GetProperty("name").GetString().ShouldBe("cpu_ratio");
        json.RootElement.GetProperty("nearest").EnumerateArray().Select(near => near.GetProperty("class").GetString()).ShouldContain("cpu_contention");
    }

    [Fact]
    public void The_check_measures_evidence_on_labelled_faults()
    {
        using var json = JsonDocument.Parse(Run("diagnose", "--check", "--run", _trained.At("run"), "--json", "-").Output);
        json.RootElement.GetProperty("incidents").GetArrayLength().ShouldBe(2);
        json.RootElement.GetProperty("top_loss").GetProperty("value").GetDouble().ShouldBeGreaterThan(0);
        Run("diagnose", "--check", "--run", _trained.At("run")).Output.ShouldContain("difference, fault by fault");
    }

    [Fact]
    public void A_correction_is_kept_for_the_next_training()
    {
        var (exitCode, _, error) = Run("diagnose", "r6/1", "--run", _trained.At("run"), "--correct", "class=power_throttle,entity=c6/node2/gpu0");
        exitCode.ShouldBe(0, error);
        var line = Auscult.Learning.Diagnosis.Corrections.DiagnosisFeedback.Load(_trained.At("run/feedback.jsonl")).ShouldHaveSingleItem();
        (line.Recording, line.Class, line.Entity, line.Benign).ShouldBe(("r6", "power_throttle", "c6/node2/gpu0", null));
        ShouldBeRefused(Run("diagnose", "r6/1", "--run", _trained.At("run"), "--json", _trained.At("x.json"), "--correct", "clas=x"), "did you mean 'class'?", true);
        ShouldBeRefused(Run("diagnose", "r6/1", "--run", _trained.At("run"), "--json", _trained.At("x.json"), "--correct", "entity=c6/node9"), "no entity", true);
        ShouldBeRefused(Run(["train", .. TrainedModel.Settings(_trained), $"diagnosis.feedback={_trained.At("run/feedback.jsonl")}"]), "names 'r6'");
    }

    [Fact]
    public void What_does_not_fit_is_one_line_and_2()
    {
        var run = _trained.At("run");
        ShouldBeRefused(Run("detect", _trained.At("nothing")), "no such folder");
        ShouldBeRefused(Run("detect", _trained.At("set/series")), "holds no diagnosis model; run 'auscult train task=diagnosis' first");
        ShouldBeRefused(Run("detect", run, "--recording", "r66"), "there is no recording 'r66'");
        ShouldBeRefused(Run("detect", run, "alarm.levle=0.1"), "did you mean 'alarm.level'?");
        ShouldBeRefused(Run("diagnose", "--run", run), "which incident?");
        ShouldBeRefused(Run("diagnose", "r6/1", "--at", "2026-01-05T00:00:00Z", "--run", run), "which incident?");
        ShouldBeRefused(Run("diagnose", "r6", "--run", run), "'r6' is no incident");
        ShouldBeRefused(Run("diagnose", "r6/99", "--run", run), "there are r6/1");
        ShouldBeRefused(Run("diagnose", "--at", "yesterday", "--run", run), "'yesterday' is no time");
        ShouldBeRefused(Run("diagnose", "--at", "2027-01-05T00:00:00Z", "--run", run), "there is no recording at 2027-01-05 00:00:00 UTC");
        ShouldBeRefused(Run(["train", .. TrainedModel.Settings(_trained), "--resume"]), "nothing to resume");
        ShouldBeRefused(Run(["train", .. TrainedModel.Settings(_trained), "--telemetry", _trained.At("steps.jsonl")]), "--telemetry has no meaning for task=diagnosis");
        File.Exists(_trained.At("steps.jsonl")).ShouldBeFalse();
        ShouldBeRefused(Run(["train", .. TrainedModel.Settings(_trained), "diagnosis.diagnoser=shfit"]), "did you mean 'shift'?");
        ShouldBeRefused(Run("train", "task=diagnose"), "task");
    }

    [Fact]
    public void A_damaged_model_is_one_line_and_2()
    {
        var copy = _trained.At("damaged/diagnosis");
        Directory.CreateDirectory(copy);
        foreach (var file in Directory.GetFiles(_trained.At("run/diagnosis")))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)), overwrite: true);
        File.WriteAllText(Path.Combine(copy, "alarms.json"), "{\"diagnoser\": 1}");
        ShouldBeRefused(Run("detect", _trained.At("damaged")), "alarms.json");
        File.Delete(Path.Combine(copy, "shift.json"));
        ShouldBeRefused(Run("detect", _trained.At("damaged")), "no such file");
    }

    [Fact]
    public void The_joint_encoder_is_trained_kept_and_used_by_its_name()
    {
        var trained = Run(["train", .. TrainedModel.Settings(_trained), $"output_dir={_trained.At("encoded")}", "diagnosis.diagnoser=encoder",
            "diagnosis.encoder_training.steps=3", "diagnosis.calibration_folds=2"]);
        trained.ExitCode.ShouldBe(0, trained.Error);
        trained.Output.ShouldContain("encoder learned 6 faults of 2 classes");
        File.Exists(_trained.At("encoded/diagnosis/weights-0.safetensors")).ShouldBeTrue();
        var (exitCode, output, error) = Run("detect", _trained.At("encoded"));
        exitCode.ShouldBe(0, error);
        output.ShouldContain("in 2 recordings");
    }

    private static void ShouldBeRefused((int ExitCode, string Output, string Error) result, string said, bool isAfterOutput = false)
    {
        result.ExitCode.ShouldBe(2, result.Error);
        if (!isAfterOutput)
            result.Output.ShouldBeEmpty();
        var line = result.Error.TrimEnd('\n').Split('\n').Last();
        line.ShouldStartWith("auscult: ");
        line.ShouldContain(said);
    }

    private static (int ExitCode, string Output, string Error) Run(params string[] arguments)
    {
        var test = new TestServices();
        var services = test.Create();
        var exitCode = CommandLine.Run(
            Program.CreateRoot(services), [.. arguments, "--config-dir", Path.Combine(Repository.Root, "configs")], services);
        return (exitCode, test.Output.ToString(), test.Error.ToString());
    }

    /// <summary>
    /// Eight clusters of four nodes with one fault each, six of which are learned: an accelerator whose clock falls, whereupon all others draw less
    /// power, or a node whose processor is taken.
    /// </summary>
    public sealed class TrainedModel : IDisposable
    {
        private const int Clusters = 8;
        private readonly TemporaryFolder _folder = new();

        public TrainedModel()
        {
            var data = TestSites.Dataset(Value, [.. Enumerable.Repeat(4, Clusters)], [.. Enumerable.Range(0, Clusters).Select(c =>
                TestSites.Incident($"i{c}", c % 2 == 0 ? "thermal_throttle" : "cpu_contention", Root(c), c, 400, 460))]);
            string[] names = [.. Enumerable.Range(0, Clusters).Select(c => $"r{c}")];
            DatasetWriter.Write(At("set"), new MemoryDataset("memory", data.Manifest with
            {
                Splits = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["train"] = names[..6], ["test"] = names[6..] },
            }, data.Topology, [.. data.Series.Select(info => new MemorySeries(info.Layer, info.EntityKind, data.ReadSeries(info.Layer, info.EntityKind)))],
                data.Incidents), overwrite: false);
            var (exitCode, output, error) = Run(["train", .. Settings(this)]);
            exitCode.ShouldBe(0, error);
            Output = output;
        }

        public string Output { get; }

        public static string[] Settings(TrainedModel trained) =>
        [
            "task=diagnosis", "data=recorded", $"data.root={trained.At("set")}", $"output_dir={trained.At("run")}", "tracker=none",
            "diagnosis.shift.num_steps=60", "diagnosis.shift.trees.num_trees=40", "diagnosis.calibration_folds=3",
        ];

        public string At(string name) => Path.Combine(_folder.Path, name);

        public void Dispose() => _folder.Dispose();

        private static string Root(int cluster) =>
            cluster % 2 == 0 ? $"c{cluster}/node{cluster % 4}/gpu{cluster / 2 % 2}" : $"c{cluster}/node{cluster % 4}";

        private static double Value(int recording, string entity, string signal, int row)
        {
            var isThrottle = recording % 2 == 0;
            var shift = row is < 400 or >= 460 ? 0
                : isThrottle && entity == Root(recording) && signal == "gpu_sm_clock_hertz" ? -60
                : isThrottle && signal == "gpu_power_watts" && row >= 410 ? -60
                : !isThrottle && entity == Root(recording) && signal == "cpu_ratio" ? 50 : 0;
            return TestSites.Noise(entity, signal, row + (1000 * recording)) + shift;
        }
    }
}

using System.Text.Json;
using Auscult.Bench.Retraining;
using Auscult.Cli.Hosting;
using Auscult.Cli.Tests.Hosting;
using Auscult.Learning.Tests.Sites;
using Auscult.Retraining.State;
using Auscult.Telemetry.Storage;

namespace Auscult.Cli.Tests.Verbs;

/// <summary><c>auscult retrain</c> and <c>auscult shadow</c> on small clusters: good, empty, shuffled, broken and torn weeks.</summary>
public sealed class RetrainCommandTests : IDisposable
{
    private const int Clusters = 8;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Weeks_come_and_the_champion_serves_through_all_of_them()
    {
        Directory.CreateDirectory(At("incoming"));
        Retrain().ShouldBe((0, "there is no champion yet: no new data", ""));
        Deliver("week1", Week(0));
        var first = Retrain();
        first.ExitCode.ShouldBe(0, first.Error);
        first.Output.ShouldStartWith("version 1 is the champion now: the first champion; on held-out data: recall 1, class 1, place 1");
        Run("detect", At("incoming/week1"), "--run", At("state/registry/champion"), "--recording", "r7", "--cache", At("cache")).Output.ShouldContain("r7/1");
        ShouldBeRefused(Run(["shadow", At("incoming/week1"), .. Settings]), "has no version beside the champion");
        ShouldBeRefused(Run(["retrain", "rollback", .. Settings]), "no version was promoted over another one");

        Deliver("week2-labels", Poison.Labels(Week(1), seed: 2));
        var shuffled = Retrain();
        shuffled.ExitCode.ShouldBe(3);
        shuffled.Output.ShouldContain("version 1 stays the champion: week2-labels: labels tell no more of the telemetry than shuffled ones");
        Deliver("week2-exporter", Poison.Exporter(Week(1)));
        var broken = Retrain();
        broken.ExitCode.ShouldBe(3);
        broken.Output.ShouldStartWith("version 1 stays the champion: week2-exporter: ");
        Deliver("week2-torn", Week(1));
        using (var torn = File.OpenWrite(At("incoming/week2-torn/series/hardware/gpu.parquet")))
            torn.SetLength(torn.Length / 2);
        Retrain().ExitCode.ShouldBe(3);
        Retrain().Output.ShouldBe("version 1 stays the champion: no new data; refused before: week2-exporter, week2-labels, week2-torn");

        Deliver("week3", Week(2));
        var kept = Retrain();
        kept.ExitCode.ShouldBe(0, kept.Error);
        kept.Output.ShouldStartWith("version 1 stays the champion; version ");
        using var status = JsonDocument.Parse(Run(["retrain", "status", "--json", "-", .. Settings]).Output);
        status.RootElement.GetProperty("champion").GetInt32().ShouldBe(1);
        status.RootElement.GetProperty("lineage").EnumerateArray().Select(entry => entry.GetProperty("event").GetString()).ShouldBe(
            ["nothing_new", "promoted", "refused", "refused", "refused", "nothing_new", "kept"]);

        var shadow = Run(["shadow", At("incoming/week3"), .. Settings]);
        shadow.ExitCode.ShouldBe(0, shadow.Error);
        shadow.Output.ShouldMatch(@"they disagree about \d+ % of \d+ alarms; version 1 goes on serving");
        var version = status.RootElement.GetProperty("versions").EnumerateArray().Last().GetInt32();
        Run(["retrain", "rollback", "--to", $"{version}", .. Settings]).Output.ShouldBe($"version {version} is the champion now: version 1 was taken back by hand\n");

        Run(["retrain", "report", "--table", At("decisions.md"), .. Settings]).ExitCode.ShouldBe(0);
        var page = File.ReadAllText(At("state/index.html"));
        page.ShouldContain("Retraining: decisions");
        page.ShouldContain("week2-labels");
        page.ShouldNotContain("http");
        File.ReadLines(At("decisions.md")).Count().ShouldBe(10);
    }

    [Fact]
    public void Another_process_at_work_is_named_and_the_code_is_75_or_0()
    {
        Directory.CreateDirectory(At("incoming"));
        using var mine = RetrainLock.TryTake(At("state"), "retrain", TimeProvider.System, out _);
        var busy = Run(["retrain", .. Settings]);
        busy.ExitCode.ShouldBe(75);
        busy.Error.ShouldContain($"is held by process {Environment.ProcessId} on {Environment.MachineName}, which began 'retrain' at");
        Run(["retrain", .. Settings, "--skip-if-busy"]).ExitCode.ShouldBe(0);
    }

    [Fact]
    public void A_mistake_is_one_line_and_exit_code_2()
    {
        ShouldBeRefused(Run("retrain", "retrain.folder=" + At("state"), "retrain.incoming=" + At("nowhere"), "tracker=none"), "no such folder");
        ShouldBeRefused(Run("retrain", "retrain.levl=0.1"), "did you mean 'retrain.level'?");
        ShouldBeRefused(Run(["retrain", "report", .. Settings]), "has no lineage yet");
        ShouldBeRefused(Run(["shadow", At("nowhere"), .. Settings]), "no such folder");
    }

    private string[] Settings =>
    [
        $"retrain.folder={At("state")}", $"retrain.incoming={At("incoming")}", "tracker=none", "retrain.check.min_labels=6", "retrain.min_held_out_faults=2",
        "retrain.min_held_out_recordings=2", "diagnosis.shift.num_steps=60", "diagnosis.shift.trees.num_trees=40", "diagnosis.calibration_folds=3",
        "alarm.confirm_moments=1",
    ];

    private (int ExitCode, string Output, string Error) Retrain()
    {
        var (exitCode, output, error) = Run(["retrain", .. Settings]);
        return (exitCode, output.TrimEnd(), error);
    }

    private string At(string name) => Path.Combine(_folder.Path, name);

    private void Deliver(string name, Dataset dataset) => DatasetWriter.Write(At($"incoming/{name}"), dataset);

    private static MemoryDataset Week(int week)
    {
        var data = TestSites.Dataset(
            (recording, entity, signal, row) => Value(week, recording, entity, signal, row), [.. Enumerable.Repeat(4, Clusters)],
            [.. Enumerable.Range(0, Clusters).Select(c => TestSites.Incident($"i{c}", IsThrottle(c) ? "thermal_throttle" : "cpu_contention", Root(c), c, 400, 460))]);
        return data;
    }

    private static bool IsThrottle(int cluster) => cluster / 2 % 2 == 0;

    private static string Root(int cluster) => IsThrottle(cluster) ? $"c{cluster}/node{cluster % 4}/gpu{cluster % 2}" : $"c{cluster}/node{cluster % 4}";

    private static double Value(int week, int recording, string entity, string signal, int row)
    {
        var shift = row is < 400 or >= 460 ? 0
            : IsThrottle(recording) && entity == Root(recording) && signal == "gpu_sm_clock_hertz" ? -60
            : IsThrottle(recording) && signal == "gpu_power_watts" && row >= 410 ? -60
            : !IsThrottle(recording) && entity == Root(recording) && signal == "cpu_ratio" ? 50 : 0;
        return TestSites.Noise(entity, signal, row + (1000 * (recording + (10 * week)))) + shift;
    }

    private static (int ExitCode, string Output, string Error) Run(params string[] arguments)
    {
        var test = new TestServices();
        var services = test.Create();
        var exitCode = CommandLine.Run(Program.CreateRoot(services), [.. arguments, "--config-dir", Path.Combine(Repository.Root, "configs")], services);
        return (exitCode, test.Output.ToString(), test.Error.ToString());
    }

    private static void ShouldBeRefused((int ExitCode, string Output, string Error) result, string why)
    {
        result.ExitCode.ShouldBe(2, result.Error);
        result.Error.ShouldContain(why);
        result.Error.TrimEnd().ShouldNotContain('\n');
    }
}

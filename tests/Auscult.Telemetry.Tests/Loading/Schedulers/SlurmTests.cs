using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Loading.Schedulers;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Tests.Loading.Schedulers;

public sealed class SlurmTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Sacct_tells_starts_and_ends_of_every_kind()
    {
        var dataset = Load(SlurmOutput.Sacct);
        EventsOf(dataset, "n1").ShouldBe(
        [
            "12:56:59 start job 1 (ok)", "12:57:05 end job 1 (ok) COMPLETED 0:0", "12:57:06 start job 2 (both)", "12:57:14 end job 2 (both) COMPLETED 0:0",
            "12:57:17 start job 4 (requeued)", "12:57:23 requeue job 4 (requeued) REQUEUED 0:0", "12:57:39 start job 7 (victim)",
            "12:58:33 node_failure job 7 (victim) NODE_FAIL 0:0", "12:59:31 start job 4 (requeued)", "12:59:46 end job 4 (requeued) COMPLETED 0:0",
            "12:59:58 start job 8 (running)",
        ]);
        EventsOf(dataset, "n2").Where(text => !text.Contains("start", StringComparison.Ordinal)).Select(text => text.Split(' ')[1])
            .ShouldBe(["end", "failure", "cancel", "timeout"]);
    }

    [Fact]
    public void Running_jobs_and_readiness_are_series_of_states()
    {
        File.WriteAllText(_folder.At("events.txt"), SlurmOutput.Events);
        var dataset = Load(SlurmOutput.Sacct, step: 10);
        var jobs = Samples(dataset, Layer.Model, "node_running_jobs", "n1");
        jobs[0].ShouldBe((Noon.AddSeconds((56 * 60) + 59), 1));
        jobs.ShouldContain((Noon.AddSeconds((57 * 60) + 17), 1));
        jobs.ShouldContain((Noon.AddSeconds((57 * 60) + 23), 0));
        jobs.Zip(jobs.Skip(1)).ShouldAllBe(pair => pair.Second.Time - pair.First.Time <= TimeSpan.FromSeconds(10));
        var ready = Samples(dataset, Layer.Hardware, "node_ready_state", "n1");
        ready.Where(sample => sample.Value == 0).Min(sample => sample.Time).ShouldBe(Noon.AddSeconds((58 * 60) + 33));
        ready.Single(sample => sample.Time == Noon.AddSeconds((58 * 60) + 49)).Value.ShouldBe(1);
        dataset.Manifest.Step.ShouldBe(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Node_events_tell_failures_drains_and_what_was_planned()
    {
        var dataset = Load(SlurmOutput.Events);
        EventsOf(dataset, "n1").ShouldBe(
        [
            "12:58:33 node_failure DOWN* Not responding", "12:58:49 resume Not responding", "12:59:49 planned_reboot DRAIN planned maintenance reboot",
            "12:59:54 resume planned maintenance reboot",
        ]);
        EventsOf(dataset, "n2").ShouldBe(["12:57:25 drain DRAIN bad optic", "12:57:33 resume bad optic"]);
    }

    [Fact]
    public void Scontrol_is_read_in_blocks_and_in_lines_and_tells_nothing_twice()
    {
        File.WriteAllText(_folder.At("a.txt"), SlurmOutput.Job);
        File.WriteAllText(_folder.At("b.txt"), string.Join(' ', SlurmOutput.Job.Split('\n').Select(line => line.Trim())));
        File.WriteAllText(_folder.At("c.txt"), SlurmOutput.Sacct);
        var dataset = Load(SlurmOutput.Node);
        EventsOf(dataset, "n1").Count(text => text.Contains("job 2", StringComparison.Ordinal)).ShouldBe(2);
        EventsOf(dataset, "n2").ShouldContain("13:02:00 drain MIXED+DRAIN bad optic");
        EventsOf(dataset, "n2")[0].ShouldBe("11:36:33 reboot bad optic");
        Samples(dataset, Layer.Hardware, "node_ready_state", "n2")[^1].Value.ShouldBe(0);
    }

    [Theory]
    [InlineData("a.txt")]
    [InlineData("z.txt")]
    public void A_job_that_an_older_account_still_saw_running_counts_once(string older)
    {
        File.WriteAllText(_folder.At(older), SlurmOutput.Job.Replace("=COMPLETED", "=RUNNING", StringComparison.Ordinal));
        var dataset = Load(SlurmOutput.Sacct, step: 5);
        Samples(dataset, Layer.Model, "node_running_jobs", "n1").Max(sample => sample.Value).ShouldBe(1);
        EventsOf(dataset, "n1").Count(text => text.Contains("job 2 ", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public void Local_times_take_the_zone_and_the_moments_asked_for()
    {
        File.WriteAllText(_folder.At("log.txt"), SlurmOutput.Sacct);
        var dataset = new SlurmSource(new SchedulerConfig
        {
            Root = _folder.Path, TimeZone = "+02:00", From = Noon.AddMinutes(-62.5), Until = Noon.AddMinutes(-61.5), Step = TimeSpan.FromSeconds(1),
        }).Load();
        dataset.Events.ShouldAllBe(happened => happened.Time >= Noon.AddMinutes(-62.5) && happened.Time < Noon.AddMinutes(-61.5));
        dataset.Events.Count.ShouldBe(4);
        Samples(dataset, Layer.Model, "node_running_jobs", "n1")[0].ShouldBe((Noon.AddMinutes(-62.5), 0));
    }

    [Fact]
    public void A_long_history_is_sampled_in_longer_steps()
    {
        var dataset = Load("JobID|State|Start|End|NodeList\n1|COMPLETED|2025-01-01T00:00:00|2026-01-01T00:00:00|n1\n");
        dataset.Manifest.Step.ShouldBe(TimeSpan.FromMinutes(53));
        dataset.Series.Single().RowCount.ShouldBeLessThan(10_100);
    }

    [Theory]
    [InlineData("n1", "n1")]
    [InlineData("n[1-3]", "n1 n2 n3")]
    [InlineData("n[08-10,12],gpu-a[1-2]b[01-02]", "n08 n09 n10 n12 gpu-a1b01 gpu-a1b02 gpu-a2b01 gpu-a2b02")]
    [InlineData("n[3-1]", null)]
    [InlineData("n[1-", null)]
    [InlineData("n[1-9999999]", null)]
    [InlineData("n[0-99999]x[0-99999]", null)]
    [InlineData("n1,,n2", null)]
    [InlineData("n[a-b]", null)]
    [InlineData("two nodes", null)]
    public void Host_lists_are_written_out(string text, string? expected) =>
        (HostList.Expand(text) is { } nodes ? string.Join(' ', nodes) : null).ShouldBe(expected);

    [Theory]
    [InlineData("7|FAILED|2026-11-21T12:00:00|2026-11-21T11:00:00|n1", "log.txt:2: job 7 ends before it starts")]
    [InlineData("7|FAILED|2026-11-21T12:00:00|later|n1", "log.txt:2: End: 'later' is not a time")]
    [InlineData("7|FAILED|0026-11-21T12:00:00|2026-11-21T11:00:00|n1", "log.txt:2: Start: ")]
    [InlineData("7|FAILED|2026-11-21T12:00:00|2026-11-21T13:00:00|n[1-", "log.txt:2: NodeList: 'n[1-' is no list of nodes")]
    [InlineData("7|FAILED|2026-11-21T12:00:00", "log.txt:2: 3 fields under 5 columns; the line is cut off")]
    [InlineData("|FAILED|2026-11-21T12:00:00|2026-11-21T13:00:00|n1", "log.txt:2: JobID is missing")]
    [InlineData("7|FAIL\u00ff|2026-11-21T12:00:00|2026-11-21T13:00:00|n1", "log.txt:2: is not UTF-8")]
    public void A_bad_row_ends_a_strict_import_and_is_listed_by_a_lenient_one(string row, string message)
    {
        File.WriteAllText(
            _folder.At("log.txt"), $"JobID|State|Start|End|NodeList\n{row}\n8|COMPLETED|2026-11-21T12:00:00|2026-11-21T13:00:00|n1\n", System.Text.Encoding.Latin1);
        var source = new SlurmSource(new SchedulerConfig { Root = _folder.Path });
        Should.Throw<InputException>(() => source.Load()).Message.ShouldContain(message);
        var lenient = new ImportContext(skipBad: true);
        source.Load(lenient).Events.Count.ShouldBe(2);
        lenient.Bad.Listed.Single().ShouldContain(message);
    }

    [Theory]
    [InlineData("hello\n", "log.txt:1: this is no output of Slurm that is known; expected sacct")]
    [InlineData("JobID|State|Start|NodeList\n1|COMPLETED|2026-11-21T12:00:00|n1\n", "log.txt:2: End is missing; ask Slurm for it")]
    [InlineData("JobID|State|Start|End|NodeList\n1|PENDING|Unknown|Unknown|None assigned\n", "no job has run and no node's state is told in it")]
    [InlineData("NodeName=n1 Arch=x86_64\n   BootTime=2026-11-21T11:36:33\n", "log.txt:2: State is missing")]
    public void Accounts_that_say_nothing_are_refused(string text, string message) =>
        Should.Throw<InputException>(() => Load(text)).Message.ShouldContain(message);

    private static string[] EventsOf(Dataset dataset, string node) =>
        [.. dataset.Events.Where(happened => happened.Entity == node).Select(happened => $"{happened.Time:HH:mm:ss} {happened.Kind} {happened.Detail}")];

    private static (DateTimeOffset Time, double Value)[] Samples(Dataset dataset, Layer layer, string signal, string node)
    {
        var table = dataset.ReadSeries(layer, EntityKind.Node);
        var values = table.Columns.Single(column => column.Name == signal).Values;
        return [.. Enumerable.Range(0, table.RowCount).Where(row => table.Entities[table.EntityIndex[row]] == node)
            .Select(row => (Micros.ToTime(table.TimesMicros[row]), values[row]))];
    }

    private Dataset Load(string text, double? step = null)
    {
        File.WriteAllText(_folder.At("log.txt"), text);
        return new SlurmSource(new SchedulerConfig { Root = _folder.Path, Step = step is { } seconds ? TimeSpan.FromSeconds(seconds) : null }).Load();
    }
}

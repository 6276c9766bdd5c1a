using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.Recorded;
using Auscult.Telemetry.Loading.TrainingLogs;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Tests.Loading.Recorded;

public sealed class RecorderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualClock _clock = new();

    private RecordingOptions Options => new() { OutputDirectory = _folder.At("data"), Hertz = 2, Duration = TimeSpan.FromSeconds(5) };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task This_machine_is_recorded_into_a_valid_dataset()
    {
        var options = Options with { Hertz = 5, Duration = TimeSpan.FromSeconds(2) };
        var sources = LiveMachine.Open(options, TimeProvider.System);
        var summary = await new Recorder(options, sources, TimeProvider.System).RunAsync(default);
        foreach (var source in sources)
            source.Dispose();

        var dataset = Dataset.Open(options.OutputDirectory);
        summary.Ticks.ShouldBeInRange(2, 11);
        (summary.Ticks + summary.MissedTicks).ShouldBeInRange(10, (int)(summary.Seconds * options.Hertz) + 2);
        dataset.Manifest.Step.ShouldBe(TimeSpan.FromSeconds(0.2));
        dataset.Topology.Entities[0].ShouldBe(new Entity("node0", EntityKind.Node));
        var hardware = dataset.ReadSeries(Layer.Hardware, EntityKind.Node);
        hardware.RowCount.ShouldBe(summary.Ticks);
        foreach (var column in hardware.Columns.Where(column => column.Name.EndsWith("_total", StringComparison.Ordinal)))
            column.Values.Where(value => !double.IsNaN(value)).ShouldBeInOrder(SortDirection.Ascending, customMessage: column.Name);
        var busy = hardware.Columns.Single(column => column.Name == "cpu_user_seconds_total").Values;
        var idle = hardware.Columns.Single(column => column.Name == "cpu_idle_seconds_total").Values;
        (busy[^1] + idle[^1]).ShouldBeGreaterThan(busy[0] + idle[0]);
        File.Exists(options.JournalPath).ShouldBeFalse();
    }

    [Fact]
    public async Task Ticks_cover_the_duration_and_held_up_ones_are_a_gap_and_an_event()
    {
        var source = new ScriptedSource(tick => _clock.Advance(tick == 4 ? 1.2 : 0.01));
        var summary = await new Recorder(Options, [source], _clock).RunAsync(default);
        summary.Ticks.ShouldBe(10);
        summary.MissedTicks.ShouldBe(1);
        var dataset = Dataset.Open(Options.OutputDirectory);
        dataset.Events.Single().Kind.ShouldBe("recorder_gap");
        var times = dataset.ReadSeries(Layer.Hardware, EntityKind.Node).TimesMicros;
        times.Zip(times.Skip(1), (a, b) => b - a).Max().ShouldBeGreaterThan(1_000_000);
    }

    [Fact]
    public async Task A_training_log_and_labels_become_rows_incidents_and_events()
    {
        var log = _folder.At("train.jsonl");
        var labels = _folder.At("labels.jsonl");
        var options = Options with { TrainingLogs = [log], LabelFiles = [labels] };
        using var writer = new TrainingTelemetryWriter(log, _clock);
        var script = new ScriptedSource(tick =>
        {
            var now = _clock.GetUtcNow();
            if (tick == 2)
                writer.Write(new TrainingTelemetry { Step = 20, Loss = 0.5, Phase = TrainingPhase.Train, Extra = new Dictionary<string, double> { ["router_cv"] = 2 } });
            if (tick == 3)
                writer.Write(new TrainingTelemetry { Step = 20, Phase = TrainingPhase.Checkpoint });
            if (tick == 5)
                writer.Write(new TrainingTelemetry { Step = 20, Phase = TrainingPhase.Checkpoint, CheckpointSeconds = 1 });
            if (tick == 6)
                writer.Write(new TrainingTelemetry { Step = 21, Loss = double.NaN });
            if (tick == 7)
            {
                const string more = """
                    ,"victims":["node0"],"victim_delay_seconds":[0.5],"lost_seconds":2,
                    """ + """
                    "causal_chain":[{"delay_seconds":0,"entity":"node0","signal":"load1","effect":"rises"}]
                    """;
                File.WriteAllText(labels, $$"""
                    {"fault_class":"cpu_contention","layer":"hardware","root_entity":"node0","onset":"{{now.AddSeconds(-2):O}}","end":"{{now:O}}","severity":0.5{{more}}}
                    {"fault_class":"x","layer":"hardware","root_entity":"node0","onset":"{{now.AddSeconds(-2):O}}","end":"{{now:O}}","lost_seconds":-1}
                    {"fault_class":"x","layer":"hardware","root_entity":"nobody","onset":"{{now.AddSeconds(-2):O}}","end":"{{now:O}}"}
                    {"time":"{{now:O}}","entity":"node0","kind":"operator_note","detail":"hello"}
                    not a label

                    """);
                File.AppendAllText(log, "garbage\n");
            }
        });
        var sources = LiveMachine.Open(options, _clock, _folder.At("no-machine"));
        await new Recorder(options, [script, .. sources], _clock).RunAsync(default);

        var dataset = Dataset.Open(options.OutputDirectory);
        dataset.Incidents.Select(incident => incident.FaultClass).ShouldBe(["cpu_contention", "checkpoint"], ignoreOrder: true);
        dataset.Incidents.Single(incident => incident.FaultClass == "checkpoint").IsBenign.ShouldBeTrue();
        dataset.Events.Select(happened => happened.Kind).ShouldBe(
            ["operator_note", "unusable_label", "unusable_label", "unreadable_lines", "unreadable_lines"], ignoreOrder: true);
        var fault = dataset.Incidents.Single(incident => !incident.IsBenign);
        (fault.VictimDelaySeconds.Single(), fault.LostSeconds, fault.CausalChain.Single()).ShouldBe((0.5, 2, new CausalLink(0, "node0", "load1", "rises")));
        var rank = dataset.ReadSeries(Layer.Model, EntityKind.Rank);
        Values(rank, "loss").Single().ShouldBe(0.5);
        Values(rank, "router_cv").Single().ShouldBe(2);
        Values(rank, "nonfinite_state").ShouldBe([0, 1]);
        Values(rank, "progress_age_seconds").Count().ShouldBeGreaterThan(4);
        dataset.Manifest.Signals.ShouldContain(signal => signal.Name == "router_cv" && signal.Layer == Layer.Model);
    }

    [Fact]
    public async Task Stopping_early_keeps_what_was_recorded()
    {
        using var stop = new CancellationTokenSource();
        var source = new ScriptedSource(tick =>
        {
            if (tick == 3)
                stop.Cancel();
        });
        var summary = await new Recorder(Options with { Duration = null }, [source], _clock).RunAsync(stop.Token);
        summary.InterruptedEarly.ShouldBeTrue();
        Dataset.Open(Options.OutputDirectory).ReadSeries(Layer.Hardware, EntityKind.Node).RowCount.ShouldBe(summary.Ticks);
    }

    [Fact]
    public async Task An_existing_folder_is_only_touched_to_append()
    {
        await Record("first", append: false);
        (await Should.ThrowAsync<InputException>(() => Record("second", append: false))).Message.ShouldContain("--append");
        (await Should.ThrowAsync<InputException>(() => Record("first", append: true))).Message.ShouldContain("--recording");
        _clock.Advance(60);
        await Record("second", append: true);

        var dataset = Dataset.Open(Options.OutputDirectory);
        dataset.Manifest.Recordings.Select(recording => recording.Name).ShouldBe(["first", "second"]);
        dataset.ReadSeries(Layer.Hardware, EntityKind.Node).RowCount.ShouldBe(22);
        dataset.Topology.Entities.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_journal_left_behind_is_not_overwritten_and_can_be_recovered()
    {
        LeaveJournal(ticks: 4);
        (await Should.ThrowAsync<InputException>(() => Record("next", append: false))).Message.ShouldContain("--recover");
        var recovered = Recorder.Recover(Options.OutputDirectory, append: false, out var damaged);
        damaged.ShouldBe(0);
        recovered.ReadSeries(Layer.Hardware, EntityKind.Node).RowCount.ShouldBe(4);
        File.Exists(Options.JournalPath).ShouldBeFalse();
        Should.Throw<InputException>(() => Recorder.Recover(Options.OutputDirectory, append: false, out _)).Message.ShouldContain("no journal");
    }

    [Fact]
    public void A_journal_cut_anywhere_gives_the_whole_lines_before_the_cut()
    {
        LeaveJournal(ticks: 3);
        var whole = File.ReadAllBytes(Options.JournalPath);
        var rows = Enumerable.Range(0, whole.Length).Where(at => whole.AsSpan(at).StartsWith("{\"row\""u8)).ToArray();
        for (var cut = 0; cut <= whole.Length; cut += 7)
        {
            File.WriteAllBytes(Options.JournalPath, whole[..cut]);
            var wholeRows = rows.Count(at => whole.AsSpan(at).IndexOf((byte)'\n') is var end && at + end < cut);
            if (wholeRows == 0)
                Should.Throw<InputException>(() => JournalReader.Read(Options.JournalPath, out _));
            else
                JournalReader.Read(Options.JournalPath, out _).ReadSeries(Layer.Hardware, EntityKind.Node).RowCount.ShouldBe(wholeRows);
        }
    }

    [Fact]
    public void Damaged_journal_lines_are_counted_and_left_out()
    {
        LeaveJournal(ticks: 3);
        File.AppendAllText(Options.JournalPath, "{\"row\":[1,99,0,1]}\n{\"row\":\"x\"}\nrubbish\n{\"label\":}\n");
        JournalReader.Read(Options.JournalPath, out var damaged).ReadSeries(Layer.Hardware, EntityKind.Node).RowCount.ShouldBe(3);
        damaged.ShouldBe(4);
    }

    [Fact]
    public void Two_recorders_do_not_share_a_journal()
    {
        using var journal = new RecordingJournal(Options.JournalPath, Header());
        Should.Throw<InputException>(() => Recorder.Recover(Options.OutputDirectory, append: false, out _)).Message.ShouldContain("another recorder");
    }

    [Fact]
    public void A_disk_that_fills_up_is_said_at_the_next_tick()
    {
        using var file = new JournalFile(new FullDisk());
        Should.Throw<IOException>(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                file.Append("line\n"u8);
                Thread.Sleep(1);
            }
        }).Message.ShouldBe("No space left on device");
        Should.Throw<IOException>(file.Complete);
    }

    private static IEnumerable<double> Values(SeriesTable table, string column) =>
        table.Columns.Single(c => c.Name == column).Values.Where(value => !double.IsNaN(value));

    private Task<RecordingSummary> Record(string name, bool append) =>
        new Recorder(Options with { Recording = name, Append = append }, [new ScriptedSource(_ => { })], _clock).RunAsync(default);

    private JournalHeader Header() => new("data", "r", _clock.GetUtcNow(), 0.5, "test", "CC0-1.0");

    private void LeaveJournal(int ticks)
    {
        using var journal = new RecordingJournal(Options.JournalPath, Header());
        var batch = new SampleBatch("node0");
        var source = new ScriptedSource(_ => { });
        for (var i = 0; i < ticks; i++)
        {
            _clock.Advance(0.5);
            batch.Begin(_clock.GetUtcNow());
            source.Sample(batch);
            journal.Append(batch);
        }
        journal.Complete();
    }

    private sealed class ScriptedSource(Action<int> onTick) : IRecordingSource
    {
        private static readonly int Load = RecordedSignals.IndexOf("load1");
        private int _tick;

        public void Sample(SampleBatch batch)
        {
            onTick(_tick);
            batch.Node.Set(Load, _tick++);
        }

        public void Dispose()
        {
        }
    }

    private sealed class FullDisk : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("No space left on device");
    }
}

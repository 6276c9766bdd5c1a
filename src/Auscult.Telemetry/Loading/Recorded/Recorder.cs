using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.Recorded;

/// <summary>
/// Samples sources at a fixed rate into a journal, and turns the journal into a dataset folder at the end. What was recorded survives
/// the recorder: after a crash <see cref="Recover"/> makes the folder from the journal.
/// </summary>
/// <param name="options">What to record.</param>
/// <param name="sources">Where signals are read.</param>
/// <param name="clock">Schedule and stamps.</param>
public sealed class Recorder(RecordingOptions options, IReadOnlyList<IRecordingSource> sources, TimeProvider clock)
{
    private int _ticks;
    private int _missed;
    private int _jumps;
    private double _seconds;
    private TimeSpan _cpuSampling;
    private bool _stopped;

    /// <summary>Records until the duration is over or <paramref name="stop"/> is cancelled, and writes the dataset folder.</summary>
    /// <param name="stop">Ends the recording; what was recorded is kept.</param>
    /// <param name="onStart">Called after the first tick.</param>
    /// <exception cref="InputException">The folder exists, or the journal of an earlier recording is in the way.</exception>
    /// <exception cref="IOException">The disk is full or gone; the message says where the journal is.</exception>
    public async Task<RecordingSummary> RunAsync(CancellationToken stop, Action? onStart = null)
    {
        CheckOutput();
        try
        {
            using (var journal = OpenJournal())
            {
                await SampleAsync(journal, onStart, stop);
                journal.Complete();
            }
            return Summary(Recover(options.OutputDirectory, options.Append, out _));
        }
        catch (IOException e)
        {
            throw new IOException($"{e.Message}; what was recorded is kept in {options.JournalPath}: make room, then "
                + $"auscult record --recover --out {options.OutputDirectory}", e);
        }
    }

    /// <summary>Makes the dataset folder from the journal that an ended or killed recorder left beside it, and removes the journal.</summary>
    /// <param name="outputDirectory">The dataset folder.</param>
    /// <param name="append">Adds to the folder when it exists.</param>
    /// <param name="damagedLines">Lines of the journal that could not be understood.</param>
    /// <exception cref="InputException">There is no journal, it holds no sample, a recorder still writes it, or the folder exists.</exception>
    public static Dataset Recover(string outputDirectory, bool append, out int damagedLines)
    {
        var journal = new RecordingOptions { OutputDirectory = outputDirectory }.JournalPath;
        if (!File.Exists(journal))
            throw new InputException("there is no journal to recover", journal);
        RefuseWhenLocked(journal);
        Dataset dataset = JournalReader.Read(journal, out damagedLines);
        var merge = append && Directory.Exists(outputDirectory);
        if (merge)
            dataset = RecordingMerge.Append(Dataset.Open(outputDirectory), dataset);
        DatasetWriter.Write(outputDirectory, dataset, overwrite: merge);
        File.Delete(journal);
        return dataset;
    }

    private RecordingSummary Summary(Dataset dataset) => new(
        options.OutputDirectory, options.Recording, _seconds, _ticks, _missed, _jumps, dataset.Manifest.Signals.Count, dataset.Topology.Entities.Count,
        dataset.Incidents.Count(incident => incident.Recording == options.Recording),
        _cpuSampling.TotalSeconds, _seconds > 0 ? _cpuSampling.TotalSeconds / _seconds : 0, Environment.CpuUsage.TotalTime.TotalSeconds, _stopped);

    private static void RefuseWhenLocked(string journal)
    {
        try
        {
            using var probe = new FileStream(journal, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new InputException("another recorder is writing it", journal, remedy: "stop that one first", inner: e);
        }
    }

    private void CheckOutput()
    {
        if (options.Hertz is not (> 0 and <= 1000))
            throw new InputException($"cannot record at {options.Hertz} Hz", remedy: "give a rate above 0 and up to 1000");
        if (File.Exists(options.JournalPath))
        {
            RefuseWhenLocked(options.JournalPath);
            throw new InputException(
                "an earlier recording was cut off", options.JournalPath,
                remedy: $"keep it with: auscult record --recover --out {options.OutputDirectory} (or delete the file)");
        }
        if (!Directory.Exists(options.OutputDirectory) || !Directory.EnumerateFileSystemEntries(options.OutputDirectory).Any())
            return;
        if (!options.Append)
            throw new InputException("the folder exists", options.OutputDirectory, remedy: "choose another one, or add to it with --append");
        RecordingMerge.CheckNew(Dataset.Open(options.OutputDirectory), options.Recording, options.OutputDirectory);
    }

    private RecordingJournal OpenJournal() => new(options.JournalPath, new JournalHeader(
        Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.OutputDirectory))),
        options.Recording, clock.GetUtcNow(), 1 / options.Hertz, options.Origin, options.Licence));

    private async Task SampleAsync(RecordingJournal journal, Action? onStart, CancellationToken stop)
    {
        var batch = new SampleBatch(options.Node);
        var ticks = new TickClock(clock, TimeSpan.FromSeconds(1 / options.Hertz));
        var started = clock.GetTimestamp();
        var cpuAtStart = TimeSpan.Zero;
        try
        {
            while (options.Duration is not { } duration || ticks.NextDue <= duration)
            {
                var tick = await ticks.NextAsync(stop);
                Sample(batch, tick);
                journal.Append(batch);
                if (_ticks++ == 0)
                {
                    (started, cpuAtStart) = (clock.GetTimestamp(), Environment.CpuUsage.TotalTime);
                    onStart?.Invoke();
                }
                _seconds = clock.GetElapsedTime(started).TotalSeconds;
                _cpuSampling = Environment.CpuUsage.TotalTime - cpuAtStart;
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopping early is how a recording without a duration ends.
            _stopped = true;
        }
        if (_ticks > 0)
            Finish(batch, journal);
    }

    private void Sample(SampleBatch batch, TickTime tick)
    {
        batch.Begin(tick.Time);
        if (tick.Missed > 0)
        {
            _missed += tick.Missed;
            batch.Events.Add(new OperationalEvent(tick.Time, options.Node, "recorder_gap", $"{tick.Missed} ticks missed"));
        }
        if (tick.Jump != TimeSpan.Zero)
        {
            _jumps++;
            batch.Events.Add(new OperationalEvent(tick.Time, options.Node, "clock_jump", $"{tick.Jump.TotalSeconds:F3} s"));
        }
        foreach (var source in sources)
            source.Sample(batch);
    }

    private void Finish(SampleBatch batch, RecordingJournal journal)
    {
        var now = clock.GetUtcNow();
        batch.Begin(now > batch.Time ? now : batch.Time.AddMicroseconds(1));
        foreach (var source in sources)
            source.Finish(batch);
        journal.Append(batch);
    }
}

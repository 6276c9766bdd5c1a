using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.TrainingLogs;

namespace Auscult.Telemetry.Loading.Recorded.Sources;

/// <summary>Follows a training telemetry file: one row per line at the line's own time, and the age of every rank's last line per tick.</summary>
internal sealed class TrainingLogSource : IRecordingSource
{
    private static readonly int Steps = RecordedSignals.IndexOf("steps_total");
    private static readonly int Phase = RecordedSignals.IndexOf("phase_state");
    private static readonly int StepSeconds = RecordedSignals.IndexOf("step_seconds");
    private static readonly int Loss = RecordedSignals.IndexOf("loss");
    private static readonly int GradNorm = RecordedSignals.IndexOf("grad_norm");
    private static readonly int TokensPerSecond = RecordedSignals.IndexOf("tokens_per_second");
    private static readonly int LearningRate = RecordedSignals.IndexOf("learning_rate");
    private static readonly int DataWait = RecordedSignals.IndexOf("data_wait_seconds");
    private static readonly int CheckpointSeconds = RecordedSignals.IndexOf("checkpoint_seconds");
    private static readonly int EvaluationSeconds = RecordedSignals.IndexOf("evaluation_seconds");
    private static readonly int NonFinite = RecordedSignals.IndexOf("nonfinite_state");
    private static readonly int ProgressAge = RecordedSignals.IndexOf("progress_age_seconds");

    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(5);

    private readonly string _path;
    private readonly string _recording;
    private readonly LineTail _tail;
    private readonly SortedDictionary<int, RankState> _ranks = [];
    private readonly List<TrainingTelemetry> _lines = [];
    private int _garbage;
    private int _reportedGarbage;
    private DateTimeOffset _lastTick = DateTimeOffset.MaxValue;

    /// <param name="path">The file; only what is appended from now on counts.</param>
    /// <param name="recording">Name of the recording, for the labels of benign phases.</param>
    public TrainingLogSource(string path, string recording)
    {
        _path = path;
        _recording = recording;
        _tail = new LineTail(path, fromEnd: true);
    }

    /// <inheritdoc/>
    public void Sample(SampleBatch batch)
    {
        TakeLines(batch);
        foreach (var (rank, state) in _ranks)
            batch.Row(EntityKind.Rank, NameOf(rank)).Set(ProgressAge, Math.Max(0, (batch.Time - state.LastLine).TotalSeconds));
    }

    /// <inheritdoc/>
    public void Finish(SampleBatch batch)
    {
        TakeLines(batch);
        foreach (var state in _ranks.Values)
            batch.Incidents.AddRange(state.Phases.Finish(batch.Time));
    }

    /// <inheritdoc/>
    public void Dispose() => _tail.Dispose();

    private static string NameOf(int rank) => $"rank{rank}";

    private void TakeLines(SampleBatch batch)
    {
        if (_lastTick > batch.Time)
            _lastTick = batch.Time;
        _lines.Clear();
        _tail.Read(Parse);
        foreach (var line in _lines)
            Take(batch, line);
        _lastTick = batch.Time;

        var garbage = _garbage + _tail.OverlongLines;
        if (garbage > _reportedGarbage)
        {
            batch.Events.Add(new OperationalEvent(
                batch.Time, batch.IdOf(""), "unreadable_lines", $"{garbage - _reportedGarbage} in {Path.GetFileName(_path)}"));
        }
        _reportedGarbage = garbage;
    }

    private void Parse(ReadOnlyMemory<byte> text)
    {
        if (TrainingTelemetryFormat.TryParse(text, out var line, out _))
            _lines.Add(line);
        else
            _garbage++;
    }

    private void Take(SampleBatch batch, TrainingTelemetry line)
    {
        var name = NameOf(line.Rank);
        if (!_ranks.TryGetValue(line.Rank, out var state))
        {
            state = new RankState(new BenignPhases(batch.IdOf(name), _recording));
            _ranks.Add(line.Rank, state);
        }
        var time = TimeOf(line, batch, state.LastLine);
        state.LastLine = time;
        batch.Incidents.AddRange(state.Phases.Take(line with { Time = time }));
        SetValues(batch, batch.Row(EntityKind.Rank, name, time), line);
    }

    /// <summary>
    /// The line's own time where it can be true; a line stamped by a clock that disagrees counts as it arrives. Rows of one rank never
    /// share a microsecond.
    /// </summary>
    private DateTimeOffset TimeOf(TrainingTelemetry line, SampleBatch batch, DateTimeOffset last)
    {
        var time = line.Time > batch.Time || line.Time < _lastTick - Tolerance ? batch.Time : line.Time;
        return time > last ? time : last.AddMicroseconds(1);
    }

    private static void SetValues(SampleBatch batch, SampleRow row, TrainingTelemetry line)
    {
        row.Set(Steps, line.Step ?? double.NaN);
        row.Set(Phase, (int)line.Phase);
        row.Set(StepSeconds, Finite(line.StepSeconds));
        row.Set(Loss, Finite(line.Loss));
        row.Set(GradNorm, Finite(line.GradNorm));
        row.Set(TokensPerSecond, Finite(line.TokensPerSecond));
        row.Set(LearningRate, Finite(line.LearningRate));
        row.Set(DataWait, Finite(line.DataWaitSeconds));
        row.Set(CheckpointSeconds, Finite(line.CheckpointSeconds));
        row.Set(EvaluationSeconds, Finite(line.EvaluationSeconds));
        if ((line.Loss ?? line.GradNorm) is not null)
            row.Set(NonFinite, double.IsFinite(line.Loss ?? 0) && double.IsFinite(line.GradNorm ?? 0) ? 0 : 1);
        foreach (var (key, value) in line.Extra)
            row.Set(batch.IndexOfModelSignal(key), Finite(value));
    }

    private static double Finite(double? value) => value is { } number && double.IsFinite(number) ? number : double.NaN;

    private sealed class RankState(BenignPhases phases)
    {
        public BenignPhases Phases { get; } = phases;

        public DateTimeOffset LastLine { get; set; }
    }
}

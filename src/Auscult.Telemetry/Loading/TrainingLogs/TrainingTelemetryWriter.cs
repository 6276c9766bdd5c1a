using System.Buffers;
using System.Text.Json;

namespace Auscult.Telemetry.Loading.TrainingLogs;

/// <summary>
/// Appends <see cref="TrainingTelemetry"/> lines to a file while training runs. Each line reaches the operating system with one
/// write, so a killed trainer leaves at most one partial line, and a reader sees every step at once.
/// </summary>
public sealed class TrainingTelemetryWriter : IDisposable
{
    private readonly FileStream _file;
    private readonly TimeProvider _clock;
    private readonly int _rank;
    private readonly ArrayBufferWriter<byte> _line = new(256);
    private readonly Utf8JsonWriter _json;

    /// <param name="path">The file; continued when it exists, its folder created when missing.</param>
    /// <param name="clock">Stamps the lines.</param>
    /// <param name="rank">Global rank of this process.</param>
    public TrainingTelemetryWriter(string path, TimeProvider clock, int rank = 0)
    {
        _clock = clock;
        _rank = rank;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        _json = new Utf8JsonWriter(_line, new JsonWriterOptions { SkipValidation = true });
        EndPartialLine();
    }

    /// <summary>Writes one line; <see cref="TrainingTelemetry.Time"/> is stamped when not given, the rank is this writer's.</summary>
    public void Write(TrainingTelemetry sample)
    {
        _line.ResetWrittenCount();
        _json.Reset();
        _json.WriteStartObject();
        _json.WriteString("time", sample.Time == default ? _clock.GetUtcNow() : sample.Time);
        _json.WriteNumber("rank", _rank);
        if (sample.Step is { } step)
            _json.WriteNumber("step", step);
        _json.WriteString("phase", TrainingTelemetryFormat.NameOf(sample.Phase));
        Number("step_seconds", sample.StepSeconds);
        Number("loss", sample.Loss);
        Number("grad_norm", sample.GradNorm);
        Number("tokens_per_second", sample.TokensPerSecond);
        Number("learning_rate", sample.LearningRate);
        Number("data_wait_seconds", sample.DataWaitSeconds);
        Number("checkpoint_seconds", sample.CheckpointSeconds);
        Number("evaluation_seconds", sample.EvaluationSeconds);
        foreach (var (key, value) in sample.Extra)
            Number(key, value);
        _json.WriteEndObject();
        _json.Flush();
        _line.Write("\n"u8);
        _file.Write(_line.WrittenSpan);
    }

    /// <summary>
    /// Marks the start of a phase; disposing the result marks its end with the time it took
    /// (<c>checkpoint_seconds</c>, <c>evaluation_seconds</c>).
    /// </summary>
    public IDisposable Enter(TrainingPhase phase, long step)
    {
        Write(new TrainingTelemetry { Phase = phase, Step = step });
        return new PhaseScope(this, phase, step, _clock.GetTimestamp());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _json.Dispose();
        _file.Dispose();
    }

    private void Number(string key, double? value)
    {
        if (value is not { } number)
            return;
        if (double.IsFinite(number))
            _json.WriteNumber(key, number);
        else
            _json.WriteString(key, double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
    }

    private void EndPartialLine()
    {
        if (_file.Length > 0)
        {
            _file.Seek(-1, SeekOrigin.End);
            if (_file.ReadByte() != '\n')
                _file.WriteByte((byte)'\n');
        }
        _file.Seek(0, SeekOrigin.End);
    }

    private sealed class PhaseScope(TrainingTelemetryWriter writer, TrainingPhase phase, long step, long started) : IDisposable
    {
        public void Dispose()
        {
            var seconds = writer._clock.GetElapsedTime(started).TotalSeconds;
            writer.Write(new TrainingTelemetry
            {
                Phase = phase,
                Step = step,
                CheckpointSeconds = phase == TrainingPhase.Checkpoint ? seconds : null,
                EvaluationSeconds = phase == TrainingPhase.Evaluation ? seconds : null,
            });
        }
    }
}

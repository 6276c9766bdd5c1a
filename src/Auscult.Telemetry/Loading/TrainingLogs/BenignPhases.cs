using Auscult.Telemetry.Domain;

namespace Auscult.Telemetry.Loading.TrainingLogs;

/// <summary>
/// Turns the telemetry of one rank into labelled negatives: evaluations, checkpoints, warm-ups and jumps of the learning rate look
/// like faults to a detector and are none.
/// </summary>
/// <param name="entity">Id of the rank.</param>
/// <param name="recording">Name of the recording.</param>
public sealed class BenignPhases(string entity, string recording)
{
    /// <summary>How long loss, gradient norm and step time may move after the learning rate jumped.</summary>
    public static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    /// <summary>Factor between two steps from which a change of the learning rate is a jump and not a schedule at work.</summary>
    public const double Jump = 1.25;

    private TrainingPhase _phase = TrainingPhase.Train;
    private DateTimeOffset _phaseStart;
    private double? _learningRate;
    private DateTimeOffset _jumpStart;
    private DateTimeOffset? _jumpEnd;
    private int _count;

    /// <summary>Takes the next line of the rank; yields the phases that it ends.</summary>
    public IEnumerable<Incident> Take(TrainingTelemetry line)
    {
        if (_jumpEnd is { } settled && line.Time >= settled)
            yield return EndJump(settled);
        FollowLearningRate(line);

        var ends = line.CheckpointSeconds is not null || line.EvaluationSeconds is not null;
        if (_phase != TrainingPhase.Train && (line.Phase != _phase || ends))
        {
            if (line.Time > _phaseStart)
                yield return Benign(TrainingTelemetryFormat.NameOf(_phase), _phaseStart, line.Time);
            _phase = TrainingPhase.Train;
        }
        if (line.Phase != TrainingPhase.Train && _phase == TrainingPhase.Train && !ends)
            (_phase, _phaseStart) = (line.Phase, line.Time);
    }

    /// <summary>Ends what is under way when the recording ends.</summary>
    public IEnumerable<Incident> Finish(DateTimeOffset end)
    {
        if (_jumpEnd is { } settled && end > _jumpStart)
            yield return EndJump(settled < end ? settled : end);
        if (_phase != TrainingPhase.Train && end > _phaseStart)
            yield return Benign(TrainingTelemetryFormat.NameOf(_phase), _phaseStart, end);
        _phase = TrainingPhase.Train;
    }

    private void FollowLearningRate(TrainingTelemetry line)
    {
        if (line.LearningRate is not { } rate || !double.IsFinite(rate))
            return;
        if (_learningRate is { } last && rate != last && (rate <= 0 || last <= 0 || Math.Max(rate / last, last / rate) >= Jump))
        {
            if (_jumpEnd is null)
                _jumpStart = line.Time;
            _jumpEnd = line.Time + Settling;
        }
        _learningRate = rate;
    }

    private Incident EndJump(DateTimeOffset end)
    {
        _jumpEnd = null;
        return Benign("learning_rate_change", _jumpStart, end);
    }

    private Incident Benign(string name, DateTimeOffset onset, DateTimeOffset end) => new()
    {
        Id = $"{recording}/{entity}/{name}-{++_count}",
        FaultClass = name,
        Layer = Layer.Model,
        RootEntity = entity,
        RootSignals = name == "learning_rate_change" ? ["learning_rate"] : ["phase_state"],
        Onset = onset,
        End = end,
        IsBenign = true,
        Recording = recording,
    };
}

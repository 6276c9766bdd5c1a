using Auscult.Evaluation.Protocols;
using Auscult.Evaluation.Report.Runs;
using Auscult.Learning.Heads;
using Auscult.Learning.Training;
using Auscult.Telemetry.Domain;

namespace Auscult.Evaluation.Results;

/// <summary>Gathers what the incident explorer and the map of a report show, while the detectors are fitted.</summary>
/// <param name="subject">What is evaluated.</param>
/// <param name="pipeline">Settings of the encoder and its heads.</param>
/// <param name="seeds">Of the root-cause head.</param>
internal sealed class ExplorerReader(EvaluationSubject subject, PipelineConfig pipeline, Seeds seeds)
{
    private double _best = double.NegativeInfinity;
    private CauseOfAlarm? _causes;

    /// <summary>Name of the detector whose alarms are shown, or empty.</summary>
    public string Shown { get; private set; } = "";

    /// <summary>Judged recordings.</summary>
    public IReadOnlyList<ReportedRecording> Recordings { get; private set; } = [];

    /// <summary>Alarms and missed faults.</summary>
    public IReadOnlyList<ReportedIncident> Incidents { get; private set; } = [];

    /// <summary>The encoder's map, or null.</summary>
    public EmbeddingMap? Map { get; private set; }

    /// <summary>Reads a detector that shall be shown: the encoder; without one, a baseline that is better than those before.</summary>
    public void Read(DetectionTask task, IAnomalyDetector detector, DetectionOutcome outcome)
    {
        var isEncoder = detector.Name.StartsWith("encoder", StringComparison.Ordinal);
        var quality = outcome.Row["vus_pr"];
        if (subject.Encoder is null ? detector.Name == "random" || !(quality > _best) : !isEncoder)
            return;
        (_best, Shown) = (quality, detector.Name);
        _causes ??= Causes();
        (Recordings, Incidents) = new DetectorReader(task, detector, outcome, subject.Data.Scaler, _causes, task.BufferLength()).Read();
    }

    /// <summary>Lays out the encoder's embeddings.</summary>
    public void ReadMap(DetectionTask task)
    {
        if (subject.Encoder is not { } encoder)
            return;
        var embedding = new IntervalEmbedding(encoder, subject.Data.Frame, pipeline.Head.RootCause.MaxWindows);
        Map = WindowMap.Of(task, embedding, subject.Data.Scaler, encoder.Encoder.Layout.WindowLength, Learned());
    }

    private IReadOnlyList<IncidentExample> Learned() => subject.Data.Examples(subject.Data.Split.Train, pipeline.Head.Examples);

    private CauseOfAlarm? Causes()
    {
        var learned = Learned();
        if (learned.Select(example => example.FaultClass).Distinct(StringComparer.Ordinal).Count() < 2)
            return null;
        var config = subject.Encoder is null ? pipeline.Head.RootCause with { Features = RootCauseFeatures.Shifts } : pipeline.Head.RootCause;
        var embedding = subject.Encoder is null ? null : new IntervalEmbedding(subject.Encoder, subject.Data.Frame, config.MaxWindows);
        var head = new RootCauseHead(subject.Data.Frame, subject.Encoder?.Scaler ?? subject.Data.Scaler, embedding, config, seeds.Child("head"));
        head.Fit(learned);
        return new CauseOfAlarm(head, pipeline.Head.Examples);
    }
}

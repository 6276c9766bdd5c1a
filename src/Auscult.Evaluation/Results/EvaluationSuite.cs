using Auscult.Evaluation.Baselines;
using Auscult.Evaluation.Protocols;
using Auscult.Evaluation.RootCause;
using Auscult.Learning.Checkpoints;
using Auscult.Learning.Heads;
using Auscult.Learning.Training;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.Smd;

namespace Auscult.Evaluation.Results;

/// <summary>What there is to evaluate.</summary>
/// <param name="Data">The dataset, fused and split.</param>
/// <param name="Encoder">A trained encoder; null judges baselines alone.</param>
/// <param name="Published">Published figures of this dataset; null when there are none.</param>
public sealed record EvaluationSubject(PreparedData Data, TrainedEncoder? Encoder = null, PublishedScores? Published = null);

/// <summary>Runs every protocol that a dataset supports.</summary>
/// <param name="pipeline">Settings of the encoder and its heads.</param>
/// <param name="config">Settings of the evaluation.</param>
/// <param name="clock">Measures time.</param>
public sealed class EvaluationSuite(PipelineConfig pipeline, EvaluationConfig config, TimeProvider clock)
{
    private readonly Seeds _seeds = new Seeds(pipeline.Seed).Child("evaluation");

    /// <summary>How many detectors and classifiers <see cref="Run"/> reports to its progress.</summary>
    public int StepsOf(EvaluationSubject subject)
    {
        var detectors = config.Detectors.Count + (subject.Encoder is null ? 0 : 1);
        var protocols = (HasFaults(DetectionTasks.Own(subject.Data, pipeline.Train.ExcludeFaults)) ? 1 : 0) + (RunsPublished(subject) ? 1 : 0);
        return (protocols * detectors) + RootCauseTasksOf(subject).Sum(task => Entrants(task, subject).Count);
    }

    /// <summary>Measures everything.</summary>
    /// <param name="subject">What to evaluate.</param>
    /// <param name="progress">Told what runs next.</param>
    /// <param name="stop">Ends between two detectors or classifiers.</param>
    public EvaluationResults Run(EvaluationSubject subject, Action<string> progress, CancellationToken stop)
    {
        var started = clock.GetTimestamp();
        var notes = new List<string>();
        if (subject.Encoder is null)
            notes.Add("no trained encoder was given: baselines only");
        var explorer = new ExplorerReader(subject, pipeline, _seeds);
        var detection = Detection(subject, explorer, notes, progress, stop);
        var rootCause = RootCause(subject, notes, progress, stop);
        return new EvaluationResults
        {
            Created = clock.GetUtcNow(),
            Program = typeof(EvaluationSuite).Assembly.GetName().Version?.ToString(3) ?? "",
            Seconds = clock.GetElapsedTime(started).TotalSeconds,
            Config = pipeline.Resolved,
            Notes = notes,
            Data = DataSummaries.Of(subject.Data),
            Detection = detection,
            RootCause = rootCause,
            Shown = explorer.Shown,
            Recordings = explorer.Recordings,
            Incidents = explorer.Incidents,
            Map = explorer.Map,
        };
    }

    private List<DetectionResults> Detection(EvaluationSubject subject, ExplorerReader explorer, List<string> notes, Action<string> progress, CancellationToken stop)
    {
        var evaluation = new DetectionEvaluation(config.Threshold, clock);
        var results = new List<DetectionResults>();
        var own = DetectionTasks.Own(subject.Data, pipeline.Train.ExcludeFaults) with { StatedBufferLength = config.BufferLength };
        if (HasFaults(own))
        {
            IAnomalyDetector? encoder = subject.Encoder is { } trained ? new EncoderAnomalyDetector(trained, pipeline.Head.Anomaly) : null;
            results.Add(Judge(evaluation, own, encoder, progress, stop, (detector, outcome) => explorer.Read(own, detector, outcome)));
            explorer.ReadMap(own);
        }
        else
        {
            notes.Add("the test rows hold no labelled fault: no detection figures under the split's protocol");
        }
        if (RunsPublished(subject))
        {
            var task = DetectionTasks.TsbAd(subject.Data, subject.Published!);
            var encoder = subject.Encoder is null ? null : new SelfTrainedDetector(pipeline, clock);
            results.Add(Judge(evaluation, task, encoder, progress, stop));
            if (encoder is not null)
                notes.Add("protocol tsb-ad: the encoder was trained anew, on the given prefix only");
        }
        return results;
    }

    private List<RootCauseResults> RootCause(EvaluationSubject subject, List<string> notes, Action<string> progress, CancellationToken stop)
    {
        var evaluation = new RootCauseEvaluation(config.RootCause, _seeds.Child("root cause"));
        var results = new List<RootCauseResults>();
        foreach (var task in RootCauseTasksOf(subject))
        {
            using var detector = config.RootCause.Blind ? BaselineDetectors.Create(config.BlindDetector, _seeds) : null;
            var blind = detector is null ? null : new BlindIntervals(detector, config.RootCause.BlindLevel);
            results.Add(evaluation.Run(task, Entrants(task, subject), blind, name => progress($"{task.Split}: {name}"), stop));
        }
        if (results.Count == 0)
            notes.Add("fewer than two classes of incidents can be split: no root-cause figures");
        return results;
    }

    private DetectionResults Judge(
        DetectionEvaluation evaluation, DetectionTask task, IAnomalyDetector? encoder, Action<string> progress, CancellationToken stop,
        Action<IAnomalyDetector, DetectionOutcome>? measured = null)
    {
        var detectors = Detectors(encoder);
        try
        {
            return evaluation.Run(task, detectors, name => progress($"{task.Protocol}: {name}"), stop, measured);
        }
        finally
        {
            detectors.ForEach(detector => detector.Dispose());
        }
    }

    private List<IAnomalyDetector> Detectors(IAnomalyDetector? encoder)
    {
        var detectors = config.Detectors.Select(name => BaselineDetectors.Create(name, _seeds)).ToList();
        if (encoder is not null)
            detectors.Add(new SmoothedDetector(encoder, pipeline.Head.Anomaly.Smoothing));
        return detectors;
    }

    private IReadOnlyList<RootCauseTask> RootCauseTasksOf(EvaluationSubject subject)
    {
        var folds = RootCauseTasks.Of(subject.Data, pipeline.Head.Examples, config.RootCause.NumFolds, _seeds.Child("folds"));
        var own = folds.Count > 0 && subject.Encoder is not null ? RootCauseTasks.OwnSplit(subject.Data, pipeline.Head.Examples) : null;
        return own is null ? folds : [own, .. folds];
    }

    private IReadOnlyList<RootCauseEntrant> Entrants(RootCauseTask task, EvaluationSubject subject)
    {
        var entrants = ShiftEntrants.Of(task).ToList();
        if (subject.Encoder is { } encoder)
            entrants.AddRange(EncoderEntrants(task, encoder));
        return entrants;
    }

    private IEnumerable<RootCauseEntrant> EncoderEntrants(RootCauseTask task, TrainedEncoder encoder)
    {
        var note = task.IsOwnSplit ? null : "its encoder was pretrained on the run's training rows, which hold unlabelled rows of test incidents";
        foreach (var features in new[] { RootCauseFeatures.Embedding, RootCauseFeatures.Both })
        {
            var head = pipeline.Head.RootCause with { Features = features };
            var embedding = new IntervalEmbedding(encoder, task.Frame, head.MaxWindows);
            yield return new RootCauseEntrant(_ => new RootCauseHead(task.Frame, encoder.Scaler, embedding, head, _seeds.Child("head")), note);
        }
    }

    private bool RunsPublished(EvaluationSubject subject) => config.PublishedProtocol && subject.Published is not null;

    private static bool HasFaults(DetectionTask task) => task.FaultRows().Contains(true);
}

using Auscult.Foundation;
using Auscult.Learning.Checkpoints;
using Auscult.Learning.Encoding;
using Auscult.Learning.Heads;
using Auscult.Learning.Training.Distributed;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.ObjectStorage;
using Auscult.Telemetry.Windowing;
using TorchSharp;
using static TorchSharp.torch;

namespace Auscult.Learning.Training;

/// <summary>
/// The way from data to a trained encoder with its heads: windows, network, trainer, checkpoints. A run's folder holds
/// <c>checkpoints/</c>, <c>anomaly.json</c> and, where there are labelled incidents to learn from, <c>root_cause.json</c>.
/// </summary>
/// <param name="config">All settings.</param>
/// <param name="clock">Measures time.</param>
public sealed class TrainingPipeline(PipelineConfig config, TimeProvider clock)
{
    /// <summary>Folder of the checkpoints within a run's folder.</summary>
    public const string CheckpointFolder = "checkpoints";

    /// <summary>File of the anomaly score's calibration within a run's folder.</summary>
    public const string AnomalyFile = "anomaly.json";

    /// <summary>File of the root-cause head within a run's folder.</summary>
    public const string RootCauseFile = "root_cause.json";

    /// <summary>Trains, or continues to train, the encoder of a run.</summary>
    /// <param name="data">The data.</param>
    /// <param name="runFolder">Folder of the run.</param>
    /// <param name="resume">Whether to continue from the latest checkpoint; else earlier ones are put aside.</param>
    /// <param name="observer">Watches.</param>
    /// <param name="ranks">The processes that train together; null when this one is alone.</param>
    /// <param name="stop">Ends training after the step under way, with a checkpoint.</param>
    /// <exception cref="InputException">A setting is wrong, or the checkpoint or the shard belongs to other data.</exception>
    /// <exception cref="IOException">The server of the shard stopped answering.</exception>
    public TrainingResult Train(PreparedData data, string runFolder, bool resume, ITrainingObserver observer, CancellationToken stop,
        RankGroup? ranks = null)
    {
        var train = config.Train;
        var device = ComputeDevice.Resolve(train, ranks?.LocalRank ?? 0);
        var store = new CheckpointStore(Path.Combine(runFolder, CheckpointFolder), train.KeepCheckpoints);
        using var shard = OpenShard(train, data);
        var layout = EncoderLayout.For(data.Frame.Schema, config.Window.Length, config.Encoder.PatchLength);
        manual_seed(new Seeds(config.Seed).Child("weights").Value);
        using var encoder = new JointEncoder(config.Encoder, layout, device.Activations);
        encoder.to(device.Device);
        if (train.ActivationCheckpointing)
            encoder.RecomputeActivations();
        var windows = data.Windows(data.TrainRows, config.Window, shard);
        using var trainer = new EncoderTrainer(encoder, train, new TrainingRun
        {
            Train = windows,
            Sampler = seeds => TrainingSamplers.Create(data, windows.Index, train, seeds),
            Validation = data.Windows(data.Split.Validation, config.Window),
            NumLoaderWorkers = config.Window.NumWorkers,
            Signals = data.Signals,
            Scaler = data.Scaler,
            Units = data.Units,
            DataFingerprint = data.Fingerprint,
            Checkpoints = store,
            Device = device,
            Ranks = ranks,
            Seed = config.Seed,
            ResolvedConfig = config.Resolved,
            Clock = clock,
            Observer = observer,
        });
        if (!resume && ranks is not { IsFirst: false } && store.PutAside() is { } aside)
            observer.OnWarning($"the checkpoints of an earlier run are now in {aside}; use --resume to continue a run");
        if (resume && trainer.Resume() == 0)
            observer.OnWarning($"no whole checkpoint in {runFolder}: training starts from the beginning");
        return trainer.Run(stop);
    }

    /// <summary>The remote frame that training windows come from; null when they come from this machine.</summary>
    private RemoteFrame? OpenShard(TrainingConfig train, PreparedData data)
    {
        if (train.ShardUrl.Length == 0)
            return null;
        var shard = RemoteFrame.Open(train.ShardUrl, new RangeReaderConfig(), clock);
        if (shard.HoldsSame(data.Frame))
            return shard;
        shard.Dispose();
        throw new InputException("holds another frame than the one fused here", train.ShardUrl, remedy: "upload the file under output_dir/frames again");
    }

    /// <summary>Loads the encoder of a run: the checkpoint with the smallest validation loss, else the latest.</summary>
    /// <exception cref="InputException">The run has no whole checkpoint.</exception>
    public TrainedEncoder Load(string runFolder, Action<string> warn)
    {
        var store = new CheckpointStore(Path.Combine(runFolder, CheckpointFolder));
        var folder = store.Best ?? store.Latest(warn)?.Folder
            ?? throw new InputException("holds no checkpoint", runFolder, remedy: "run 'auscult train' first");
        return TrainedEncoder.Load(folder, ComputeDevice.Resolve(config.Train));
    }

    /// <summary>
    /// Calibrates the anomaly score of an encoder and saves threshold and p-values beside the checkpoints. It looks at the validation rows,
    /// or at the training rows where there are none, outside labelled faults; never at test rows, which are hidden from windows that reach
    /// into them.
    /// </summary>
    public AnomalyCalibration CalibrateAnomaly(TrainedEncoder encoder, PreparedData data, string runFolder)
    {
        var scorer = new EncoderAnomalyDetector(encoder, config.Head.Anomaly);
        var detector = new SmoothedDetector(scorer, config.Head.Anomaly.Smoothing);
        using var frame = data.Split.WithoutTest(data.Frame, config.Window.Split.GuardRows);
        detector.Fit(frame, data.TrainRows);
        IReadOnlyList<RowRange>[] candidates = [data.WithoutFaults(data.Split.Validation), data.WithoutFaults(data.TrainRows), data.TrainRows];
        var normal = candidates.First(rows => rows.Count > 0);
        var scores = new List<float>();
        foreach (var ofEntity in normal.GroupBy(range => range.Entity))
        {
            var all = detector.Score(frame, ofEntity.Key);
            foreach (var range in ofEntity)
                scores.AddRange(all.AsSpan(range.FirstRow, range.RowCount));
        }
        var shares = data.Frame.Schema.Signals.Select((signal, s) => (signal.Name, Share: scorer.PresenceShares[s]));
        var calibration = AnomalyCalibration.Of(
            detector.Name, scores, config.Head.Anomaly.ThresholdQuantile, shares.ToDictionary(p => p.Name, p => p.Share, StringComparer.Ordinal));
        calibration.Save(Path.Combine(runFolder, AnomalyFile));
        return calibration;
    }

    /// <summary>A root-cause head over an encoder, not yet fitted.</summary>
    /// <param name="encoder">May be null when the configuration looks at shifts only.</param>
    /// <param name="data">The data.</param>
    public RootCauseHead CreateRootCauseHead(TrainedEncoder? encoder, PreparedData data) => new(
        data.Frame, encoder?.Scaler ?? data.Scaler,
        encoder is null ? null : new IntervalEmbedding(encoder, data.Frame, config.Head.RootCause.MaxWindows),
        config.Head.RootCause, new Seeds(config.Seed).Child("root cause"));

    /// <summary>
    /// Fits the root-cause head on the incidents of the training and validation rows and saves it beside the checkpoints. It needs no
    /// validation rows of its own: what it chooses, it chooses by cross-validation.
    /// </summary>
    /// <returns>The head and its examples, or null when those rows hold fewer than two classes of incidents.</returns>
    public (RootCauseHead Head, IReadOnlyList<IncidentExample> Examples)? FitRootCause(TrainedEncoder encoder, PreparedData data, string runFolder)
    {
        var examples = data.Examples([.. data.Split.Train, .. data.Split.Validation], config.Head.Examples);
        if (examples.Select(example => example.FaultClass).Distinct().Count() < 2)
            return null;
        var head = CreateRootCauseHead(encoder, data);
        head.Fit(examples);
        head.Model!.Save(Path.Combine(runFolder, RootCauseFile));
        return (head, examples);
    }
}

using Auscult.Learning.Checkpoints;
using Auscult.Learning.Encoding;
using Auscult.Learning.Heads;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;
using TorchSharp;
using static TorchSharp.torch;

namespace Auscult.Learning.Training;

/// <summary>
/// An encoder detector whose fitting trains the encoder too, from nothing but the rows it is given: for protocols and folds in which no
/// earlier checkpoint may be used. No checkpoint is kept.
/// </summary>
/// <param name="config">All settings; checkpoints, evaluation phases, sampler and split are not used.</param>
/// <param name="clock">Measures time.</param>
/// <param name="observer">Watches the training.</param>
public sealed class SelfTrainedDetector(PipelineConfig config, TimeProvider clock, ITrainingObserver? observer = null)
    : IAnomalyDetector, ISignalEvidence, IDisposable
{
    private TrainedEncoder? _model;
    private EncoderAnomalyDetector? _detector;

    /// <summary>The encoder of the last fit; null before. It is disposed with this object.</summary>
    public TrainedEncoder? Model => _model;

    /// <inheritdoc/>
    public string Name => "encoder";

    /// <inheritdoc/>
    public bool IsCausal => config.Head.Anomaly.IsCausal;

    /// <inheritdoc/>
    public void Fit(Frame frame, IReadOnlyList<RowRange> train)
    {
        Dispose();
        var device = ComputeDevice.Resolve(config.Train);
        var scaler = RobustScaler.Fit(frame, train, config.Window.Scaler);
        var units = LinearUnits.Fit(frame, train, scaler);
        manual_seed(new Seeds(config.Seed).Child("weights").Value);
        var encoder = new JointEncoder(
            config.Encoder, EncoderLayout.For(frame.Schema, config.Window.Length, config.Encoder.PatchLength), device.Activations);
        encoder.to(device.Device);
        _model = new TrainedEncoder(encoder, scaler, units, device);
        var settings = config.Train with { EvaluationSteps = 0 };
        using (var trainer = new EncoderTrainer(encoder, settings, new TrainingRun
        {
            Train = new FrameWindowSource(frame, train, config.Window, scaler),
            NumLoaderWorkers = config.Window.NumWorkers,
            Signals = [],
            Scaler = scaler,
            Units = units,
            DataFingerprint = "",
            Device = device,
            Seed = config.Seed,
            Clock = clock,
            Observer = observer ?? new NoObserver(),
        }))
        {
            trainer.Run(CancellationToken.None);
        }
        encoder.eval();
        _detector = new EncoderAnomalyDetector(_model, config.Head.Anomaly);
        _detector.Fit(frame, train);
    }

    /// <inheritdoc/>
    public float[] Score(Frame frame, int entity) => Fitted().Score(frame, entity);

    /// <inheritdoc/>
    public float[] Contributions(Frame frame, int entity) => Fitted().Contributions(frame, entity);

    /// <inheritdoc/>
    public void Dispose()
    {
        _model?.Dispose();
        (_model, _detector) = (null, null);
    }

    private EncoderAnomalyDetector Fitted() => _detector ?? throw new InvalidOperationException("the detector has not been fitted");

    private sealed class NoObserver : ITrainingObserver;
}

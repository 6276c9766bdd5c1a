using Auscult.Learning.Checkpoints;
using Auscult.Learning.Encoding;
using Auscult.Learning.Training;
using Auscult.Learning.Training.Distributed;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;
using static TorchSharp.torch;

namespace Auscult.Learning.Tests.Training;

/// <summary>Small training runs on <see cref="TestFrames.Correlated"/>.</summary>
internal sealed class TestRun : IDisposable
{
    public static readonly JointEncoderConfig Encoder = new()
    {
        EmbedDim = 16, NumHeads = 2, NumLayerBlocks = 1, NumFusionBlocks = 1, PatchLength = 4,
    };

    public static readonly TrainingConfig Config = new()
    {
        MaxSteps = 12, BatchSize = 8, WarmupSteps = 2, EvaluationSteps = 5, CheckpointSteps = 4, EvaluationWindows = 16, KeepCheckpoints = 2,
        LearningRate = 1e-2,
    };

    private readonly Frame _frame = TestFrames.Correlated(400);
    private readonly JointEncoder _encoder;
    private readonly EncoderTrainer _trainer;

    public TestRun(string folder, TrainingConfig? config = null, ITrainingObserver? observer = null, long seed = 1, string fingerprint = "data",
        JointEncoderConfig? encoder = null, Func<IWindowSource, IWindowSource>? source = null, RankGroup? ranks = null,
        bool? overlapsCopies = null)
    {
        var train = new[] { new RowRange(0, 0, 300) };
        var scaler = RobustScaler.Fit(_frame, train);
        var window = new WindowConfig { Length = 16, Stride = 3 };
        manual_seed(seed);
        var device = ComputeDevice.Resolve((config ?? Config) with { Device = "cpu" });
        _encoder = new JointEncoder(encoder ?? Encoder, EncoderLayout.For(_frame.Schema, 16, 4), device.Activations);
        if (config?.ActivationCheckpointing == true)
            _encoder.RecomputeActivations();
        _trainer = new EncoderTrainer(_encoder, config ?? Config, new TrainingRun
        {
            Train = (source ?? (windows => windows))(new FrameWindowSource(_frame, train, window, scaler)),
            Validation = new FrameWindowSource(_frame, [new RowRange(0, 300, 100)], window, scaler),
            Signals = [.. _frame.Schema.Layers.Select(l => new LayerSignals(
                l.Layer, [.. _frame.Schema.Signals.Skip(l.FirstSignal).Take(l.SignalCount).Select(s => s.Name)]))],
            Scaler = scaler,
            Units = LinearUnits.Fit(_frame, train, scaler),
            DataFingerprint = fingerprint,
            Checkpoints = Store(folder),
            Device = device,
            Ranks = ranks,
            OverlapsCopies = overlapsCopies,
            Seed = seed,
            Clock = TimeProvider.System,
            Observer = observer ?? new Recorder(),
        });
    }

    public static CheckpointStore Store(string folder) => new(Path.Combine(folder, "checkpoints"), keep: 2);

    public long Resume() => _trainer.Resume();

    public TrainingResult Run(CancellationToken stop = default) => _trainer.Run(stop);

    /// <summary>All weights, one after another.</summary>
    public float[] Weights() => [.. _encoder.named_parameters().OrderBy(p => p.name, StringComparer.Ordinal)
        .SelectMany(p => p.parameter.detach().data<float>().ToArray())];

    /// <summary>Fails, in one line, unless another run has the same weights to the bit.</summary>
    public void ShouldEqual(TestRun other, string? hint = null)
    {
        var (mine, others) = (Weights(), other.Weights());
        var differing = mine.Zip(others).Count(pair => BitConverter.SingleToInt32Bits(pair.First) != BitConverter.SingleToInt32Bits(pair.Second));
        if (differing == 0 && mine.Length == others.Length)
            return;
        var largest = mine.Zip(others, (a, b) => Math.Abs(a - b)).Max();
        Assert.Fail($"{differing} of {mine.Length} weights differ, by at most {largest:G3}; {get_num_threads()} threads; {hint}");
    }

    public void Dispose()
    {
        _trainer.Dispose();
        _encoder.Dispose();
        _frame.Dispose();
    }
}

/// <summary>Keeps what a trainer reports.</summary>
internal sealed class Recorder : ITrainingObserver
{
    public List<StepReport> Steps { get; } = [];

    public List<ValidationReport> Validations { get; } = [];

    public List<string> Warnings { get; } = [];

    public Action<StepReport>? AfterStep { get; init; }

    public void OnStep(StepReport report)
    {
        Steps.Add(report);
        AfterStep?.Invoke(report);
    }

    public void OnValidation(ValidationReport report) => Validations.Add(report);

    public void OnWarning(string message) => Warnings.Add(message);
}

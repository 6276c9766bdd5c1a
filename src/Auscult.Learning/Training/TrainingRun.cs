using System.Runtime.InteropServices;
using Auscult.Foundation;
using Auscult.Learning.Checkpoints;
using Auscult.Learning.Encoding;
using Auscult.Learning.Training.Distributed;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Windowing;

namespace Auscult.Learning.Training;

/// <summary>What a trainer works on and in: data, device, clock, where to save, who watches.</summary>
public sealed record TrainingRun
{
    /// <summary>Training windows.</summary>
    public required IWindowSource Train { get; init; }

    /// <summary>Makes the order of the training windows from seeds; null visits every window once an epoch in a drawn order.</summary>
    public Func<Seeds, IWindowSampler>? Sampler { get; init; }

    /// <summary>Threads that fill batches; 0 takes one per processor. Batches do not depend on it.</summary>
    public int NumLoaderWorkers { get; init; }

    /// <summary>Validation windows; null or empty when nothing is validated.</summary>
    public IWindowSource? Validation { get; init; }

    /// <summary>Layers and signals of the data.</summary>
    public required IReadOnlyList<LayerSignals> Signals { get; init; }

    /// <summary>The scaler behind the windows.</summary>
    public required RobustScaler Scaler { get; init; }

    /// <summary>Linear units behind the loss.</summary>
    public required LinearUnits Units { get; init; }

    /// <summary>What the data looked like.</summary>
    public required string DataFingerprint { get; init; }

    /// <summary>Where checkpoints go; null keeps none.</summary>
    public CheckpointStore? Checkpoints { get; init; }

    /// <summary>Device and precision.</summary>
    public required ComputeDevice Device { get; init; }

    /// <summary>Whether batches are copied to the device while it computes on the one before; null: on CUDA devices.</summary>
    public bool? OverlapsCopies { get; init; }

    /// <summary>The processes that train together; null when this one is alone.</summary>
    public RankGroup? Ranks { get; init; }

    /// <summary>Seed of the run.</summary>
    public required long Seed { get; init; }

    /// <summary>The configuration as YAML, kept with every checkpoint.</summary>
    public string ResolvedConfig { get; init; } = "";

    /// <summary>Measures time.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>Watches the run.</summary>
    public required ITrainingObserver Observer { get; init; }

    internal TrainingState StateOf(TrainingProgress progress, JointEncoder encoder, LearningRateSchedule schedule, long stepsPerEpoch) => new()
    {
        Step = progress.Step,
        Epoch = progress.Step / stepsPerEpoch,
        EpochPosition = progress.Step % stepsPerEpoch,
        Seed = Seed,
        TrainedSeconds = progress.TrainedSeconds,
        LearningRate = schedule.At(progress.Step),
        BestLoss = progress.BestLoss,
        EvaluationsSinceBest = progress.EvaluationsSinceBest,
        Encoder = encoder.Config,
        WindowLength = encoder.Layout.WindowLength,
        Signals = Signals,
        Scaler = Scaler.ToJson(),
        SpreadPerDeviation = Units.SpreadPerDeviation,
        DataFingerprint = DataFingerprint,
        ResolvedConfig = ResolvedConfig,
        Versions = new Dictionary<string, string>
        {
            ["auscult"] = typeof(TrainingRun).Assembly.GetName().Version?.ToString() ?? "",
            ["dotnet"] = RuntimeInformation.FrameworkDescription,
            ["tensor_engine"] = typeof(TorchSharp.torch).Assembly.GetName().ToString(),
        },
    };

    /// <summary>Throws when a checkpoint cannot be continued on this data with this configuration.</summary>
    /// <exception cref="InputException">Data, seed or network differ.</exception>
    internal void CheckContinues(TrainingState state, string folder)
    {
        if (state.DataFingerprint != DataFingerprint)
        {
            throw new InputException(
                $"the checkpoint was trained on other data (fingerprint {state.DataFingerprint}, now {DataFingerprint})", folder,
                remedy: "give the same data and window settings, or start anew without --resume");
        }
        if (state.Seed != Seed)
            throw new InputException($"the checkpoint was trained with seed {state.Seed}, not {Seed}", folder, remedy: $"use seed={state.Seed}");
    }
}

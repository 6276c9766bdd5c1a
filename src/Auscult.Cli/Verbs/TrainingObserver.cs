using Auscult.Cli.Hosting;
using Auscult.Learning.Training;
using Auscult.Telemetry.Loading.TrainingLogs;
using Auscult.Torch;
using Auscult.Tracking;

namespace Auscult.Cli.Verbs;

/// <summary>Shows a training run on standard error, tracks it, and writes its telemetry.</summary>
internal sealed class TrainingObserver(ReportProgress progress, TrackedRun run, TrainingTelemetryWriter? telemetry, TextWriter error, int device = 0)
    : ITrainingObserver
{
    private readonly TelemetryObserver? _telemetry = telemetry is null ? null : new TelemetryObserver(telemetry);
    private double? _validation;

    /// <inheritdoc/>
    public void OnStep(StepReport report)
    {
        _telemetry?.OnStep(report);
        run.LogMetric("train/loss", report.Loss, report.Step);
        run.LogMetric("train/grad_norm", report.GradNorm, report.Step);
        run.LogMetric("train/learning_rate", report.LearningRate, report.Step);
        run.LogMetric("train/tokens_per_second", report.TokensPerSecond, report.Step);
        run.LogMetric("train/step_seconds", report.Duration.TotalSeconds, report.Step);
        run.LogMetric("train/loader_wait_ratio", report.LoaderWaitRatio, report.Step);
        if (Capabilities.CudaMemory)
            run.LogMetric("train/cuda_memory_peak_bytes", CudaMemory.Read(device).PeakAllocated, report.Step);
        progress(report.Step, $"loss {report.Loss:F4}{(_validation is { } loss ? $", validation {loss:F4}" : "")}, {report.WindowsPerSecond:F0} windows/s, {report.LoaderWaitRatio:P1} waiting for data");
    }

    /// <inheritdoc/>
    public IDisposable? OnPhase(TrainingPhase phase, long step) => _telemetry?.OnPhase(phase, step);

    /// <inheritdoc/>
    public void OnValidation(ValidationReport report)
    {
        _validation = report.Loss;
        run.LogMetric("validation/loss", report.Loss, report.Step);
    }

    /// <inheritdoc/>
    public void OnWarning(string message) => error.WriteLine($"auscult: {message}");
}

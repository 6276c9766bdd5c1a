using Auscult.Telemetry.Loading.TrainingLogs;

namespace Auscult.Learning.Training;

/// <summary>Writes a training run as telemetry lines, the model layer that <c>auscult record</c> picks up.</summary>
/// <param name="writer">Receives the lines; the caller disposes it.</param>
public sealed class TelemetryObserver(TrainingTelemetryWriter writer) : ITrainingObserver
{
    /// <inheritdoc/>
    public void OnStep(StepReport report) => writer.Write(new TrainingTelemetry
    {
        Step = report.Step,
        StepSeconds = report.Elapsed.TotalSeconds,
        Loss = report.Loss,
        GradNorm = report.GradNorm,
        TokensPerSecond = report.TokensPerSecond,
        LearningRate = report.LearningRate,
        DataWaitSeconds = report.DataWait.TotalSeconds,
        Extra = new Dictionary<string, double> { ["loader_wait_ratio"] = report.LoaderWaitRatio },
    });

    /// <inheritdoc/>
    public IDisposable? OnPhase(TrainingPhase phase, long step) => writer.Enter(phase, step);
}

/// <summary>Passes everything on to several observers.</summary>
/// <param name="observers">In order of notification.</param>
public sealed class CompositeObserver(IReadOnlyList<ITrainingObserver> observers) : ITrainingObserver
{
    /// <inheritdoc/>
    public void OnStep(StepReport report) => ForEach(o => o.OnStep(report));

    /// <inheritdoc/>
    public IDisposable? OnPhase(TrainingPhase phase, long step)
    {
        var scopes = observers.Select(o => o.OnPhase(phase, step)).OfType<IDisposable>().ToArray();
        return scopes.Length == 0 ? null : new Scopes(scopes);
    }

    /// <inheritdoc/>
    public void OnValidation(ValidationReport report) => ForEach(o => o.OnValidation(report));

    /// <inheritdoc/>
    public void OnCheckpoint(string folder, long step) => ForEach(o => o.OnCheckpoint(folder, step));

    /// <inheritdoc/>
    public void OnWarning(string message) => ForEach(o => o.OnWarning(message));

    private void ForEach(Action<ITrainingObserver> notify)
    {
        foreach (var observer in observers)
            notify(observer);
    }

    private sealed class Scopes(IDisposable[] scopes) : IDisposable
    {
        public void Dispose()
        {
            foreach (var scope in scopes)
                scope.Dispose();
        }
    }
}

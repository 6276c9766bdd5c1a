using System.CommandLine;
using Auscult.Cli.Configuration;
using Auscult.Cli.Hosting;
using Auscult.Cli.Verbs.Diagnosis;
using Auscult.Cluster;
using Auscult.Foundation;
using Auscult.Learning.Training;
using Auscult.Learning.Training.Distributed;
using Auscult.Telemetry.Loading;
using Auscult.Telemetry.Loading.TrainingLogs;
using Auscult.Tracking;

namespace Auscult.Cli.Verbs;

/// <summary>
/// <c>auscult train</c>: trains the joint encoder, and the root-cause head where incidents are labelled; or a diagnosis of sites.
/// </summary>
internal static class TrainCommand
{
    public static Command Create(CliServices services)
    {
        var command = new Command("train", "Train a joint encoder and its heads on a dataset, or a diagnosis with task=diagnosis.");
        var config = new ConfigArguments(command, services);
        var json = new JsonOutput(command, services);
        var resume = new Option<bool>("--resume")
        {
            Description = "Continue the run in output_dir from its latest whole checkpoint; a job that Slurm requeued does so by itself.",
        };
        var telemetry = new Option<string?>("--telemetry")
        {
            Description = "Append step times, loss and phases to this file as JSON lines ('auscult record' reads them).",
            HelpName = "FILE",
        };
        command.Options.Add(resume);
        command.Options.Add(telemetry);
        command.SetAction(result =>
        {
            var resolved = config.Compose(result);
            if (resolved.Task == TrainingTask.Diagnosis)
            {
                if (result.GetValue(telemetry) is not null)
                    throw new InputException("--telemetry has no meaning for task=diagnosis, which takes no steps", remedy: "leave it out");
                if (RankPlace.Of(services.Environment) is { } place)
                    throw new InputException($"task=diagnosis trains in one process, not on {place.Size} ranks", remedy: "start it without 'auscult launch' or with one task");
                var learned = DiagnosisTrainer.Train(resolved, result.GetValue(resume), services);
                if (!json.TakesOutput(result))
                    learned.Describe(services.Output);
                json.Write(result, learned);
                return ExitCode.Ok;
            }
            var settings = Pipelines.Bind(resolved);
            using var ranks = Ranks.Join(settings.Train, services);
            var isFirst = ranks is not { IsFirst: false };
            using var writer = isFirst && result.GetValue(telemetry) is { } file ? new TrainingTelemetryWriter(file, services.Clock) : null;
            var summary = Train(resolved, settings, result.GetValue(resume) || Restart.IsOne(services.Environment), writer, ranks, services);
            if (!isFirst)
                return summary.Interrupted ? services.InterruptedExitCode() : ExitCode.Ok;
            if (!json.TakesOutput(result))
                summary.Describe(services.Output);
            json.Write(result, summary);
            return summary.Interrupted ? services.InterruptedExitCode() : ExitCode.Ok;
        });
        return command;
    }

    private static PreparedData Prepare(ResolvedConfig resolved, PipelineConfig settings, TrainingTelemetryWriter? telemetry)
    {
        using var phase = telemetry?.Enter(TrainingPhase.WarmUp, 0);
        return PreparedData.From(
            DatasetSources.Load(resolved.Bind<DataConfig>("data")), settings, Path.Combine(resolved.OutputDirectory, Pipelines.CacheFolder));
    }

    private static TrainingSummary Train(
        ResolvedConfig resolved, PipelineConfig settings, bool resume, TrainingTelemetryWriter? telemetry, RankGroup? ranks, CliServices services)
    {
        var pipeline = new TrainingPipeline(settings, services.Clock);
        // Rank 0 fuses, the others find its frames.
        using var data = ranks is null ? Prepare(resolved, settings, telemetry) : ranks.InTurn(() => Prepare(resolved, settings, telemetry));
        if (ranks is { IsFirst: false })
        {
            var share = pipeline.Train(data, resolved.OutputDirectory, resume, Ranks.Silent, services.Cancellation, ranks);
            ranks.Finish();
            return TrainingSummary.Of(share, data, resolved.OutputDirectory);
        }
        using var run = Pipelines.StartRun(resolved, data, "train", services, resume);
        var result = services.Progress.Run("training", settings.Train.MaxSteps, report => pipeline.Train(
            data, resolved.OutputDirectory, resume, new TrainingObserver(report, run, telemetry, services.Error), services.Cancellation, ranks));
        ranks?.Finish();
        var summary = TrainingSummary.Of(result, data, resolved.OutputDirectory);
        if (!result.Interrupted)
        {
            using var encoder = pipeline.Load(resolved.OutputDirectory, services.Error.WriteLine);
            summary = summary.With(
                encoder.Encoder, pipeline.CalibrateAnomaly(encoder, data, resolved.OutputDirectory),
                pipeline.FitRootCause(encoder, data, resolved.OutputDirectory));
        }
        run.LogMetric("train/windows_per_second", summary.WindowsPerSecond, result.Step);
        run.LogMetric("train/mean_loader_wait_ratio", summary.LoaderWaitRatio, result.Step);
        run.SetTag("auscult.checkpoint", result.Checkpoint ?? "");
        if (!result.Interrupted && result.Checkpoint is { } checkpoint)
            resolved.Bind<TrackerConfig>("tracker").Keep(run, new ModelFiles("encoder", checkpoint) { ModelType = "encoder", Step = result.Step });
        run.Finish(result.Interrupted ? RunStatus.Killed : RunStatus.Finished);
        return summary;
    }
}

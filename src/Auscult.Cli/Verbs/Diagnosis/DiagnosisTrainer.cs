using Auscult.Cli.Configuration;
using Auscult.Cli.Hosting;
using Auscult.Foundation;
using Auscult.Learning.Diagnosis.Alarms;
using Auscult.Learning.Diagnosis.Model;
using Auscult.Learning.Sites;
using Auscult.Telemetry.Loading;
using Auscult.Telemetry.Storage;

namespace Auscult.Cli.Verbs.Diagnosis;

/// <summary>What <c>auscult train task=diagnosis</c> does.</summary>
internal static class DiagnosisTrainer
{
    /// <summary>Learns a model and puts it into <c>output_dir</c>.</summary>
    /// <exception cref="InputException">A setting does not fit, or the data have no labelled fault.</exception>
    public static DiagnosisTrainingSummary Train(ResolvedConfig resolved, bool resume, CliServices services)
    {
        if (resume)
            throw new InputException("a diagnosis is learned in one go: there is nothing to resume", remedy: "leave out --resume");
        var training = new DiagnosisTraining(
            resolved.Bind<DiagnosisConfig>("diagnosis"), resolved.Bind<SiteConfig>("site"), resolved.Bind<AlarmConfig>("alarm"), resolved.Seed,
            resolved.ToYaml());
        var dataset = DatasetSources.Load(resolved.Bind<DataConfig>("data"));
        var cache = Path.Combine(resolved.OutputDirectory, Pipelines.CacheFolder);
        var start = services.Clock.GetTimestamp();
        var total = training.StepsOf(dataset);
        var model = services.Progress.Run("training", total, report =>
        {
            var learned = training.Run(dataset, cache, (done, what) => report(done, what), services.Cancellation);
            report(total);
            return learned;
        });
        model.Save(resolved.OutputDirectory);
        var summary = DiagnosisTrainingSummary.Of(model, resolved.OutputDirectory, services.Clock.GetElapsedTime(start).TotalSeconds);
        Track(resolved, dataset, summary, services);
        return summary;
    }

    private static void Track(ResolvedConfig resolved, Dataset dataset, DiagnosisTrainingSummary summary, CliServices services)
    {
        using var run = Pipelines.StartRun(resolved, dataset, dataset.Fingerprint, "train", services);
        run.LogMetric("held_out/event_f1", summary.HeldOutF1);
        run.LogMetric("held_out/false_alarms", summary.HeldOutFalseAlarms);
        run.LogMetric("train/seconds", summary.Seconds);
        run.Finish(Auscult.Tracking.RunStatus.Finished);
    }
}

/// <summary>The figures of a training, as printed and as written by <c>--json</c>.</summary>
internal sealed record DiagnosisTrainingSummary
{
    /// <summary>Name of the dataset.</summary>
    public required string Dataset { get; init; }

    /// <summary>Folder of the run.</summary>
    public required string RunFolder { get; init; }

    /// <summary>Name of the diagnoser.</summary>
    public required string Diagnoser { get; init; }

    /// <summary>Recordings that were learned from.</summary>
    public required int TrainRecordings { get; init; }

    /// <summary>Recordings that thresholds were chosen on, beside the cross-fit.</summary>
    public required int HeldOutRecordings { get; init; }

    /// <summary>Labelled faults that were learned from.</summary>
    public required int TrainIncidents { get; init; }

    /// <summary>Classes of faults.</summary>
    public required IReadOnlyList<string> Faults { get; init; }

    /// <summary>Classes of benign events.</summary>
    public required IReadOnlyList<string> Benign { get; init; }

    /// <summary>Event F1 on what thresholds were chosen on: optimistic.</summary>
    public required double HeldOutF1 { get; init; }

    /// <summary>False alarms there.</summary>
    public required int HeldOutFalseAlarms { get; init; }

    /// <summary>Days times accelerators there.</summary>
    public required double HeldOutAcceleratorDays { get; init; }

    /// <summary>Seconds it took.</summary>
    public required double Seconds { get; init; }

    public static DiagnosisTrainingSummary Of(DiagnosisModel model, string runFolder, double seconds)
    {
        var classes = model.Diagnoser.Classes;
        return new DiagnosisTrainingSummary
        {
            Dataset = model.Info.Dataset, RunFolder = runFolder, Diagnoser = model.Info.Diagnoser,
            TrainRecordings = model.Info.TrainRecordings.Count, HeldOutRecordings = model.Info.HeldOutRecordings.Count,
            TrainIncidents = model.Info.TrainIncidents,
            Faults = [.. classes.Names.Where((_, c) => !classes.IsBenign[c])], Benign = [.. classes.Names.Where((_, c) => classes.IsBenign[c])],
            HeldOutF1 = model.Alarms.Choice.F1, HeldOutFalseAlarms = model.Alarms.Choice.FalseAlarms,
            HeldOutAcceleratorDays = model.Alarms.Choice.AcceleratorDays, Seconds = seconds,
        };
    }

    public void Describe(TextWriter output)
    {
        output.WriteLine(
            $"{Dataset}: {Diagnoser} learned {TrainIncidents} faults of {Faults.Count} classes from {TrainRecordings} recordings in {Seconds:F0} s");
        output.WriteLine($"faults: {string.Join(", ", Faults)}");
        output.WriteLine($"benign: {string.Join(", ", Benign)}");
        output.WriteLine(
            $"alarms: event F1 {HeldOutF1:F2} with {HeldOutFalseAlarms} false alarms in {HeldOutAcceleratorDays:F1} accelerator-days of "
            + $"{(HeldOutRecordings > 0 ? $"{HeldOutRecordings} held-out recordings and " : "")}the cross-fit, where the thresholds were chosen");
        output.WriteLine($"model: {Path.Combine(RunFolder, DiagnosisModel.FolderName)}; next: auscult detect {RunFolder}");
    }
}

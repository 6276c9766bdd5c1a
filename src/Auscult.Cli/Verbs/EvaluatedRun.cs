using System.CommandLine;
using Auscult.Cli.Configuration;
using Auscult.Cli.Hosting;
using Auscult.Foundation;
using Auscult.Learning.Checkpoints;
using Auscult.Learning.Training;
using Auscult.Telemetry.Loading;
using Auscult.Telemetry.Loading.Smd;

namespace Auscult.Cli.Verbs;

/// <summary>What <c>auscult evaluate</c> is to judge.</summary>
/// <param name="Folder">Folder of the run.</param>
/// <param name="Checkpoint">Folder of the checkpoint; null when the run has none.</param>
/// <param name="Config">Settings: the run's own with the user's overrides on top, or composed from the overrides.</param>
internal sealed record EvaluatedRun(string Folder, string? Checkpoint, ResolvedConfig Config)
{
    /// <summary>
    /// Finds it. A first word that is a folder names a run or a checkpoint, whose settings then are the start; any other is an override.
    /// </summary>
    /// <exception cref="InputException">The word is neither, or the checkpoint is damaged.</exception>
    public static EvaluatedRun Find(string? word, ParseResult result, ConfigArguments config)
    {
        if (word is null || (!Directory.Exists(word) && IsOverride(word)))
        {
            var composed = config.Compose(result, word is null ? [] : [word]);
            return new EvaluatedRun(composed.OutputDirectory, CheckpointOf(composed.OutputDirectory), composed);
        }
        if (!Directory.Exists(word))
            throw new InputException("no such run", word, remedy: "give the output_dir of 'auscult train', or KEY=VALUE overrides");
        var folder = Path.TrimEndingDirectorySeparator(word);
        var isCheckpoint = File.Exists(Path.Combine(folder, CheckpointStore.StateFile));
        var checkpoint = isCheckpoint ? folder : CheckpointOf(folder)
            ?? throw new InputException("holds no checkpoint", folder, remedy: "run 'auscult train' first");
        var stateFile = Path.Combine(checkpoint, CheckpointStore.StateFile);
        var settings = config.ComposeOver(result, TrainingState.Read(stateFile).ResolvedConfig, stateFile);
        return new EvaluatedRun(isCheckpoint ? Path.GetDirectoryName(Path.GetDirectoryName(folder)) ?? folder : folder, checkpoint, settings);
    }

    /// <summary>The published figures of an SMD machine under TSB-AD's protocol, or null.</summary>
    public static PublishedScores? PublishedFor(DataConfig source) =>
        source.Source == "smd" && File.Exists(Path.Combine(source.Root, PublishedScores.FileName))
            ? PublishedScores.Load(source.Root).FirstOrDefault(scores => scores.Machine == source.Machine)
            : null;

    /// <summary>The encoder of the checkpoint, or null with a warning.</summary>
    public TrainedEncoder? LoadEncoder(PipelineConfig settings, CliServices services)
    {
        if (Checkpoint is not null)
            return TrainedEncoder.Load(Checkpoint, ComputeDevice.Resolve(settings.Train));
        services.Error.WriteLine($"auscult: {Folder} holds no checkpoint: judging baselines only; 'auscult train' makes one");
        return null;
    }

    private static string? CheckpointOf(string folder)
    {
        var store = new CheckpointStore(Path.Combine(folder, TrainingPipeline.CheckpointFolder));
        return store.Best ?? store.Latest(_ => { })?.Folder;
    }

    private static bool IsOverride(string word) => word.Contains('=', StringComparison.Ordinal) || word.StartsWith('~');
}

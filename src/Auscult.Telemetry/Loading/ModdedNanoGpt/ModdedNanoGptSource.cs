using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Loading.TrainingLogs;
using Auscult.Telemetry.Loading.TrainingLogs.Formats;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.ModdedNanoGpt;

/// <summary>
/// The record logs of modded-nanogpt (K. Jordan and others, MIT licence): 37 pre-training runs of GPT-2 on one node with eight H100. Every
/// log is a recording of the one rank that wrote it.
/// </summary>
/// <remarks>
/// Several runs ran at the same time on different machines, so times are laid one after another from <see cref="Epoch"/>; within a run they
/// are the sums of the logged step times. The log of llm.c has no times: its steps count one second. All runs are healthy; evaluations
/// and jumps of the learning rate are labelled benign.
/// </remarks>
/// <param name="root">The folder with one folder per record.</param>
public sealed class ModdedNanoGptSource(string root) : IDatasetSource
{
    /// <summary>Time of the first step of the first run; arbitrary.</summary>
    public static readonly DateTimeOffset Epoch = new(2024, 6, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly TimeSpan BetweenRuns = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public Dataset Load(ImportContext? context = null)
    {
        context ??= new ImportContext();
        var builder = new DatasetBuilder(root, context);
        var resolver = new SignalResolver(context.Catalogue);
        var signals = new LogSignals(builder, resolver);
        var recordings = new List<Recording>();
        var start = Epoch;
        foreach (var file in InputFiles.Find(root, "*.gz"))
        {
            var run = new LogRun(NameOf(file), builder, signals, node: null, context)
            {
                Start = Micros.From(start),
                DefaultStepSeconds = 1,
                FollowsMoments = false,
            };
            run.Read(file, new ModdedNanoGptFormat());
            var recording = run.Finish() ?? throw new InputException("has no training step", file, remedy: "remove the file");
            recordings.Add(recording);
            start = recording.End + BetweenRuns;
        }
        return builder.Build(new DatasetHead
        {
            Name = "modded-nanogpt",
            Source = "modded_nanogpt",
            Origin = "github.com/KellerJordan/modded-nanogpt, records of 2024; runs are laid one after another",
            Licence = "MIT",
            Recordings = recordings,
            Unmapped = resolver.Unmapped(),
        });
    }

    /// <summary>Folder and the beginning of the run's id: <c>2024-10-09_SOAP/5bdc3988</c>.</summary>
    private static string NameOf(string file)
    {
        var name = Path.GetFileName(file);
        return $"{Path.GetFileName(Path.GetDirectoryName(file))}/{name[..Math.Min(8, name.IndexOf('.', StringComparison.Ordinal))]}";
    }
}

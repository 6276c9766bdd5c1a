using Auscult.Cli.Hosting;
using Auscult.Cluster;
using Auscult.Learning.Training;
using Auscult.Learning.Training.Distributed;

namespace Auscult.Cli.Verbs;

/// <summary>The ranks of a training, as the environment describes them.</summary>
internal static class Ranks
{
    /// <summary>Watches nothing: rank 0 reports for all.</summary>
    public static ITrainingObserver Silent { get; } = new SilentObserver();

    /// <summary>Meets the other ranks; null when this process is alone.</summary>
    public static RankGroup? Join(TrainingConfig config, CliServices services) =>
        RankPlace.Of(services.Environment) is { } place
            ? RankGroup.Join(place, TimeSpan.FromSeconds(config.RankTimeoutSeconds), message => End(message, services))
            : null;

    /// <summary>Says that another rank is gone.</summary>
    /// <returns>The exit code: 75 where the job's pods are started again one by one, so that only the lost one counts as a failure; else 1.</returns>
    public static int Lost(string message, CliServices services)
    {
        services.Error.WriteLine($"auscult: {message}; the last checkpoint is whole: start the ranks again with --resume");
        return Restart.IsAutomatic(services.Environment) ? ExitCode.Requeue : ExitCode.Failure;
    }

    // A collective that hangs cannot be left in another way.
    private static void End(string message, CliServices services) => Environment.Exit(Lost(message, services));

    private sealed class SilentObserver : ITrainingObserver;
}

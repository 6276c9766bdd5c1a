using System.CommandLine;
using Auscult.Cli.Configuration;
using Auscult.Cli.Hosting;
using Auscult.Retraining;
using Auscult.Retraining.Registry;
using Auscult.Retraining.Running;
using Auscult.Retraining.State;
using Auscult.Tracking;

namespace Auscult.Cli.Verbs.Retraining;

/// <summary>What the verbs of a retraining share.</summary>
internal static class RetrainOptions
{
    /// <summary>The group of the configuration.</summary>
    public const string Section = "retrain";

    /// <summary>Ends with 0 when somebody else is at work.</summary>
    public static Option<bool> SkipIfBusy() => new("--skip-if-busy")
    {
        Description = "End with exit code 0 instead of 75 when another process is at work.",
    };

    /// <summary>Runs something on the folder of a retraining, and tells how it ended.</summary>
    public static int Run(ResolvedConfig resolved, CliServices services, bool skipIfBusy, Func<Retrainer, RetrainResult> run, Action<RetrainResult> tell)
    {
        var config = resolved.Bind<RetrainConfig>(Section);
        var folder = new RetrainFolder(config.Folder);
        var tracking = resolved.Bind<TrackerConfig>("tracker");
        var tracker = tracking.Open(services.Clock, line => services.Error.WriteLine($"auscult: {line}"), services.Environment);
        using var ends = tracker as IDisposable;
        var tracked = new TrackedVersions(tracker, tracking.Experiment, config, folder.Registry);
        var result = run(new Retrainer(config, folder, new RetrainWork(config, resolved, services), tracked, services.Clock, services.Error.WriteLine));
        if (result.IsBusy)
        {
            services.Error.WriteLine($"auscult: {result.Line}");
            return skipIfBusy ? ExitCode.Ok : ExitCode.Requeue;
        }
        foreach (var refused in result.Entry?.Refused ?? [])
            services.Error.WriteLine($"auscult: refused {refused.Delivery.Dataset}: {refused.Reason}");
        tell(result);
        return ExitOf(result);
    }

    private static int ExitOf(RetrainResult result) =>
        result.Entry?.Event is LineageEvent.Refused or LineageEvent.Rejected ? ExitCode.QualityGate : ExitCode.Ok;
}

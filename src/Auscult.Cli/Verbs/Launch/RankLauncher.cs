using Auscult.Cli.Hosting;

namespace Auscult.Cli.Verbs.Launch;

/// <summary>Starts all ranks of one machine, passes signals on, and ends the job as soon as a rank fails.</summary>
internal static class RankLauncher
{
    /// <summary>Runs the ranks to their end.</summary>
    /// <param name="config">What to start.</param>
    /// <param name="error">Where endings are told.</param>
    /// <param name="stop">Cancelled when the job is to end.</param>
    /// <param name="signal">The signal that the ranks are then sent.</param>
    /// <returns>0, or the exit code of the rank that failed first: 1 when a signal killed it.</returns>
    public static int Run(LaunchConfig config, TextWriter error, CancellationToken stop, Func<int> signal)
    {
        // The ranks' lives hang on this thread: it must not come back before they are gone.
        var ranks = Enumerable.Range(0, config.Ranks).Select(rank => RankProcess.Start(config, rank, error)).ToList();
        try
        {
            using var passOn = stop.Register(() => ranks.ForEach(rank => rank.Signal(signal())));
            return Wait(ranks, config, error, stop);
        }
        finally
        {
            ranks.ForEach(rank => rank.Dispose());
        }
    }

    private static int Wait(List<RankProcess> ranks, LaunchConfig config, TextWriter error, CancellationToken stop)
    {
        var running = ranks.Select(rank => rank.Ended()).ToList();
        var result = ExitCode.Ok;
        while (running.Count > 0)
        {
            var any = Task.WhenAny(running);
            if (!any.Wait(result == ExitCode.Ok ? Timeout.InfiniteTimeSpan : config.Grace, CancellationToken.None))
            {
                ranks.ForEach(rank => rank.Kill());
                continue;
            }
            running.Remove(any.Result);
            var ended = any.Result.Result;
            if (result != ExitCode.Ok || ended.ExitCode == ExitCode.Ok)
                continue;
            result = ended.WasKilled && !stop.IsCancellationRequested ? ExitCode.Failure : ended.ExitCode;
            if (running.Count > 0 && !stop.IsCancellationRequested && result is not (ExitCode.Requeue or ExitCode.Usage))
                error.WriteLine($"auscult: {ended.Name} {ended.Ending}; ending the others");
        }
        return result;
    }
}

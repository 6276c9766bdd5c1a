using System.CommandLine;
using Auscult.Cli.Hosting;
using Auscult.Foundation;
using Auscult.Tracking.Rest;

namespace Auscult.Cli.Verbs.Tracking;

/// <summary><c>auscult track</c>: brings tracked runs to an MLflow server and looks at them there.</summary>
internal static class TrackCommand
{
    public static Command Create(CliServices services) =>
        new("track", "Bring tracked runs to an MLflow server, or look at those it has.")
        {
            TrackSyncCommand.Create(services),
            TrackListCommand.Create(services),
            TrackShowCommand.Create(services),
        };

    /// <summary>The option that names the server.</summary>
    public static Option<string?> ServerOption() => new("--server")
    {
        Description = "Address of the tracking server (default: MLFLOW_TRACKING_URI). User, password or token: MLFLOW_TRACKING_USERNAME, _PASSWORD, _TOKEN.",
        HelpName = "URI",
    };

    /// <summary>Runs something that asks the server; what the server says is one line.</summary>
    /// <param name="services">The process.</param>
    /// <param name="connection">The server, which must answer at once; null when it is not asked.</param>
    /// <param name="ask">What to do.</param>
    public static int Ask(CliServices services, ServerConnection? connection, Func<Task<int>> ask)
    {
        try
        {
            if (connection is not null)
                MlflowClient.EnsureReachableAsync(connection, services.Clock, services.Cancellation).GetAwaiter().GetResult();
            return ask().GetAwaiter().GetResult();
        }
        catch (MlflowException e) when (e.IsMissing)
        {
            throw new InputException(e.Message, inner: e);
        }
        catch (MlflowException e)
        {
            services.Error.WriteLine($"auscult: {e.Message}");
            return ExitCode.Failure;
        }
    }
}

using System.CommandLine;
using Auscult.Cli.Verbs;
using Auscult.Foundation;
using Auscult.Learning.Training.Distributed;

namespace Auscult.Cli.Hosting;

/// <summary>Parses and runs one command line, and maps whatever happens to one line on standard error and an exit code.</summary>
internal static class CommandLine
{
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static int Run(RootCommand root, IReadOnlyList<string> arguments, CliServices services)
    {
        var result = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (result.Errors.Count > 0)
        {
            services.Error.WriteLine($"auscult: {UsageErrors.Describe(result)}");
            return ExitCode.Usage;
        }
        try
        {
            return result.Invoke(new InvocationConfiguration
            {
                Output = services.Output,
                Error = services.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (InputException e)
        {
            services.Error.WriteLine($"auscult: {e.Message}");
            return ExitCode.Usage;
        }
        catch (PeerLostException e)
        {
            return Ranks.Lost(e.Message, services);
        }
        catch (OperationCanceledException) when (services.Cancellation.IsCancellationRequested)
        {
            return services.InterruptedExitCode();
        }
        catch (Exception e)
        {
            services.Error.WriteLine($"auscult: {CrashLog.Write(e, arguments, services)}");
            return ExitCode.Failure;
        }
    }
}

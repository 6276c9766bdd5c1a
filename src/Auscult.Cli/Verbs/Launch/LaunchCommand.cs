using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Auscult.Cli.Hosting;
using Auscult.Foundation;

namespace Auscult.Cli.Verbs.Launch;

/// <summary><c>auscult launch</c>: several ranks of one training on this machine.</summary>
internal static class LaunchCommand
{
    public static Command Create(CliServices services)
    {
        var ranks = new Option<int>("--ranks", "-n") { Description = "Processes, one per GPU or group of cores.", HelpName = "N", Required = true };
        var restarts = new Option<int>("--restarts")
        {
            Description = "Start all ranks again with --resume after a rank died, at most so many times.",
            HelpName = "K",
            DefaultValueFactory = _ => 0,
        };
        var port = new Option<int>("--port") { Description = "TCP port on which ranks meet; 0 takes a free one.", HelpName = "P", DefaultValueFactory = _ => 0 };
        var arguments = new Argument<string[]>("command")
        {
            Description = "After '--': a verb of auscult and its arguments.",
            HelpName = "VERB ARGS",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new Command("launch", "Train on several ranks of this machine: auscult launch -n 4 -- train experiment=tiny.")
        {
            ranks, restarts, port, arguments,
        };
        command.SetAction(result =>
        {
            var count = result.GetValue(ranks);
            if (count < 1)
                throw new InputException($"--ranks {count}: at least one process is needed");
            var verb = result.GetValue(arguments)!;
            if (verb[0] != "train")
                throw new InputException($"'{verb[0]}' runs in one process; only train has ranks", remedy: "auscult launch -n N -- train ...");
            return Run(count, verb, result.GetValue(port), result.GetValue(restarts), services);
        });
        return command;
    }

    private static int Run(int ranks, string[] verb, int port, int restarts, CliServices services)
    {
        for (var attempt = 0; ; attempt++)
        {
            string[] resumed = attempt > 0 && !verb.Contains("--resume", StringComparer.Ordinal) ? [.. verb, "--resume"] : verb;
            var config = new LaunchConfig(ranks, [.. ThisProgram.Command, .. resumed], port > 0 ? port : FreePort(), Environment(ranks, services));
            var code = RankLauncher.Run(
                config, services.Error, services.Cancellation,
                () => services.InterruptedExitCode() switch
                {
                    ExitCode.Interrupted => ProcessSignal.Interrupt,
                    ExitCode.Requeue => ProcessSignal.Requeue,
                    _ => ProcessSignal.Terminate,
                });
            if (code != ExitCode.Failure || attempt >= restarts || services.Cancellation.IsCancellationRequested)
                return code;
            services.Error.WriteLine($"auscult: starting the ranks again, {attempt + 1} of {restarts}");
        }
    }

    // Ranks share the processors of the machine.
    private static Dictionary<string, string> Environment(int ranks, CliServices services) =>
        services.Environment("OMP_NUM_THREADS") is { Length: > 0 } ? [] : new(StringComparer.Ordinal)
        {
            ["OMP_NUM_THREADS"] = Math.Max(1, System.Environment.ProcessorCount / ranks).ToString(CultureInfo.InvariantCulture),
        };

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

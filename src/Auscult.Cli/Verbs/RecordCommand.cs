using System.CommandLine;
using Auscult.Cli.Hosting;
using Auscult.Telemetry.Loading.Recorded;

namespace Auscult.Cli.Verbs;

/// <summary><c>auscult record</c>: writes the telemetry of this machine to a dataset folder.</summary>
internal static class RecordCommand
{
    public static Command Create(CliServices services)
    {
        var command = new Command("record", "Record telemetry of this machine: hardware, network, storage and a training job.");
        var arguments = new RecordArguments(command);
        var json = new JsonOutput(command, services);
        command.SetAction(result =>
        {
            try
            {
                var options = arguments.Bind(result);
                return arguments.IsRecovery(result) ? Recover(options, services) : Record(options, result, json, services);
            }
            catch (IOException e)
            {
                services.Error.WriteLine($"auscult: {e.Message.ReplaceLineEndings(" ")}");
                return ExitCode.Failure;
            }
        });
        return command;
    }

    private static int Record(RecordingOptions options, ParseResult result, JsonOutput json, CliServices services)
    {
        var sources = LiveMachine.Open(options, services.Clock);
        try
        {
            var recorder = new Recorder(options, sources, services.Clock);
            var summary = recorder.RunAsync(services.Cancellation, () => Announce(options, services.Error)).GetAwaiter().GetResult();
            if (!json.TakesOutput(result))
                Describe(summary, services.Output);
            json.Write(result, summary);
            return summary.InterruptedEarly ? services.InterruptedExitCode() : ExitCode.Ok;
        }
        finally
        {
            foreach (var source in sources)
                source.Dispose();
        }
    }

    private static void Announce(RecordingOptions options, TextWriter error)
    {
        var length = options.Duration is { } duration ? $"for {duration.TotalSeconds} s" : "until stopped";
        error.WriteLine($"recording {options.OutputDirectory} at {options.Hertz} Hz {length}; Ctrl-C keeps what was recorded");
    }

    private static int Recover(RecordingOptions options, CliServices services)
    {
        var dataset = Recorder.Recover(options.OutputDirectory, options.Append, out var damagedLines);
        var end = dataset.Manifest.Recordings[^1].End;
        services.Output.WriteLine($"{options.OutputDirectory}: recovered until {end:O}; {damagedLines} damaged lines left out");
        return ExitCode.Ok;
    }

    private static void Describe(RecordingSummary summary, TextWriter output)
    {
        output.WriteLine(
            $"{summary.OutputDirectory}: '{summary.Recording}', {summary.Ticks} ticks over {summary.Seconds:F1} s, {summary.Signals} signals, "
            + $"{summary.Entities} entities, {summary.Incidents} labels");
        output.WriteLine($"missed ticks: {summary.MissedTicks}, clock jumps: {summary.ClockJumps}");
        output.WriteLine(
            $"own CPU time: {summary.CpuSecondsSampling:F3} s while sampling = {summary.CpuShareSampling:P2} of one core; "
            + $"{summary.CpuSecondsTotal:F3} s with start and writing");
    }
}

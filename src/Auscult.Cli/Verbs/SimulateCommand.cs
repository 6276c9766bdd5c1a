using System.CommandLine;
using Auscult.Cli.Hosting;
using Auscult.Simulation.Configuration;
using Auscult.Simulation.Running;
using Auscult.Telemetry.Storage;

namespace Auscult.Cli.Verbs;

/// <summary><c>auscult simulate</c>: writes the telemetry of a simulated cluster to a dataset folder.</summary>
internal static class SimulateCommand
{
    private const string Section = "simulation";
    private const string Preset = "preset=";

    public static Command Create(CliServices services)
    {
        var command = new Command("simulate", "Simulate a cluster with faults, e.g. 'simulate preset=training simulation.room.nodes=16 --out DIR'.");
        var output = new Option<string>("--out") { Description = "The folder to write; it appears whole or not at all.", HelpName = "DIR", Required = true };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the folder when it exists." };
        var threads = new Option<int>("--threads")
        {
            Description = "Threads; the result does not depend on it (default: all processors).",
            HelpName = "N",
            DefaultValueFactory = _ => Environment.ProcessorCount,
        };
        command.Options.Add(output);
        command.Options.Add(overwrite);
        command.Options.Add(threads);
        var config = new ConfigArguments(command, services) { Rewrite = FromPreset };
        command.SetAction(result =>
        {
            var resolved = config.Compose(result, $"{Section}=training");
            var simulation = resolved.Bind<SimulationConfig>(Section);
            var dataset = Simulator.ToMemory(simulation, resolved.Seed, Math.Max(1, result.GetValue(threads)), services.Cancellation);
            DatasetWriter.Write(result.GetValue(output)!, dataset, result.GetValue(overwrite));
            services.Output.WriteLine(
                $"{result.GetValue(output)}: '{dataset.Manifest.Name}', {dataset.Series.Sum(series => series.RowCount)} rows, "
                + $"{dataset.Manifest.Signals.Count} signals, {dataset.Incidents.Count} incidents");
            return ExitCode.Ok;
        });
        return command;
    }

    /// <summary><c>preset=NAME</c> is the simulator's word for <c>simulation=NAME</c>.</summary>
    private static string FromPreset(string argument) =>
        argument.StartsWith(Preset, StringComparison.Ordinal) ? $"{Section}={argument[Preset.Length..]}" : argument;
}

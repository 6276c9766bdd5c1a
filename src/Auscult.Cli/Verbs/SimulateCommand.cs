using System.CommandLine;
using Auscult.Cli.Configuration;
using Auscult.Cli.Hosting;
using Auscult.Foundation;
using Auscult.Simulation.Configuration;
using Auscult.Simulation.Running;

namespace Auscult.Cli.Verbs;

/// <summary><c>auscult simulate</c>: writes the telemetry of a simulated cluster to a dataset folder.</summary>
internal static class SimulateCommand
{
    private const string Section = "simulation";
    private const string Preset = "preset=";
    private const string FirstPreset = "training";

    public static Command Create(CliServices services)
    {
        var command = new Command(
            "simulate",
            "Simulate a cluster with labelled faults, e.g. 'simulate preset=training simulation.room.nodes=16 --out DIR'; preset=NAME is a file of configs/simulation.");
        var output = new Option<string?>("--out") { Description = "The folder to write; it appears whole or not at all.", HelpName = "DIR" };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the folder when it exists." };
        var threads = new Option<int?>("--threads") { Description = "Threads; the result does not depend on it (default: all processors).", HelpName = "N" };
        var check = new Option<bool>("--check") { Description = "End with exit code 3 when the fingerprint is not the one that the preset names." };
        var list = new Option<bool>("--list") { Description = "List the presets and end." };
        foreach (var option in new Option[] { output, overwrite, threads, check, list })
            command.Options.Add(option);
        var config = new ConfigArguments(command, services) { Rewrite = FromPreset };
        var json = new JsonOutput(command, services);
        command.SetAction(result =>
        {
            if (result.GetValue(list))
                return List(ConfigFolder.Find(result.GetValue(config.Directory), services.Environment), services);
            var folder = result.GetValue(output) ?? throw new InputException("no folder to write was given", remedy: "give --out DIR");
            var resolved = config.Compose(result, $"{Section}={FirstPreset}");
            var simulation = resolved.Bind<SimulationConfig>(Section);
            if (result.GetValue(check) && simulation.Fingerprint is null)
                throw new InputException("--check: the preset names no fingerprint to compare with", remedy: "add simulation.fingerprint, or leave --check out");
            var workers = Math.Max(1, result.GetValue(threads) ?? Environment.ProcessorCount);
            var summary = Run(simulation, resolved.Seed, folder, result.GetValue(overwrite), workers, services);
            var isPlain = (result.GetValue(config.Overrides) ?? []).All(text => FromPreset(text).StartsWith($"{Section}=", StringComparison.Ordinal));
            if (isPlain || result.GetValue(check))
                summary = summary with { ExpectedFingerprint = simulation.Fingerprint };
            if (!json.TakesOutput(result))
                SimulationTable.Write(services.Output, summary);
            json.Write(result, summary);
            if (!result.GetValue(check) || summary.Fingerprint == summary.ExpectedFingerprint)
                return ExitCode.Ok;
            services.Error.WriteLine($"auscult: the fingerprint is {summary.Fingerprint}, expected was {summary.ExpectedFingerprint}");
            return ExitCode.QualityGate;
        });
        return command;
    }

    private static SimulationSummary Run(SimulationConfig simulation, long seed, string folder, bool overwrite, int threads, CliServices services)
    {
        var total = Simulator.NodeSecondsOf(simulation, seed);
        var started = services.Clock.GetTimestamp();
        return services.Progress.Run("simulating node-seconds", total, report => Simulator.ToFolder(
            simulation, seed, folder, overwrite, threads, at => report(at.NodeSeconds, Note(at, total, services.Clock.GetElapsedTime(started))), cancellation: services.Cancellation));
    }

    private static string Note(SimulationProgress at, double total, TimeSpan elapsed)
    {
        var rate = at.NodeSeconds / Math.Max(elapsed.TotalSeconds, 1e-3);
        return $"{at.Recording} {TimeSpan.FromSeconds(Math.Floor(at.Seconds)):c}, {rate:#,0} node-s/s, {Math.Ceiling((total - at.NodeSeconds) / rate):#,0} s left";
    }

    /// <summary>A preset's first line says what it is.</summary>
    private static int List(string folder, CliServices services)
    {
        var names = ConfigFolder.Groups(folder).GetValueOrDefault(Section, []);
        var width = names.Select(name => name.Length).DefaultIfEmpty().Max();
        foreach (var name in names)
        {
            var first = File.ReadLines(Path.Combine(folder, Section, name + ConfigFolder.Extension)).FirstOrDefault() ?? "";
            services.Output.WriteLine($"{name.PadRight(width)}  {(first.StartsWith('#') ? first.TrimStart('#', ' ') : "")}".TrimEnd());
        }
        return ExitCode.Ok;
    }

    /// <summary><c>preset=NAME</c> is the simulator's word for <c>simulation=NAME</c>.</summary>
    private static string FromPreset(string argument) =>
        argument.StartsWith(Preset, StringComparison.Ordinal) ? $"{Section}={argument[Preset.Length..]}" : argument;
}

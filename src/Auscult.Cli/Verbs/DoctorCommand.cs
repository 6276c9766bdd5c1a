using System.CommandLine;
using Auscult.Cli.Diagnostics;
using Auscult.Cli.Hosting;

namespace Auscult.Cli.Verbs;

/// <summary><c>auscult doctor</c>: what this machine has, what it lacks, and what to type.</summary>
internal static class DoctorCommand
{
    public static Command Create(CliServices services)
    {
        var command = new Command("doctor", "Show versions, tensor engine, devices, threads and data, and what is missing.");
        var json = new JsonOutput(command, services);
        command.SetAction(result =>
        {
            var report = Doctor.Examine(services);
            if (!json.TakesOutput(result))
                Describe(report, services.Output);
            json.Write(result, report);
            return report.Healthy ? ExitCode.Ok : ExitCode.Failure;
        });
        return command;
    }

    private static void Describe(DoctorReport report, TextWriter output)
    {
        void Row(string name, string text) => output.WriteLine($"{name,-16} {text}");

        foreach (var (name, version) in report.Versions)
            Row(name, version);
        var engine = report.TensorEngine;
        Row("tensor engine", engine.Loaded ? $"{engine.Provider}, {engine.Library}" : $"{engine.Provider}, not loaded");
        if (engine.Loaded)
            Row("BLAS", engine.Blas ?? "part of libtorch");
        foreach (var device in report.Devices)
            Row(device.Name, $"{device.Model}, {device.Detail}{(device.Usable ? "" : ", not usable")}");
        var settings = string.Join(' ', report.Threads.Settings.Select(s => $"{s.Key}={s.Value}"));
        Row("threads", $"{report.Threads.IntraOp?.ToString() ?? "?"} per operator on {report.Threads.Processors} processors {settings}".TrimEnd());
        foreach (var disk in report.Disks)
            Row("disk", $"{disk.FreeGigabytes:0.0} GB free at {disk.Folder}");
        foreach (var dataset in report.Datasets)
            Row($"data={dataset.Name}", dataset.Found ? dataset.Root : $"{dataset.Root} (absent)");
        foreach (var finding in report.Findings)
            output.WriteLine($"{finding.Severity.ToString().ToLowerInvariant()}: {finding.Problem}; {finding.Remedy}");
        output.WriteLine(report.Healthy ? "ready" : "not ready");
    }
}

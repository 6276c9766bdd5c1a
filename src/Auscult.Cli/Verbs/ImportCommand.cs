using System.CommandLine;
using Auscult.Cli.Hosting;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Storage;

namespace Auscult.Cli.Verbs;

/// <summary><c>auscult import</c>: turns a source of telemetry into a dataset folder.</summary>
internal static class ImportCommand
{
    private const int MaxUnmapped = 20;

    public static Command Create(CliServices services)
    {
        var command = new Command("import", "Write a dataset folder from another format, e.g. 'import smd data.machine=machine-1-2 --out DIR'.");
        var source = new Argument<string>("source") { Description = "A configuration of the data group: smd, dbsherlock, table, ...", HelpName = "SOURCE" };
        var output = new Option<string>("--out") { Description = "The folder to write; it appears whole or not at all.", HelpName = "DIR", Required = true };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the folder when it exists." };
        command.Arguments.Add(source);
        command.Options.Add(output);
        command.Options.Add(overwrite);
        var skipBad = new Option<bool>("--skip-bad") { Description = "Skip records that cannot be read; count and list them." };
        command.Options.Add(skipBad);
        var config = new ConfigArguments(command, services);
        command.SetAction(result =>
        {
            var data = config.Compose(result, $"data={result.GetValue(source)}").Bind<DataConfig>("data");
            var context = new ImportContext(data.SkipBad || result.GetValue(skipBad), cancellation: services.Cancellation);
            var dataset = DatasetSources.Load(data, context);
            DatasetWriter.Write(result.GetValue(output)!, dataset, result.GetValue(overwrite));
            context.Written();
            services.Output.WriteLine(
                $"{result.GetValue(output)}: '{dataset.Manifest.Name}', {dataset.Series.Sum(series => series.RowCount)} rows, "
                + $"{dataset.Manifest.Signals.Count} signals, {dataset.Manifest.Recordings.Count} recordings, {dataset.Incidents.Count} incidents");
            foreach (var note in context.Said.Concat(context.Notes))
                services.Error.WriteLine(note);
            Report(dataset.Manifest.Import, context.Bad, services);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Report(ImportNote? note, BadRecords bad, CliServices services)
    {
        if (note?.RepeatedSamples > 0)
            services.Error.WriteLine($"{note.RepeatedSamples} repeated samples; the last of each moment stays");
        var unmapped = note?.Unmapped ?? [];
        foreach (var metric in unmapped.Take(MaxUnmapped))
            services.Error.WriteLine(metric.Nearest is { } nearest ? $"unmapped: {metric.Name} (nearest: {nearest})" : $"unmapped: {metric.Name}");
        if (unmapped.Count > MaxUnmapped)
            services.Error.WriteLine($"and {unmapped.Count - MaxUnmapped} more unmapped metrics; dataset.yaml lists them");
        if (bad.Count == 0)
            return;
        services.Error.WriteLine($"skipped {bad.Count} records that could not be read:");
        foreach (var fault in bad.Listed)
            services.Error.WriteLine($"  {fault}");
        if (bad.Count > bad.Listed.Count)
            services.Error.WriteLine($"  and {bad.Count - bad.Listed.Count} more");
    }
}

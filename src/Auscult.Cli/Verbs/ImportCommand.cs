using System.CommandLine;
using Auscult.Cli.Hosting;
using Auscult.Telemetry.Loading;
using Auscult.Telemetry.Storage;

namespace Auscult.Cli.Verbs;

/// <summary><c>auscult import</c>: turns a source of telemetry into a dataset folder.</summary>
internal static class ImportCommand
{
    public static Command Create(CliServices services)
    {
        var command = new Command("import", "Write a dataset folder from another format, e.g. 'import smd data.machine=machine-1-2 --out DIR'.");
        var source = new Argument<string>("source") { Description = "A configuration of the data group: smd, dbsherlock, csv, ...", HelpName = "SOURCE" };
        var output = new Option<string>("--out") { Description = "The folder to write; it appears whole or not at all.", HelpName = "DIR", Required = true };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the folder when it exists." };
        command.Arguments.Add(source);
        command.Options.Add(output);
        command.Options.Add(overwrite);
        var config = new ConfigArguments(command, services);
        command.SetAction(result =>
        {
            var data = config.Compose(result, $"data={result.GetValue(source)}").Bind<DataConfig>("data");
            var dataset = DatasetSources.Load(data);
            DatasetWriter.Write(result.GetValue(output)!, dataset, result.GetValue(overwrite));
            services.Output.WriteLine(
                $"{result.GetValue(output)}: '{dataset.Manifest.Name}', {dataset.Series.Sum(series => series.RowCount)} rows, "
                + $"{dataset.Manifest.Signals.Count} signals, {dataset.Manifest.Recordings.Count} recordings, {dataset.Incidents.Count} incidents");
            return ExitCode.Ok;
        });
        return command;
    }
}

using System.CommandLine;
using Auscult.Cli.Hosting;
using Auscult.Foundation;
using Auscult.Retraining;
using Auscult.Retraining.Running;

namespace Auscult.Cli.Verbs.Retraining;

/// <summary><c>auscult retrain report</c>: all decisions on one page.</summary>
internal static class RetrainReportCommand
{
    public static Command Create(CliServices services)
    {
        var command = new Command("report", "Write every decision, its figures and the drift of the data on one page.");
        var output = new Option<string?>("--out") { Description = "The HTML file (default: index.html in retrain.folder).", HelpName = "FILE" };
        var table = new Option<string?>("--table") { Description = "Also write the decisions as a Markdown table.", HelpName = "FILE" };
        command.Options.Add(output);
        command.Options.Add(table);
        var config = new ConfigArguments(command, services);
        command.SetAction(result =>
        {
            var settings = config.Compose(result).Bind<RetrainConfig>(RetrainOptions.Section);
            var folder = new RetrainFolder(settings.Folder);
            var lineage = folder.Lineage.Read();
            if (lineage.Count == 0)
                throw new InputException("has no lineage yet", settings.Folder, remedy: "run 'auscult retrain' first");
            var page = result.GetValue(output) ?? Path.Combine(settings.Folder, "index.html");
            AtomicFile.WriteAllText(page, RetrainPage.Render(lineage, folder.Registry.Champion));
            if (result.GetValue(table) is { } file)
                AtomicFile.WriteAllText(file, RetrainTable.Markdown(lineage));
            services.Output.WriteLine($"page: {page}");
            return ExitCode.Ok;
        });
        return command;
    }
}

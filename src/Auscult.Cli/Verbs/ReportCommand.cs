using System.CommandLine;
using Auscult.Cli.Hosting;
using Auscult.Evaluation.Report;
using Auscult.Evaluation.Results;
using Auscult.Foundation;

namespace Auscult.Cli.Verbs;

/// <summary><c>auscult report</c>: draws the results of an evaluation as one HTML file.</summary>
internal static class ReportCommand
{
    public static Command Create(CliServices services)
    {
        var file = new Argument<string>("results") { Description = "JSON file that 'auscult evaluate --json' wrote.", HelpName = "RESULTS.json" };
        var output = new Option<string?>("--out") { Description = "Where to write the page (default: beside the results).", HelpName = "FILE.html" };
        var command = new Command("report", "Draw the results of an evaluation as one self-contained HTML file.") { file, output };
        command.SetAction(result =>
        {
            var source = result.GetRequiredValue(file);
            var target = result.GetValue(output) ?? Path.ChangeExtension(source, ".html");
            AtomicFile.WriteAllText(target, HtmlReport.Render(EvaluationResults.Read(source)));
            services.Output.WriteLine(target);
            return ExitCode.Ok;
        });
        return command;
    }
}

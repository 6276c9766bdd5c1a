using System.CommandLine;
using Auscult.Cli.Hosting;
using Auscult.Evaluation.Report.Pages;
using Auscult.Evaluation.Report.Runs;
using Auscult.Foundation;

namespace Auscult.Cli.Verbs.Reports;

/// <summary><c>auscult report</c>: one run, or several beside each other, as a page, as tables for papers, as drawings.</summary>
internal static class ReportCommand
{
    private static readonly string[] Formats = ["html", "md", "json", "latex", "csv"];

    public static Command Create(CliServices services)
    {
        var command = new Command("report", "Draw runs or results as one self-contained HTML page, or as tables for papers.");
        var runs = new Argument<string[]>("runs")
        {
            Description = "Folders of runs, or files that 'auscult evaluate --json' or 'auscult evaluate-sites --json' wrote; several are compared.",
            HelpName = "RUN", Arity = ArgumentArity.OneOrMore,
        };
        var format = new Option<string>("--format") { Description = "html, md, json, latex or csv.", HelpName = "FORMAT", DefaultValueFactory = _ => "html" };
        var output = new Option<string?>("--out") { Description = "Where to write it (default: report.html in the run, or beside the results; other formats: standard output).", HelpName = "FILE" };
        var svg = new Option<string?>("--svg") { Description = "Also write every figure as an SVG file into this folder.", HelpName = "DIR" };
        var (reader, options) = RunReading.Of(services);
        command.Arguments.Add(runs);
        foreach (var option in options.Prepend(svg).Prepend(output).Prepend(format))
            command.Options.Add(option);
        command.SetAction(result =>
        {
            var kind = result.GetRequiredValue(format);
            if (!Formats.Contains(kind, StringComparer.Ordinal))
                throw new InputException($"--format: there is no format '{kind}'", remedy: NearestName.Suggest(kind, Formats));
            var names = result.GetRequiredValue(runs);
            if (names.FirstOrDefault(name => name.StartsWith('-')) is { } unknown)
                throw new InputException($"unknown option '{unknown}'", remedy: UsageErrors.SuggestOption(unknown, command));
            var library = kind == "html" ? Assets.Library() : null;
            var read = reader(result, names);
            var differences = RunComparison.Of(read);
            var text = kind switch
            {
                "md" => ReportText.Markdown(read, differences),
                "json" => ReportText.Json(read, differences),
                "latex" => ReportText.Latex(read, differences),
                "csv" => ReportText.Csv(read, differences),
                _ => RunPage.Render(read, differences, library),
            };
            if (result.GetValue(svg) is { } folder)
                services.Error.WriteLine($"auscult: {SvgFiles.Write(folder, read, differences)} drawings in {folder}");
            Write(services, kind, text, result.GetValue(output), names[0]);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Write(CliServices services, string kind, string text, string? target, string first)
    {
        if (target is null && kind != "html")
        {
            services.Output.Write(text);
            return;
        }
        target ??= Directory.Exists(first) ? Path.Combine(first, "report.html") : Path.ChangeExtension(first, ".html");
        AtomicFile.WriteAllText(target, text);
        services.Output.WriteLine(target);
    }
}

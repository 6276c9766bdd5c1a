using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Auscult.Evaluation.Diagnosis;

namespace Auscult.Evaluation.Report.Runs;

/// <summary>The figures of runs as text for papers and programs.</summary>
public static class ReportText
{
    /// <summary>Tables in Markdown.</summary>
    public static string Markdown(IReadOnlyList<ReportedRun> runs, IReadOnlyList<RunDifference> differences)
    {
        var text = new StringBuilder();
        foreach (var run in runs)
            text.Append("**").Append(run.Name).Append("**: ").AppendJoin("; ", run.Facts.Select(fact => $"{fact.Key} {InMarkdown(fact.Value)}")).Append("\n\n");
        foreach (var table in ReportTables.Of(runs, differences))
        {
            text.Append("**").Append(InMarkdown(table.Title)).Append("**\n\n| ").AppendJoin(" | ", table.Columns.Select(InMarkdown)).Append(" |\n|---|")
                .Append(string.Concat(Enumerable.Repeat("---:|", table.Columns.Count - 1))).Append('\n');
            foreach (var row in table.Rows)
                text.Append("| ").AppendJoin(" | ", row.Select(InMarkdown)).Append(" |\n");
            text.Append('\n');
        }
        return text.ToString().TrimEnd('\n') + "\n";
    }

    /// <summary>Tables in LaTeX, for the booktabs package.</summary>
    public static string Latex(IReadOnlyList<ReportedRun> runs, IReadOnlyList<RunDifference> differences)
    {
        var text = new StringBuilder("% needs \\usepackage{booktabs}\n");
        foreach (var table in ReportTables.Of(runs, differences))
        {
            text.Append("\\begin{table}\n\\centering\n\\caption{").Append(InLatex(table.Title)).Append("}\n\\begin{tabular}{l").Append('r', table.Columns.Count - 1)
                .Append("}\n\\toprule\n").AppendJoin(" & ", table.Columns.Select(InLatex)).Append(" \\\\\n\\midrule\n");
            foreach (var row in table.Rows)
                text.AppendJoin(" & ", row.Select(InLatex)).Append(" \\\\\n");
            text.Append("\\bottomrule\n\\end{tabular}\n\\end{table}\n\n");
        }
        return text.ToString().TrimEnd('\n') + "\n";
    }

    /// <summary>One line per figure, RFC 4180: all digits, empty where nothing is known.</summary>
    public static string Csv(IReadOnlyList<ReportedRun> runs, IReadOnlyList<RunDifference> differences)
    {
        var text = new StringBuilder("run,method,role,figure,value,low,high,count\n");
        foreach (var run in runs)
        {
            foreach (var set in run.Beside.Prepend(run.Figures))
                Lines(run.Name, set == run.Figures ? run.Name : set.Name, set.Role.ToString().ToLowerInvariant(), set.Figures);
        }
        foreach (var one in differences)
            Lines(one.First, $"minus {one.Second}", "difference", one.Figures);
        return text.ToString();

        void Lines(string run, string method, string role, IReadOnlyList<Figure> figures)
        {
            foreach (var figure in figures)
            {
                text.AppendJoin(',', InCsv(run), InCsv(method), role, InCsv(figure.Name), Exact(figure.Value), Exact(figure.Interval.Low), Exact(figure.Interval.High), figure.Count)
                    .Append('\n');
            }
        }
    }

    /// <summary>Facts, figures and differences.</summary>
    public static string Json(IReadOnlyList<ReportedRun> runs, IReadOnlyList<RunDifference> differences) => JsonSerializer.Serialize(
        new FigureDocument([.. runs.Select(run => new RunFigures(run.Name, run.Facts.ToDictionary(), run.Figures, run.Beside, run.Reliability, run.LeadTimes))], differences),
        FigureJson.Default.FigureDocument) + "\n";

    private static string Exact(double value) => double.IsFinite(value) ? value.ToString("R") : "";

    private static string InCsv(string text) => text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string InMarkdown(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal).Replace("\n", " ", StringComparison.Ordinal);

    private static string InLatex(string text)
    {
        var escaped = new StringBuilder();
        foreach (var c in text)
        {
            _ = c switch
            {
                '\\' => escaped.Append("\\textbackslash{}"),
                '~' => escaped.Append("\\textasciitilde{}"),
                '^' => escaped.Append("\\textasciicircum{}"),
                '<' => escaped.Append("\\textless{}"),
                '>' => escaped.Append("\\textgreater{}"),
                '&' or '%' or '$' or '#' or '_' or '{' or '}' => escaped.Append('\\').Append(c),
                '\n' or '\r' => escaped.Append(' '),
                _ => escaped.Append(c),
            };
        }
        return escaped.ToString();
    }
}

/// <summary>The figures of a report.</summary>
internal sealed record FigureDocument(IReadOnlyList<RunFigures> Runs, IReadOnlyList<RunDifference> Differences);

/// <summary>The figures of a run.</summary>
internal sealed record RunFigures(
    string Name, IReadOnlyDictionary<string, string> Facts, FigureSet Figures, IReadOnlyList<FigureSet> Beside, Reliability? Reliability, LeadTimes? LeadTimes);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, UseStringEnumConverter = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(FigureDocument))]
internal sealed partial class FigureJson : JsonSerializerContext;

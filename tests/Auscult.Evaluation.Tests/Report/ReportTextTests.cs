using System.Text.Json;
using Auscult.Evaluation.Report.Runs;

namespace Auscult.Evaluation.Tests.Report;

public sealed class ReportTextTests
{
    private readonly ReportedRun[] _runs = [SampleRuns.Create() with { Reliability = null }];

    [Fact]
    public void Latex_escapes_what_it_would_read_as_commands() => ReportText.Latex(_runs, []).ShouldStartWith(
        """
        % needs \usepackage{booktabs}
        \begin{table}
        \centering
        \caption{sample: figures with 95\% intervals}
        \begin{tabular}{lrrrr}
        \toprule
        figure & this run & random & \textless{}/script\textgreater{}\textless{}script\textgreater{}alert("x" \& 'y')\textless{}/script\textgreater{}\_\%\$|,\textbackslash{} & over \\
        \midrule
        event F1 & 0.750 [0.650, 0.850] & 0.100 [0.650, 0.850] & 0.400 [0.650, 0.850] & 4 \\
        """.ReplaceLineEndings("\n"));

    [Fact]
    public void Csv_is_one_exact_line_per_figure_with_quotes_where_they_are_needed()
    {
        var lines = ReportText.Csv(_runs, []).TrimEnd('\n').Split('\n');
        lines.Length.ShouldBe(1 + (3 * 4));
        lines[0].ShouldBe("run,method,role,figure,value,low,high,count");
        lines[1].ShouldBe("sample,sample,run,event F1,0.75,0.65,0.85,4");
        lines[2].ShouldBe("sample,sample,run,\"macro F1, known\",0.375,0.65,0.85,4");
        lines[4].ShouldBe("sample,sample,run,none,,0.65,0.85,0");
        lines[9].ShouldStartWith("sample,\"</script><script>alert(\"\"x\"\" & 'y')</script>_%$|,\\\",baseline,event F1,");
    }

    [Fact]
    public void Markdown_keeps_its_columns_whatever_names_hold()
    {
        var rows = ReportText.Markdown(_runs, []).Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).ToArray();
        rows.Where(row => row.StartsWith("| event F1", StringComparison.Ordinal)).ShouldHaveSingleItem()
            .ShouldBe("| event F1 | 0.750 [0.650, 0.850] | 0.100 [0.650, 0.850] | 0.400 [0.650, 0.850] | 4 |");
        rows.ShouldAllBe(row => !row.Contains("<script>", StringComparison.Ordinal));
    }

    [Fact]
    public void Json_has_every_digit()
    {
        using var json = JsonDocument.Parse(ReportText.Json(_runs, []));
        var figure = json.RootElement.GetProperty("runs")[0].GetProperty("figures").GetProperty("figures")[0];
        figure.GetProperty("value").GetDouble().ShouldBe(0.75);
        figure.GetProperty("interval").GetProperty("low").GetDouble().ShouldBe(0.65);
    }

    [Fact]
    public void The_leaderboard_is_in_order_of_the_first_headline() =>
        ReportTables.Leaderboard(_runs).Rows.Select(row => row[1]).ShouldBe(["run", "baseline", "control"]);
}

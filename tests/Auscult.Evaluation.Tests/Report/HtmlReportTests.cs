using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Auscult.Evaluation.Report;
using Auscult.Evaluation.Results;
using Auscult.Foundation;

namespace Auscult.Evaluation.Tests.Report;

public sealed partial class HtmlReportTests
{
    private readonly string _page = HtmlReport.Render(SampleResults.Create());

    [Fact]
    public void Names_from_data_and_configuration_cannot_become_markup()
    {
        _page.ShouldNotContain("<script", Case.Insensitive);
        _page.ShouldNotContain("alert(\"x\"");
        _page.ShouldContain("&lt;script&gt;alert(&quot;x&quot; &amp; &#x27;y&#x27;)&lt;/script&gt;");
    }

    [Fact]
    public void The_page_needs_nothing_else()
    {
        ReferencePattern().Matches(_page).Select(match => match.Groups[1].Value).ShouldAllBe(target => target.StartsWith('#'));
        foreach (var loader in new[] { "http:", "https:", "@import", "url(", "<link", "<iframe", "<img" })
            _page.ShouldNotContain(loader, Case.Insensitive);
    }

    [Fact]
    public void The_page_is_well_formed_and_every_link_has_its_target()
    {
        var page = WellFormed();
        var ids = page.Descendants().Attributes("id").Select(id => id.Value).ToArray();
        ids.ShouldBeUnique();
        page.Descendants("a").Select(link => link.Attribute("href")!.Value[1..]).ShouldBeSubsetOf(ids);
    }

    [Fact]
    public void Every_row_has_a_cell_for_every_column()
    {
        foreach (var table in WellFormed().Descendants("table"))
        {
            var columns = table.Element("thead")!.Element("tr")!.Elements().Count();
            foreach (var row in table.Element("tbody")!.Elements("tr"))
                row.Elements().Count().ShouldBe(columns);
        }
    }

    [Fact]
    public void Figures_controls_and_flags_are_shown()
    {
        foreach (var text in new[]
        {
            "0.600", "PCA, published", "1 of 4", "0.800 [0.70, 0.90]", "means nothing: rows before the faults give 0.90", "beats its controls",
            "control: sees no telemetry", "1 of 5", "(not found)", "W = 30 rows", "val_threshold: 0.99 quantile", "1,000 train",
        })
        {
            _page.ShouldContain(text);
        }
    }

    [Fact]
    public void A_remark_on_rows_is_a_numbered_note_under_their_table()
    {
        var section = WellFormed().Descendants("section").Single(part => part.Element("h2")!.Value.StartsWith("Root causes", StringComparison.Ordinal));
        section.Descendants("td").Where(cell => cell.Element("sup")?.Value == "1").ShouldHaveSingleItem().Value.ShouldBe("beats its controls1");
        section.Elements("p").Where(part => part.Element("sup") is not null).ShouldHaveSingleItem().Value.ShouldBe("1 a note");
        section.Descendants("table").First().Value.ShouldNotContain("a note");
    }

    [Fact]
    public void Undefined_figures_are_dashes_and_break_no_drawing()
    {
        _page.ShouldNotContain("NaN");
        _page.ShouldNotContain("Infinity");
        _page.ShouldContain("<td>–</td>");
    }

    [Fact]
    public void Results_survive_the_way_through_json()
    {
        var results = SampleResults.Create();
        var path = Path.Combine(Path.GetTempPath(), $"auscult-{Guid.NewGuid():N}.json");
        try
        {
            File.WriteAllText(path, JsonSerializer.Serialize(results, Json));
            HtmlReport.Render(EvaluationResults.Read(path)).ShouldBe(_page);

            File.WriteAllText(path, "{\"version\": 1}");
            Should.Throw<InputException>(() => EvaluationResults.Read(path)).Message.ShouldContain("no evaluation results");
            File.WriteAllText(path, JsonSerializer.Serialize(results with { Version = 99 }, Json));
            Should.Throw<InputException>(() => EvaluationResults.Read(path)).Message.ShouldContain("later version");
        }
        finally
        {
            File.Delete(path);
        }
        Should.Throw<InputException>(() => EvaluationResults.Read(path)).Message.ShouldContain("no such file");
    }

    [Fact]
    public void Metric_names_suit_every_tracker()
    {
        var names = SampleResults.Create().Metrics().Select(metric => metric.Key).ToArray();
        names.ShouldContain("test/own/window-statistics/vus_pr");
        names.ShouldContain("test/own/window-statistics/point_f1_at_val_threshold");
        names.ShouldContain("test/root_cause/by_recording_leave_one_out/nearest-neighbour/blind/macro_f1");
        names.ShouldAllBe(name => TrackerNamePattern().IsMatch(name));
        names.ShouldBeUnique();
    }

    // What JsonOutput of the command line writes.
    private static JsonSerializerOptions Json { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private XElement WellFormed()
    {
        var body = _page[_page.IndexOf("<body>", StringComparison.Ordinal)..(_page.IndexOf("</body>", StringComparison.Ordinal) + "</body>".Length)];
        return XElement.Parse(body);
    }

    [GeneratedRegex("(?:href|src)=\"([^\"]*)\"")]
    private static partial Regex ReferencePattern();

    [GeneratedRegex(@"\A[/\w.\- ]+\z")]
    private static partial Regex TrackerNamePattern();
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Auscult.Evaluation.Report.Pages;
using Auscult.Evaluation.Report.Runs;
using Auscult.Foundation;

namespace Auscult.Evaluation.Tests.Report;

public sealed partial class RunPageTests
{
    private readonly ReportedRun[] _runs = [SampleRuns.Create(), SampleRuns.Create("other", f1: 0.5)];

    [Fact]
    public void No_name_becomes_markup_or_ends_the_data()
    {
        var page = RunPage.Render(_runs, RunComparison.Of(_runs), "/* library */");
        page.ShouldNotContain("<script>alert");
        page.ShouldNotContain(SampleRuns.Hostile);
        Handlers().IsMatch(page).ShouldBeFalse();
        Regex.Count(page, "</script>", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(5)).ShouldBe(3);
    }

    [Fact]
    public void Runs_of_evaluate_have_the_explorer_and_the_map_and_every_id_is_there_once()
    {
        var results = SampleResults.Create() with
        {
            Shown = "encoder",
            Recordings = _runs[0].Recordings,
            Incidents = _runs[0].Incidents,
            Map = _runs[0].Map,
        };
        var path = Path.Combine(Path.GetTempPath(), $"auscult-{Guid.NewGuid():N}.json");
        try
        {
            File.WriteAllText(path, results.ToJson());
            var run = ResultsReader.Read(path);
            run.Incidents.Select(one => (one.Id, one.Outcome, one.Confidence)).ShouldBe(_runs[0].Incidents.Select(one => (one.Id, one.Outcome, one.Confidence)));
            run.Map!.Points.Count.ShouldBe(_runs[0].Map!.Points.Count);
            run.LeadTimes.ShouldNotBeNull();
            var page = RunPage.Render([run], [], "/* library */");
            var ids = IdsOf(page);
            foreach (var id in new[] { "report-data", "tab-incidents", "tab-embeddings", "tab-detection", "tab-quality" })
                ids.ShouldContain(id);
            ids.ShouldBeUnique();
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Nothing_is_loaded_and_only_the_page_s_own_scripts_run()
    {
        var page = RunPage.Render(_runs[..1], [], "/* library */");
        Loads().IsMatch(page).ShouldBeFalse();
        var policy = Policy().Match(page).Groups["policy"].Value;
        policy.ShouldStartWith("default-src 'none';");
        var scripts = Scripts().Matches(page).Select(script => script.Groups["text"].Value).ToArray();
        scripts.Length.ShouldBe(2);
        foreach (var script in scripts)
            policy.ShouldContain($"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'");
    }

    [Fact]
    public void Without_the_library_the_page_says_so_and_has_every_static_drawing()
    {
        var page = RunPage.Render(_runs[..1], [], library: null);
        page.ShouldContain("static drawings stand in for the charts");
        foreach (var id in new[] { "figures", "recording-r1", "incident-r1-1-1", "embeddings-tsne", "embeddings-pca", "confusion-1", "calibration", "lead-time" })
            page.ShouldContain($"id=\"chart-0-{id}\"");
    }

    [Fact]
    public void A_library_that_ends_its_element_is_refused() =>
        Should.Throw<ArgumentException>(() => RunPage.Render(_runs, [], "var x = '</script>'"));

    [Fact]
    public void The_data_island_holds_names_as_they_are_and_null_for_what_is_not_finite()
    {
        var text = DataIsland.Write(_runs, []);
        text.ShouldNotContain("<");
        using var json = JsonDocument.Parse(text);
        var run = json.RootElement.GetProperty("runs")[0];
        run.GetProperty("facts")[0].GetProperty("value").GetString().ShouldBe(SampleRuns.Hostile);
        run.GetProperty("figures").GetProperty("figures")[3].GetProperty("value").ValueKind.ShouldBe(JsonValueKind.Null);
        run.GetProperty("recordings")[0].GetProperty("score").GetProperty("values").GetArrayLength().ShouldBe(600);
    }

    [Fact]
    public void Results_of_evaluate_become_a_page_with_their_own_sections()
    {
        var run = ResultsReader.Of(SampleResults.Create(), "results");
        run.Beside.Select(set => set.Role).ShouldContain(FigureRole.Published);
        var page = RunPage.Render([run], [], null);
        page.ShouldContain("Detection, protocol own");
        page.ShouldNotContain("<script>alert");
    }

    [Fact]
    public void Drawings_are_files_that_any_viewer_reads()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"auscult-{Guid.NewGuid():N}");
        try
        {
            var count = SvgFiles.Write(folder, _runs, RunComparison.Of(_runs));
            var files = Directory.GetFiles(folder);
            files.Length.ShouldBe(count);
            files.Select(Path.GetFileName).ShouldContain("difference-1.svg");
            foreach (var file in files)
                XDocument.Load(file).Root!.Name.ShouldBe(XName.Get("svg", "http://www.w3.org/2000/svg"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("{", "no results")]
    [InlineData("[]", "no evaluation results")]
    [InlineData("{\"diagnosers\": 3}", "no results")]
    public void A_file_that_holds_no_results_is_named(string content, string problem)
    {
        var path = Path.Combine(Path.GetTempPath(), $"auscult-{Guid.NewGuid():N}.json");
        try
        {
            File.WriteAllText(path, content);
            Should.Throw<InputException>(() => ResultsReader.Read(path)).Message.ShouldContain(problem);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void The_same_run_differs_by_nothing_and_other_faults_are_not_paired()
    {
        var difference = RunComparison.Of([_runs[0], _runs[0]]).ShouldHaveSingleItem();
        (difference.Sites, difference.Incidents).ShouldBe((2, 3));
        difference.Figures.Where(figure => !double.IsNaN(figure.Value)).ShouldAllBe(figure => figure.Value == 0);
        RunComparison.Of([_runs[0], _runs[1] with { Sites = [_runs[1].Sites[0] with { Outcomes = [SampleRuns.Outcome("nic_down", 1, "off_bus", 1)] }] }]).ShouldBeEmpty();
    }

    [GeneratedRegex(@"<[^>]*\son\w+=", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Handlers();

    [GeneratedRegex(@"(src|href)=""(?!#)|@import|url\(", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Loads();

    [GeneratedRegex("Content-Security-Policy\" content=\"(?<policy>[^\"]*)\"", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Policy();

    [GeneratedRegex("<script>(?<text>.*?)</script>", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 5000)]
    private static partial Regex Scripts();

    private static string[] IdsOf(string page) => [.. Ids().Matches(page).Select(match => match.Groups["id"].Value)];

    [GeneratedRegex("<[a-z0-9]+ [^>]*?\\bid=\"(?<id>[^\"]+)\"", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Ids();
}

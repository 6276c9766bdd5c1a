using System.Text.Json.Nodes;
using System.Xml.Linq;
using Auscult.Notebook.Rich;

namespace Auscult.Notebook.Tests.Rich;

public sealed class MimeBundleTests
{
    [Theory]
    [InlineData(null, "null")]
    [InlineData(3, "3")]
    [InlineData(true, "true")]
    [InlineData("text", "text")]
    public void Simple_values_are_text(object? value, string text)
    {
        var bundle = MimeBundle.Of(value);
        bundle.Count.ShouldBe(1);
        bundle["text/plain"]!.GetValue<string>().ShouldBe(text);
    }

    [Fact]
    public void Rows_become_a_table_and_numbers_a_list()
    {
        var rows = MimeBundle.Of(new[] { new { Name = "a<b", Value = 1.0 / 3 }, new { Name = "c", Value = double.NaN } });
        rows["text/html"]!.GetValue<string>().ShouldContain("<td style=\"text-align:left\">a&lt;b</td><td style=\"text-align:right\">0.3333</td>");
        rows["text/plain"]!.GetValue<string>().ShouldBe("Name   Value\na<b   0.3333\nc          –");
        MimeBundle.Of(Enumerable.Range(0, 60))["text/plain"]!.GetValue<string>().ShouldEndWith("48, 49, ...]");
        MimeBundle.Of(new[] { ("x", 1) })["text/html"]!.GetValue<string>().ShouldContain("Item2");
    }

    [Fact]
    public void Json_stays_json()
    {
        var bundle = MimeBundle.Of(JsonNode.Parse("""{"a":[1,2]}"""));
        bundle["application/json"]!["a"]![1]!.GetValue<int>().ShouldBe(2);
        bundle["text/plain"]!.GetValue<string>().ShouldContain("\"a\"");
    }

    [Fact]
    public void A_value_whose_text_fails_does_not_fail_the_cell() =>
        MimeBundle.Of(new Broken())["text/plain"]!.GetValue<string>().ShouldBe("Broken (its ToString threw InvalidOperationException: no text)");

    [Fact]
    public void The_convention_is_found_by_its_name_alone()
    {
        var bundle = MimeBundle.Of(new Foreign());
        bundle["text/x-foreign"]!.GetValue<string>().ShouldBe("formatted");
        bundle["text/plain"]!.GetValue<string>().ShouldContain("Foreign");
    }

    [Fact]
    public void Every_rich_output_carries_the_convention()
    {
        var kinds = typeof(RichOutput).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(RichOutput))).ToArray();
        kinds.Length.ShouldBeGreaterThan(4);
        kinds.ShouldAllBe(t => t.IsDefined(typeof(TypeFormatterSourceAttribute), false));
    }

    [Fact]
    public void Drawings_are_well_formed_and_hold_their_values()
    {
        RichOutput[] drawings =
        [
            new Plot("two & <three>").Line("a", [1.0, double.NaN, 3.0, 2.0]).Scatter("b", [0, 1], [2.5f, 3f])
                .Band(1, 2, "fault").Level(2, "limit").Axes("s", "y", logY: true),
            new HeatMap("map", ["r1", "r2"], [[1.0, 2.0, double.NaN], [3.0, 4.0, 5.0]]).Axis("minutes", 0, 3).Rule(1, "onset"),
            new HeatMap("names", ["r1"], [[1.0, 2.0]]).ColumnNames(["first", "second"]),
            new BarChart("bars").Bar("one", 1).Bar("two", -2, "other").Bar("none", double.NaN),
            new Plot("empty"),
        ];
        foreach (var drawing in drawings)
        {
            var svg = XElement.Parse(MimeBundle.Of(drawing)["image/svg+xml"]!.GetValue<string>());
            svg.Name.ShouldBe(XName.Get("svg", "http://www.w3.org/2000/svg"));
            svg.ToString().ShouldNotContain("NaN");
        }
        drawings[0].ToMarkup().ShouldContain("two &amp; &lt;three&gt;");
        MimeBundle.Of(drawings[0])["text/html"]!.GetValue<string>().ShouldBe(drawings[0].ToMarkup());
    }

    [Fact]
    public void A_long_line_is_thinned_but_keeps_its_peak()
    {
        var values = Enumerable.Range(0, 200_000).Select(i => i == 123_456 ? 100.0 : i % 2).ToArray();
        var markup = new Plot("peak").Line("y", values).ToMarkup();
        markup.Length.ShouldBeLessThan(100_000);
        // The peak reaches (nearly) the top of the area, where no other point is.
        var heights = System.Text.RegularExpressions.Regex.Matches(markup, @"[ML][\d.]+ (?<y>[\d.]+)").Select(m => double.Parse(m.Groups["y"].Value)).ToArray();
        heights.Count(y => y < heights.Max() - 100).ShouldBe(1);
    }

    [Fact]
    public void Progress_shows_its_first_and_last_change_and_few_between()
    {
        var shown = 0;
        var bar = new ProgressBar(10_000, "steps").OnChange(_ => shown++);
        for (var i = 0; i <= 10_000; i++)
            bar.Report(i, "loss 1");
        shown.ShouldBeInRange(2, 100);
        bar.ToPlainText().ShouldMatch(@"^10000 of 10000 steps in [\d.]+ s, loss 1$");
    }

    private sealed class Broken
    {
        public override string ToString() => throw new InvalidOperationException("no text");
    }

    [Foreign.TypeFormatterSource(typeof(Source))]
    private sealed class Foreign
    {
        [AttributeUsage(AttributeTargets.Class)]
        public sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
        {
            public Type FormatterSourceType { get; } = formatterSourceType;
        }
    }

    private sealed class Source
    {
        public IEnumerable<object> CreateTypeFormatters() => [new Formatter()];
    }

    private sealed class Formatter
    {
        public string MimeType => "text/x-foreign";

        public bool Format(object instance, TextWriter writer)
        {
            writer.Write("formatted");
            return instance is Foreign;
        }
    }
}

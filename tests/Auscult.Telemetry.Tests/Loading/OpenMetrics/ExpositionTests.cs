using System.Text;
using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Tests.Loading.Metrics;
using FsCheck;
using FsCheck.Fluent;

namespace Auscult.Telemetry.Tests.Loading.OpenMetrics;

public sealed class ExpositionTests
{
    [Fact]
    public void Labels_that_an_alias_selects_choose_the_signal_and_the_others_make_parts()
    {
        var dataset = Scrapes.Load("""
            # HELP node_cpu_seconds_total Seconds the CPUs spent in each mode.
            # TYPE node_cpu_seconds_total counter
            node_cpu_seconds_total{cpu="0",mode="user",instance="n1:9100"} 10.5
            node_cpu_seconds_total{cpu="1",mode="user",instance="n1:9100"} 2e1
            node_cpu_seconds_total{cpu="0",mode="idle",instance="n1:9100"} 7

            """);
        dataset.Values("n1", "cpu_user_seconds_total").ShouldBe([30.5]);
        dataset.Values("n1", "node_cpu_seconds_total").ShouldBe([7]);
        dataset.Manifest.Import!.Unmapped.ShouldHaveSingleItem().Name.ShouldBe("node_cpu_seconds_total");
        dataset.Manifest.Signals.Single(signal => signal.Name == "node_cpu_seconds_total").Kind.ShouldBe(SignalKind.Counter);
    }

    [Fact]
    public void Times_are_of_the_sample_in_either_unit_or_of_the_file()
    {
        var dataset = Scrapes.Load("""
            a 1 1767225601000
            a 2 1767225602.5
            a 3 1767225604
            a 4

            """);
        var table = dataset.ReadSeries(Layer.Hardware, EntityKind.Node);
        table.TimesMicros.ToArray().ShouldBe([1767225600_000000, 1767225601_000000, 1767225602_500000, 1767225604_000000]);
        dataset.Values("node0", "a").ShouldBe([4, 1, 2, 3]);
    }

    [Fact]
    public void OpenMetrics_is_read_with_units_exemplars_and_creation_times()
    {
        var dataset = Scrapes.Load("""
            # TYPE requests counter
            # UNIT requests requests
            requests_total{path="a\"}\n\\"} 17 1767225600.123 # {trace_id="x y",span="}"} 0.67 1767225599.9
            requests_created{path="a\"}\n\\"} 1767225000
            # TYPE build info
            build_info{version="1"} 1
            # TYPE phase stateset
            phase{phase="busy"} 1
            # EOF
            """);
        dataset.Manifest.Signals.Select(signal => (signal.Name, signal.Kind)).ShouldBe([("requests_total", SignalKind.Counter), ("phase", SignalKind.State)]);
        dataset.Values("node0", "requests_total").ShouldBe([double.NaN, 17]);
    }

    [Fact]
    public void Not_a_number_is_missing_and_infinity_is_itself()
    {
        var dataset = Scrapes.Load("a NaN\nb +Inf\nc -inf\nd 1\n");
        dataset.Values("node0", "b").ShouldBe([double.PositiveInfinity]);
        dataset.Values("node0", "c").ShouldBe([double.NegativeInfinity]);
        dataset.Values("node0", "a").ShouldBe([double.NaN]);
    }

    [Fact]
    public void Names_beyond_the_classic_letters_stand_quoted_in_the_braces() =>
        Scrapes.Load("{\"http.requests\", zone=\"ä\"} 4\n").Values("node0", "http.requests").ShouldBe([4]);

    [Fact]
    public void Series_in_another_order_and_with_new_ones_between_keep_their_values()
    {
        var dataset = Scrapes.Load("a 1\nb{x=\"1\"} 2\nc 3\n", "c 30\na 10\nb{x=\"1\"} 20\n", "a 100\nd 400\nc 300\n");
        dataset.Values("node0", "a").ShouldBe([1, 10, 100]);
        dataset.Values("node0", "b").ShouldBe([2, 20, double.NaN]);
        dataset.Values("node0", "c").ShouldBe([3, 30, 300]);
        dataset.Values("node0", "d").ShouldBe([double.NaN, double.NaN, 400]);
    }

    [Fact]
    public void Scrapes_of_several_nodes_lie_in_a_folder_each_compressed_or_not()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.At("n1"));
        Directory.CreateDirectory(folder.At("n2"));
        File.WriteAllText(folder.At("n1", "scrape-2026-01-01_00-00-00.prom"), "a 1\n");
        File.WriteAllText(folder.At("n1", "1767225615.txt"), "a 2\n");
        using (var zip = new System.IO.Compression.GZipStream(File.Create(folder.At("n2", "1767225600000.gz")), System.IO.Compression.CompressionLevel.Fastest))
            zip.Write("a 3\n"u8);
        File.WriteAllText(folder.At("n2", "undated"), "a 4\n");
        File.SetLastWriteTimeUtc(folder.At("n2", "undated"), new DateTime(2026, 1, 1, 0, 0, 15, DateTimeKind.Utc));
        var dataset = Scrapes.Load(folder.Path, new ImportContext());
        dataset.Values("n1", "a").ShouldBe([1, 2]);
        dataset.Values("n2", "a").ShouldBe([3, 4]);
        dataset.Manifest.Step.ShouldBe(TimeSpan.FromSeconds(15));
    }

    [Theory]
    [InlineData("a 1\nb 1,5\n", ":2:3: '1,5' is not a number")]
    [InlineData("a{x=\"1\" 2\n", ":1:2: the labels have no closing brace")]
    [InlineData("a{x=\"1} 2\n", ":1:2: a label's value has no closing quote")]
    [InlineData("a{x=1} 2\n", ":1:5: the value of label 'x' is not quoted")]
    [InlineData("a{x=\"1\",x=\"2\"} 2\n", ":1:9: label 'x' is given twice")]
    [InlineData("a{1x=\"1\"} 2\n", ":1:3: a label 'name=\"value\"' is expected")]
    [InlineData("a{x=\"1\"}\n", ":1:9: the value is missing")]
    [InlineData("1a 3\n", ":1:1: a metric's name begins with a letter")]
    [InlineData("= 3\n", ":1:1: a metric's name is expected")]
    [InlineData("a 3 17\n", ":1:5: '17' is not a time between 1990 and 2200")]
    [InlineData("a 3 1767225600 4\n", ":1:16: '4' after the time is too much")]
    [InlineData("# TYPE a level\na 1\n", ":1: 'level' is no type of metric")]
    [InlineData("a 1\nb 12", ":2: the last line has no line feed: the text was cut off")]
    [InlineData("# TYPE a unknown\na 1\n", ":2: the text has no '# EOF' at its end")]
    [InlineData("a 1\n# EOF\na 2\n", ":3: there is text after '# EOF'")]
    [InlineData("a 1e999\n", ":1:3: '1e999' is not a number")]
    [InlineData("# nothing\n", "there is no sample in it")]
    public void Faults_name_file_line_and_column(string text, string problem)
    {
        var fault = Should.Throw<InputException>(() => Scrapes.LoadBytes(Encoding.UTF8.GetBytes(text), new ImportContext()));
        fault.Message.ShouldContain(problem);
        fault.Message.ShouldContain("20260101T000000Z.prom");
        fault.Message.ShouldNotContain("\n");
    }

    [Fact]
    public void Wrong_encoding_is_a_fault_of_its_line()
    {
        byte[] text = [.. "a 1\nb{x=\""u8, 0xff, .. "\"} 2\n"u8];
        Should.Throw<InputException>(() => Scrapes.LoadBytes(text, new ImportContext())).Message.ShouldContain(":2:2: a label is not UTF-8 text");
        Should.Throw<InputException>(() => Scrapes.LoadBytes([0xff, 0xfe, (byte)'a', 0], new ImportContext())).Message.ShouldContain("UTF-16");
    }

    [Fact]
    public void Lines_that_cannot_be_read_are_skipped_counted_and_listed_on_demand()
    {
        var context = new ImportContext(skipBad: true);
        var dataset = Scrapes.LoadBytes("a 1\nb x\nc{ 1\nd 4\ne 5"u8, context);
        dataset.Manifest.Signals.Select(signal => signal.Name).ShouldBe(["a", "d"]);
        context.Bad.Count.ShouldBe(3);
        dataset.Manifest.Import!.SkippedRecords.ShouldBe(3);
    }

    [Fact]
    public void Any_damage_gives_a_dataset_or_one_clear_line()
    {
        var text = "# TYPE a counter\na_total{x=\"1\",y=\"\\\"\"} 12.5 1767225600.5 # {t=\"u\"} 1\n# HELP b b\nb{le=\"+Inf\"} 3\n{\"c.d\",e=\"f\"} NaN\n# EOF\n"u8.ToArray();
        var catalogue = TestCatalogue.Create();
        Prop.ForAll(
            Gen.Choose(0, 255).Select(value => (byte)value).Zip(Gen.Choose(0, text.Length - 1)).Zip(Gen.Choose(0, 2)).ListOf().ToArbitrary(),
            damages =>
            {
                var damaged = text.ToList();
                foreach (var ((value, at), how) in damages)
                {
                    if (at >= damaged.Count)
                        continue;
                    if (how == 0)
                        damaged[at] = value;
                    else if (how == 1)
                        damaged.Insert(at, value);
                    else
                        damaged.RemoveAt(at);
                }
                try
                {
                    Scrapes.LoadBytes([.. damaged], new ImportContext(skipBad: damages.Count % 2 == 0, catalogue));
                }
                catch (InputException fault)
                {
                    fault.Message.ShouldNotContain("\n");
                }
            }).QuickCheckThrowOnFailure();
    }
}

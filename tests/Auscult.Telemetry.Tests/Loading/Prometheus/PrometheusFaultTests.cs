using System.Net;
using Auscult.Foundation;
using Auscult.Telemetry.Loading;
using Auscult.Telemetry.Loading.Http;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Loading.Prometheus;
using Auscult.Telemetry.Storage;
using Auscult.Telemetry.Tests.Loading.Http;
using Auscult.Telemetry.Tests.Loading.OpenMetrics;
using Auscult.Telemetry.Tests.Storage;

namespace Auscult.Telemetry.Tests.Loading.Prometheus;

/// <summary>What a server can do wrong, and imports that are killed.</summary>
public sealed class PrometheusFaultTests : IDisposable
{
    private const long Start = 1_767_225_600;
    private static readonly HttpFetcherConfig Quick = new() { TimeoutSeconds = 5, MaxAttempts = 3, BackoffSeconds = 0.001 };
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Long_times_are_asked_for_in_stretches_below_the_limit_of_points()
    {
        var asked = new List<(string Query, long From, long Until)>();
        using var server = Server((_, request) =>
        {
            lock (asked)
                asked.Add((Key(request, "query"), long.Parse(Key(request, "start")), (long)double.Parse(Key(request, "end"))));
            return null;
        });
        var dataset = Load(server, step: 1, seconds: 25_000);
        asked.Order().ShouldBe([
            ("{__name__=\"a\"}", Start, Start + 9_999), ("{__name__=\"a\"}", Start + 10_000, Start + 19_999), ("{__name__=\"a\"}", Start + 20_000, Start + 24_999),
            ("{__name__=\"b_total\"}", Start, Start + 9_999), ("{__name__=\"b_total\"}", Start + 10_000, Start + 19_999),
            ("{__name__=\"b_total\"}", Start + 20_000, Start + 24_999)]);
        dataset.Values("n1", "a").Length.ShouldBe(25);
        dataset.Values("n1", "b_total")[24].ShouldBe(24);
        dataset.Manifest.Step.ShouldBe(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void Busy_broken_slow_and_half_answers_are_asked_for_again()
    {
        var impatient = Quick with { TimeoutSeconds = 1, MaxAttempts = 20 };
        using var server = Server((number, request) => number switch
        {
            1 => new Reply("", 429) { RetryAfterSeconds = 0 },
            2 => new Reply("{\"status\":\"error\",\"errorType\":\"timeout\",\"error\":\"busy\"}", 503),
            3 => new Reply(Matrix(request)) { CutAfter = 60 },
            4 => new Reply(Matrix(request)[..^7]),
            5 => new Reply("") { Hangs = true },
            6 => new Reply("oops", 500),
            _ => null,
        });
        var context = new ImportContext();
        var dataset = Load(server, step: 1, seconds: 25_000, context, impatient);
        dataset.Values("n1", "a").Length.ShouldBe(25);
        dataset.Values("n1", "b_total").ShouldBe(Enumerable.Range(0, 25).Select(i => (double)i));
        // On a busy machine more answers than the one that hangs may be late.
        int.Parse(context.Said.Single(note => note.EndsWith("requests had to be repeated", StringComparison.Ordinal)).Split(' ')[0]).ShouldBeGreaterThanOrEqualTo(6);
    }

    [Fact]
    public void An_import_that_died_goes_on_where_it_was_and_gives_the_same_dataset()
    {
        var left = int.MaxValue;
        using var server = Server((_, _) => Interlocked.Decrement(ref left) < 0 ? new Reply("gone", 500) : null);
        var expected = Load(server, step: 1, seconds: 35_000, journals: "other");

        left = 5;
        var fault = Should.Throw<InputException>(() => Load(server, step: 1, seconds: 35_000));
        fault.Message.ShouldContain("status 500: gone, 3 times in a row");
        fault.Message.ShouldContain("the same command goes on from here");

        left = int.MaxValue;
        var before = server.Requests;
        var context = new ImportContext();
        var dataset = Load(server, step: 1, seconds: 35_000, context);
        // Eight stretches in all, five of which were there; names and types are not asked for again.
        (server.Requests - before).ShouldBe(3);
        context.Said[0].ShouldContain("5 of 8 answers were there");
        DatasetComparison.ShouldEqual(dataset, expected);
        context.Written();
        Directory.EnumerateDirectories(_folder.At("journals")).ShouldBeEmpty();
    }

    [Fact]
    public void An_answer_that_was_damaged_in_the_journal_is_asked_for_again()
    {
        using var server = Server((_, _) => null);
        var expected = Load(server, step: 1, seconds: 100);
        var kept = Directory.EnumerateFiles(_folder.At("journals"), "*.gz", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
        File.WriteAllBytes(kept, File.ReadAllBytes(kept)[..20]);
        DatasetComparison.ShouldEqual(Load(server, step: 1, seconds: 100), expected);
    }

    [Fact]
    public void Two_imports_of_the_same_do_not_disturb_each_other()
    {
        using var server = Server((_, _) => null);
        Load(server, step: 1, seconds: 100);
        var folder = Directory.EnumerateDirectories(_folder.At("journals")).Single();
        using (new FileStream(Path.Combine(folder, ".lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            Should.Throw<InputException>(() => Load(server, step: 1, seconds: 100)).Message.ShouldContain("another import of the same data is running");
    }

    [Theory]
    [InlineData("{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"parse error\"}", 400, "status 400: {\"status\":\"error\"")]
    [InlineData("{\"status\":\"error\",\"errorType\":\"execution\",\"error\":\"too many samples\"}", 200, "execution: too many samples")]
    [InlineData("<html>login</html>", 200, "is a page, not an answer")]
    [InlineData("[]", 200, "is no answer of the Prometheus HTTP API")]
    [InlineData("{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"values\":[[1,\"2\"]]}]}}", 200, "is not laid out as series")]
    public void What_no_repetition_mends_is_one_line(string body, int status, string problem)
    {
        using var server = Server((_, _) => new Reply(body, status));
        var fault = Should.Throw<InputException>(() => Load(server, step: 1, seconds: 100));
        fault.Message.ShouldContain(problem);
        fault.Message.ShouldContain(server.Address);
        fault.Message.ShouldNotContain("\n");
    }

    [Fact]
    public void Warnings_of_the_server_are_shown_and_bad_numbers_are_faults()
    {
        const string Body = """
            {"status":"success","warnings":["partial response"],"data":{"resultType":"matrix","result":[{"metric":{"__name__":"a","instance":"n1:1"},
             "values":[[1767225600,"1"],[1767225601.5,"x"],[1767225602,"NaN"],[1767225603,"+Inf"]],"histograms":[]}]}}
            """;
        using var server = Server((_, _) => new Reply(Body));
        Should.Throw<InputException>(() => Load(server, step: 1, seconds: 100)).Message.ShouldContain("'x' is not a number");
        var context = new ImportContext(skipBad: true);
        Load(server, step: 1, seconds: 100, context).Values("n1", "a").ShouldBe([1, double.NaN, double.PositiveInfinity]);
        context.Notes.ShouldContain(note => note.EndsWith("warning: partial response", StringComparison.Ordinal));
        context.Notes.ShouldContain(note => note.EndsWith("native histograms are left out", StringComparison.Ordinal));
        context.Bad.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("{job=\"x\"", "is no selector of series")]
    [InlineData("rate(a[5m])", "is no selector of series")]
    public void A_selector_that_is_none_is_refused(string selector, string problem) =>
        Should.Throw<InputException>(() => PrometheusPlan.Select("a", selector)).Message.ShouldContain(problem);

    [Theory]
    [InlineData("a", "{__name__=\"a\"}")]
    [InlineData("{job=\"n\"}", "{__name__=\"a\",job=\"n\"}")]
    [InlineData("a{job=~\"n.*\",}", "{__name__=\"a\",job=~\"n.*\"}")]
    public void A_selector_is_narrowed_to_one_metric(string selector, string narrowed) => PrometheusPlan.Select("a", selector).ShouldBe(narrowed);

    [Fact]
    public void A_server_that_is_down_and_a_range_without_series_are_one_line()
    {
        var config = new DataConfig { Source = "prometheus", Root = $"http://127.0.0.1:{LoopbackServer.FreePort()}" };
        Should.Throw<InputException>(() => new PrometheusSource(config, http: Quick, journals: _folder.At("journals")).Load()).Message.ShouldContain("refused");
        using var empty = new ScriptedServer((_, _) => new Reply("{\"status\":\"success\",\"data\":[]}"));
        Should.Throw<InputException>(() => Load(empty, step: 1, seconds: 10)).Message.ShouldContain("there is no series between");
        Should.Throw<InputException>(() => Load(empty, step: 1, seconds: -10)).Message.ShouldContain("data.from");
    }

    // Two metrics of one node with a sample per thousand seconds; the hook may say something else instead of an answer to a query.
    private static ScriptedServer Server(Func<int, HttpListenerRequest, Reply?> hook)
    {
        var queries = 0;
        return new ScriptedServer((_, request) => request.Url!.AbsolutePath switch
        {
            "/api/v1/label/__name__/values" => new Reply("{\"status\":\"success\",\"data\":[\"b_total\",\"a\"]}"),
            "/api/v1/metadata" => new Reply("{\"status\":\"success\",\"data\":{\"a\":[{\"type\":\"gauge\",\"help\":\"\",\"unit\":\"\"}]}}"),
            _ => hook(Interlocked.Increment(ref queries), request) ?? new Reply(Matrix(request)),
        });
    }

    private static string Matrix(HttpListenerRequest request)
    {
        var metric = Key(request, "query").Contains("b_total", StringComparison.Ordinal) ? "b_total" : "a";
        var (from, until) = (long.Parse(Key(request, "start")), (long)double.Parse(Key(request, "end")));
        var values = Enumerable.Range(0, 100).Where(i => Start + (i * 1000) >= from && Start + (i * 1000) <= until).Select(i => $"[{Start + (i * 1000)},\"{i}\"]");
        return "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{\"__name__\":\"" + metric
            + "\",\"instance\":\"n1:1\"},\"values\":[" + string.Join(',', values) + "]}]}}";
    }

    private static string Key(HttpListenerRequest request, string key) => request.QueryString[key]!;

    private Dataset Load(
        ScriptedServer server, double step, int seconds, ImportContext? context = null, HttpFetcherConfig? http = null, string journals = "journals") =>
        new PrometheusSource(
            new DataConfig
            {
                Source = "prometheus",
                Root = server.Address,
                StepSeconds = step,
                From = "2026-01-01",
                Until = $"{DateTimeOffset.FromUnixTimeSeconds(Start + seconds):O}",
            },
            http: http ?? Quick,
            journals: _folder.At(journals)).Load(context);
}

using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading;
using Auscult.Telemetry.Loading.Http;
using Auscult.Telemetry.Loading.OpenMetrics;
using Auscult.Telemetry.Storage;
using Auscult.Telemetry.Tests.Loading.Http;

namespace Auscult.Telemetry.Tests.Loading.OpenMetrics;

public sealed class EndpointTests
{
    private static readonly HttpFetcherConfig Quick = new() { TimeoutSeconds = 5, MaxAttempts = 2, BackoffSeconds = 0.001 };

    [Fact]
    public void One_scrape_without_an_end()
    {
        using var server = new ScriptedServer((_, request) => new Reply(request.Url!.AbsolutePath == "/metrics" ? "a 1\n" : "", 200));
        var dataset = Load(new DataConfig { Source = "openmetrics", Root = $"{server.Address}/metrics" });
        dataset.Values("127.0.0.1", "a").ShouldBe([1]);
        dataset.Values("127.0.0.1", "scrape_up").ShouldBe([1]);
        server.Requests.ShouldBe(1);
    }

    [Fact]
    public void Scrapes_until_the_end_and_a_failed_one_is_a_gap()
    {
        using var server = new ScriptedServer((number, _) => number is 1 or 2 ? new Reply("busy", 503) : new Reply($"a{{instance=\"n1:1\"}} {number}\n"));
        var config = new DataConfig { Source = "openmetrics", Root = server.Address, StepSeconds = 10, Until = "2026-01-01T00:00:45Z", Node = "n1" };
        var dataset = new OpenMetricsSource(config, new InstantClock(), Quick).Load();
        dataset.Values("n1", "scrape_up").ShouldBe([1, 0, 1, 1, 1]);
        dataset.Values("n1", "a").ShouldBe([0, double.NaN, 3, 4, 5]);
        dataset.Manifest.Recordings.ShouldHaveSingleItem().End.ShouldBe(new DateTimeOffset(2026, 1, 1, 0, 0, 50, TimeSpan.Zero), TimeSpan.FromSeconds(1));
        dataset.EntitiesOf(EntityKind.Node).ShouldBe(["n1"]);
        Should.Throw<InputException>(() => new OpenMetricsSource(config with { Until = "2025-01-01" }, new InstantClock(), Quick).Load())
            .Message.ShouldContain("is past");
    }

    [Fact]
    public void Several_addresses_are_scraped_together()
    {
        using var one = new ScriptedServer((_, _) => new Reply("a 1\n# EOF\n"));
        using var other = new ScriptedServer((_, _) => new Reply("a{instance=\"n2:9100\"} 2\n"));
        var dataset = Load(new DataConfig { Source = "openmetrics", Root = $"{one.Address},{other.Address}" });
        dataset.Values("127.0.0.1", "a").ShouldBe([1]);
        dataset.Values("n2", "a").ShouldBe([2]);
    }

    [Theory]
    [InlineData(500, "status 500: broken, 2 times in a row")]
    [InlineData(401, "status 401: broken; set PROMETHEUS_TOKEN")]
    [InlineData(404, "status 404: broken")]
    public void A_server_that_refuses_the_first_scrape_is_an_error(int status, string problem)
    {
        using var server = new ScriptedServer((_, _) => new Reply("broken", status));
        var fault = Should.Throw<InputException>(() => Load(new DataConfig { Source = "openmetrics", Root = server.Address }));
        fault.Message.ShouldStartWith(server.Address);
        fault.Message.ShouldContain(problem);
    }

    [Fact]
    public void Half_an_answer_a_slow_server_and_none_are_errors()
    {
        using var half = new ScriptedServer((_, _) => new Reply("a 1\nb 2\n") { CutAfter = 5 });
        Should.Throw<InputException>(() => Load(new DataConfig { Source = "openmetrics", Root = half.Address })).Message.ShouldContain("2 times in a row");
        using var slow = new ScriptedServer((_, _) => new Reply("a 1\n") { Hangs = true });
        var impatient = Quick with { TimeoutSeconds = 0.1 };
        Should.Throw<InputException>(() => new OpenMetricsSource(new DataConfig { Source = "openmetrics", Root = slow.Address }, http: impatient).Load())
            .Message.ShouldContain("no whole answer within 0.1 s");
        Should.Throw<InputException>(() => Load(new DataConfig { Source = "openmetrics", Root = $"http://127.0.0.1:{LoopbackServer.FreePort()}" }))
            .Message.ShouldContain("refused");
    }

    [Fact]
    public void A_password_in_the_address_is_refused_without_repeating_it()
    {
        var fault = Should.Throw<InputException>(() => Load(new DataConfig { Source = "openmetrics", Root = "http://me:secret@host:9100/metrics" }));
        fault.Message.ShouldNotContain("secret");
        fault.Message.ShouldContain("PROMETHEUS_PASSWORD");
    }

    private static Dataset Load(DataConfig config) => new OpenMetricsSource(config, http: Quick).Load();
}

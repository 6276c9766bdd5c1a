using Auscult.Foundation;
using Auscult.Simulation.Serving.Arrivals;
using Auscult.Simulation.Serving.Settings;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Tests.Serving;

/// <summary>Requests of real traces, and how much drawn ones are like them.</summary>
public sealed class TraceTests
{
    private const string Set = "LLMInferenceTraces";

    [Fact]
    public void A_trace_is_replayed_as_it_stands_and_begun_again_at_its_end()
    {
        using var folder = new TemporaryFolder();
        var path = Write(folder, """
            TIMESTAMP,ContextTokens,GeneratedTokens
            2023-11-16 18:00:00.0000000,100,10
            2023-11-16 18:00:04.0000000,300,20
            2023-11-16 18:00:02.0000000,50000,70
            """);
        var requests = Arrivals.Take(Replay(path, new ArrivalConfig { TraceSpeed = 2 }), 6.1);
        requests.Select(request => request.Seconds).ShouldBe([0, 1, 2, 3, 4, 5, 6]);
        requests.Select(request => request.PromptTokens).ShouldBe([100, 32_767, 300, 100, 32_767, 300, 100]);
        requests[1].OutputTokens.ShouldBe(1);
    }

    [Fact]
    public void A_trace_of_one_moment_or_none_is_refused()
    {
        using var folder = new TemporaryFolder();
        var path = Write(folder, "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:00:00.0,100,10\n");
        Should.Throw<InputException>(() => Replay(path, new ArrivalConfig())).Message.ShouldContain("simulation.serving.arrivals.trace");
        Should.Throw<InputException>(() => Replay(path + "x", new ArrivalConfig()));
    }

    [DatasetFact(Set)]
    public void Drawn_conversations_are_like_Azures()
    {
        var real = Arrivals.Take(Replay(Trace("azure2023/AzureLLMInferenceTrace_conv.csv.gz"), new ArrivalConfig()), 3_500);
        var config = new ArrivalConfig { RatePerSecond = real.Count / 3_500.0, DailyAmplitude = 0 };
        var drawn = Arrivals.Take(new DrawnRequests(config, 32_768, 0, new Seeds(1)), 35_000);
        foreach (var quantile in (double[])[0.25, 0.5, 0.75, 0.9])
        {
            Ratio(real, drawn, quantile, request => request.PromptTokens).ShouldBe(1, 0.3);
            Ratio(real, drawn, quantile, request => request.OutputTokens).ShouldBe(1, 0.15);
        }
        drawn.Average(r => r.PromptTokens).ShouldBe(real.Average(r => r.PromptTokens), 0.1 * real.Average(r => r.PromptTokens));
        drawn.Average(r => r.OutputTokens).ShouldBe(real.Average(r => r.OutputTokens), 0.03 * real.Average(r => r.OutputTokens));
        foreach (var window in (double[])[1, 10, 60, 300])
            (Dispersion(drawn, window) / Dispersion(real, window)).ShouldBeInRange(0.5, 2, $"window {window}");
    }

    [DatasetFact(Set)]
    public void A_trace_drives_a_fleet_and_its_prefixes_are_found()
    {
        var trace = Trace("mooncake_fast25/conversation_trace.jsonl.gz");
        var model = TestFleet.Dense.Model with { MaxContextTokens = 131_072 };
        var config = TestFleet.Dense with { Replicas = 4, Model = model, Arrivals = new ArrivalConfig { Trace = trace } };
        var fleet = new TestFleet(config).Run(300);
        var requests = new ReplayedRequests(trace, new ArrivalConfig(), model);
        fleet.Total(replica => replica.Metrics.Received).ShouldBe(Arrivals.Take(requests, 300).Count);
        (fleet.Total(r => r.Metrics.PrefixHits) / (double)fleet.Total(r => r.Metrics.PrefixQueries)).ShouldBeInRange(0.02, 0.6);
    }

    private static string Trace(string file) => Path.Combine(DatasetFactAttribute.Root, Set, file);

    private static string Write(TemporaryFolder folder, string text)
    {
        File.WriteAllText(folder.At("trace.csv"), text);
        return folder.At("trace.csv");
    }

    private static ReplayedRequests Replay(string path, ArrivalConfig config) => new(path, config, new ServedModelConfig());

    private static double Dispersion(List<ArrivingRequest> requests, double window) =>
        Arrivals.Dispersion([.. requests.Select(request => request.Seconds)], window);

    private static double Ratio(List<ArrivingRequest> real, List<ArrivingRequest> drawn, double quantile, Func<ArrivingRequest, int> of) =>
        Arrivals.Quantile(drawn.Select(of), quantile) / Arrivals.Quantile(real.Select(of), quantile);
}

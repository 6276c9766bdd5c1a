using Auscult.Simulation.Configuration;
using Auscult.Simulation.Serving;
using Auscult.Simulation.Serving.Settings;
using Auscult.Telemetry.Domain;

namespace Auscult.Bench.Simulate;

/// <summary>One serving fleet on one thread, without output.</summary>
/// <param name="Fleet">Which.</param>
/// <param name="RequestsPerSecond">Requests per replica and simulated second.</param>
/// <param name="SecondsPerProcessorSecond">Simulated seconds per second of processor time.</param>
/// <param name="IterationsPerProcessorSecond">Iterations of a replica per second of processor time.</param>
/// <param name="TokensPerProcessorSecond">Generated tokens per second of processor time.</param>
internal sealed record ServingResult(
    string Fleet, double RequestsPerSecond, double SecondsPerProcessorSecond, double IterationsPerProcessorSecond, double TokensPerProcessorSecond);

/// <summary>How fast 64 replicas serve: a dense model, and experts over 32 ranks.</summary>
internal static class ServingBench
{
    private const int Replicas = 64;
    private const int WarmUpSeconds = 300;
    private const int Seconds = 2_000;

    /// <param name="report">Told every result.</param>
    public static ServingResult[] Run(Action<ServingResult> report)
    {
        var dense = new ServingConfig { Replicas = Replicas, TensorParallel = 8 };
        var experts = new ServingConfig
        {
            Replicas = Replicas,
            TensorParallel = 4,
            ExpertParallel = 32,
            Model = new ServedModelConfig
            {
                Parameters = 671e9, ActiveParameters = 37e9, BytesPerParameter = 1, Layers = 61, HiddenSize = 7168,
                KeyValueBytesPerToken = 70_272, Experts = 256, ExpertsPerToken = 8,
            },
            Efficiency = new EfficiencyConfig { Compute = 1.1 },
        };
        return
        [
            Measure("dense, 8 GPUs each", dense, 3, report),
            Measure("dense, 8 GPUs each", dense, 10, report),
            Measure("256 experts over 32 ranks", experts, 10, report),
        ];
    }

    private static ServingResult Measure(string name, ServingConfig config, double rate, Action<ServingResult> report)
    {
        config = config with { Arrivals = new ArrivalConfig { RatePerSecond = rate * Replicas } };
        var plan = new ServingPlan(config, new MachineRoomConfig { Nodes = Replicas });
        var fleet = new ServingFleet(plan, 12 * 3600, new Seeds(1));
        var capabilities = new GpuCapability[plan.Gpus];
        Array.Fill(capabilities, GpuCapability.Nominal);
        void Advance(int seconds)
        {
            for (var i = 0; i < seconds; i++)
                fleet.Advance(fleet.Now + 1, capabilities);
        }

        Advance(WarmUpSeconds);
        var (iterations, tokens) = Count(fleet);
        var started = Environment.CpuUsage.TotalTime;
        Advance(Seconds);
        var processor = (Environment.CpuUsage.TotalTime - started).TotalSeconds;
        var (iterationsAfter, tokensAfter) = Count(fleet);
        var result = new ServingResult(
            name, rate, Seconds / processor, (iterationsAfter - iterations) / processor, (tokensAfter - tokens) / processor);
        report(result);
        return result;
    }

    private static (long Iterations, long Tokens) Count(ServingFleet fleet) =>
        (fleet.Replicas.Sum(replica => replica.Metrics.Iterations), fleet.Replicas.Sum(replica => replica.Metrics.GenerationTokens));
}

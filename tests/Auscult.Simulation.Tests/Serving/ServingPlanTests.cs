using Auscult.Foundation;
using Auscult.Simulation.Configuration;
using Auscult.Simulation.Serving.Settings;

namespace Auscult.Simulation.Tests.Serving;

public sealed class ServingPlanTests
{
    private static readonly ServingConfig Dense = TestFleet.Dense;
    private static readonly ServingConfig Mixture = TestFleet.Mixture;

    public static TheoryData<string, ServingConfig> Impossible => new()
    {
        { "simulation.serving.replicas", Dense with { Replicas = 0 } },
        { "simulation.serving.replicas", Dense with { Replicas = 5 } },
        { "simulation.serving.tensor_parallel", Dense with { TensorParallel = 3 } },
        { "simulation.serving.tensor_parallel", Dense with { TensorParallel = 1 } },
        { "simulation.serving.expert_parallel", Dense with { ExpertParallel = 16 } },
        { "simulation.serving.expert_parallel", Mixture with { ExpertParallel = 30 } },
        { "simulation.serving.expert_parallel", Mixture with { ExpertParallel = 1 } },
        { "simulation.serving.expert_parallel", Mixture with { ExpertParallel = 24 } },
        { "simulation.serving.experts.redundant", Mixture with { Experts = new ExpertConfig { Redundant = 300 } } },
        { "simulation.serving.model.experts_per_token", Mixture with { Model = Mixture.Model with { ExpertsPerToken = 256 } } },
        { "simulation.serving.model.active_parameters", Dense with { Model = new ServedModelConfig { ActiveParameters = 1e9 } } },
        { "simulation.serving.batching.max_tokens", Dense with { Batching = new BatchingConfig { MaxTokens = 100 } } },
        { "simulation.serving.arrivals.kinds", Dense with { Arrivals = new ArrivalConfig { Kinds = [] } } },
        { "simulation.serving.arrivals.max_output_tokens", Dense with { Arrivals = new ArrivalConfig { MaxOutputTokens = 40_000 } } },
        { "simulation.serving.arrivals.daily_amplitude", Dense with { Arrivals = new ArrivalConfig { DailyAmplitude = 1.5 } } },
        { "simulation.serving.routing.refresh_seconds", Dense with { Routing = new RoutingConfig { Refresh = TimeSpan.Zero } } },
        { "simulation.serving.recovery.detection_seconds", Dense with { Recovery = new RecoveryConfig { Detection = TimeSpan.Zero } } },
        { "simulation.serving.experts.drift_seconds", Dense with { Experts = new ExpertConfig { Drift = TimeSpan.Zero } } },
        { "simulation.serving.efficiency.bandwidth", Dense with { Efficiency = new EfficiencyConfig { Bandwidth = 2 } } },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void What_cannot_be_is_refused_with_its_key(string key, ServingConfig config) =>
        Should.Throw<InputException>(() => new ServingPlan(config, new MachineRoomConfig { Nodes = 4 })).Message.ShouldStartWith(key + " ");

    [Fact]
    public void The_cache_is_what_the_weights_leave()
    {
        var plan = new ServingPlan(Dense, new MachineRoomConfig());
        var memory = 8 * 0.9 * plan.Room.Accelerator.MemoryBytes;
        plan.CacheTokens.ShouldBe((long)((memory - 140e9) / 327_680));
    }
}

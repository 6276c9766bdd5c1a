using Auscult.Simulation.Configuration;
using Auscult.Simulation.Running;
using Auscult.Simulation.Serving.Settings;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Simulation.Tests.Serving;

/// <summary>What the classes of faults that matter to serving do to the replicas, against the same fleet without them.</summary>
public sealed class ServingFaultTests
{
    private const int Onset = 200;
    private const int Length = 150;

    private static readonly SimulationConfig Well = new()
    {
        Duration = TimeSpan.FromSeconds(600),
        Room = new MachineRoomConfig { Nodes = 4 },
        Serving = TestFleet.Mixture with
        {
            Experts = new ExpertConfig { Rebalance = TimeSpan.Zero },
            Recovery = new RecoveryConfig { Policy = RecoveryPolicy.Elastic, Restart = TimeSpan.FromSeconds(60) },
        },
    };

    private static readonly Lazy<Dataset> Healthy = new(() => Simulator.ToMemory(Well, 1));

    public static TheoryData<string, string> Slow => new()
    {
        { "power_throttle", "node0001/gpu3" }, { "nvlink_errors", "node0001/gpu3" }, { "congestion", "node0001/nic3" },
        { "cpu_contention", "node0001" }, { "expert_hotspot", "expert7" },
    };

    public static TheoryData<string, string> Fatal => new()
    {
        { "expert_rank_loss", "node0001/gpu3" }, { "off_bus", "node0001/gpu3" }, { "hbm_ecc", "node0001/gpu3" },
        { "driver_hang", "node0001/gpu3" }, { "nic_down", "node0001/nic3" },
    };

    [Theory]
    [MemberData(nameof(Slow))]
    public void One_slow_part_slows_the_tokens_of_every_replica(string name, string entity)
    {
        var dataset = Simulator.ToMemory(With(name, entity, name == "expert_hotspot" ? 0.8 : 1), 1);
        var during = (From: Onset + 60, Until: Onset + Length);
        foreach (var signal in (string[])["inter_token_seconds", "time_to_first_token_seconds", "requests_running", "kv_cache_used_tokens"])
            Mean(dataset, signal, during).ShouldBeGreaterThan(1.05 * Mean(Healthy.Value, signal, during), signal);
        var label = dataset.Incidents.ShouldHaveSingleItem();
        label.LostSeconds!.Value.ShouldBeInRange(5, Length + 1);
        label.Victims.ShouldContain("replica7");
        label.CausalChain.ShouldContain(link => link.Signal == "time_per_output_token_seconds");
        SameBefore(dataset);
    }

    [Theory]
    [MemberData(nameof(Fatal))]
    public void A_lost_rank_blocks_every_decode_then_its_replica_is_gone_until_it_is_back(string name, string entity)
    {
        var dataset = Simulator.ToMemory(With(name, entity, 1), 1);
        var label = dataset.Incidents.ShouldHaveSingleItem();
        var lost = Silence(dataset);
        lost.ShouldBeInRange(10, 25);
        var (stopped, started) = (At(dataset, "replica_stopped"), At(dataset, "replica_started"));
        stopped.ShouldBeInRange(Onset, Onset + Length);
        started.ShouldBeGreaterThan(stopped + 55);
        var gone = (From: stopped + 10, Until: Math.Min(started, stopped + 60) - 1);
        Rows(dataset, "replica2", gone).ShouldBe(0);
        Rows(dataset, "replica3", gone).ShouldBeGreaterThan(0);
        Mean(dataset, "moe_expert_heartbeat_age_seconds", gone, EntityKind.Rank, "rank11").ShouldBeGreaterThan(1);
        label.LostSeconds!.Value.ShouldBeGreaterThan(15);
        Mean(dataset, "requests_waiting", (stopped - 3, stopped)).ShouldBeGreaterThan(
            10 * (1 + Mean(Healthy.Value, "requests_waiting", (stopped - 3, stopped))));
        Mean(dataset, "time_to_first_token_seconds", (stopped, stopped + 20)).ShouldBeGreaterThan(
            3 * Mean(Healthy.Value, "time_to_first_token_seconds", (stopped, stopped + 20)));
        SameBefore(dataset);
    }

    private static SimulationConfig With(string name, string entity, double severity) => Well with
    {
        Faults = new FaultPlanConfig
        {
            Listed =
            [
                new FaultConfig
                {
                    Class = name, Entity = entity, Severity = severity,
                    At = TimeSpan.FromSeconds(Onset), Duration = TimeSpan.FromSeconds(Length),
                },
            ],
        },
    };

    private static int At(Dataset dataset, string kind) =>
        (int)(dataset.Events.First(e => e.Kind == kind).Time - Well.Start).TotalSeconds;

    // Longest time without a new token anywhere.
    private static int Silence(Dataset dataset)
    {
        var silent = Enumerable.Range(Onset - 100, Length + 200)
            .Select(second => Mean(dataset, "generation_tokens_per_second", (second, second + 1)) is 0 or double.NaN ? 1 : 0);
        return silent.Aggregate((Now: 0, Most: 0), (run, one) => ((run.Now + one) * one, Math.Max(run.Most, (run.Now + one) * one))).Most;
    }

    private static void SameBefore(Dataset dataset)
    {
        var before = (From: 0, Until: Onset - 100);
        foreach (var signal in (string[])["inter_token_seconds", "requests_running", "generation_tokens_total"])
            Mean(dataset, signal, before).ShouldBe(Mean(Healthy.Value, signal, before), signal);
    }

    private static SeriesTable Read(Dataset dataset, EntityKind kind, string column, string? entity, (int From, int Until) span) =>
        dataset.ReadSeries(Layer.Model, kind, new SeriesFilter
        {
            Entities = entity is null ? null : [entity], Columns = [column],
            From = Well.Start.AddSeconds(span.From), Until = Well.Start.AddSeconds(span.Until),
        });

    private static int Rows(Dataset dataset, string replica, (int From, int Until) span) =>
        Read(dataset, EntityKind.Replica, "requests_running", replica, span).RowCount;

    private static double Mean(
        Dataset dataset, string signal, (int From, int Until) span, EntityKind kind = EntityKind.Replica, string? entity = null) =>
        Read(dataset, kind, signal, entity, span).Columns[0].Values.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();
}

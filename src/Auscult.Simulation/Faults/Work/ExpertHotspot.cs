using Auscult.Simulation.Planes;
using Auscult.Simulation.Running;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Faults.Work;

/// <summary>
/// The router sends too many tokens to one expert: its ranks compute longer and the all-to-all towards them jams, on healthy hardware that
/// looks like a straggler (taxonomy: expert hot-spot; a drift over minutes or a step change; out of memory in the worst case). Severity is
/// the share of the job's speed that is gone if expert layers are half of the work (E); above 0.9 those of a training run out of memory.
/// </summary>
internal sealed class ExpertHotspot : FaultInstance
{
    /// <summary>The class; 15 minutes (E).</summary>
    public static readonly FaultKind Definition = new(
        "expert_hotspot",
        Layer.Model,
        FaultTarget.Expert,
        ["expert_load_ratio", "expert_tokens", "moe_load_cv", "moe_max_violation"],
        900,
        occurrence => new ExpertHotspot(occurrence))
    {
        Need = FaultNeed.Experts,
        MinSeverity = 0.15,
        MaxSeverity = 0.7,
    };

    private const double ExpertShareOfWork = 0.5;
    private const double OutOfMemorySeverity = 0.9;
    private readonly double _rampSeconds;

    private ExpertHotspot(Occurrence occurrence)
        : base(occurrence)
    {
        var random = Random();
        _rampSeconds = random.NextUniform() < 0.5 ? 0 : Math.Min(Duration / 2, 120 + (480 * random.NextUniform()));
    }

    /// <inheritdoc/>
    public override Interruption? Interruption => Severity >= OutOfMemorySeverity && Site.Parallel is not null
        ? Stop(Onset + Math.Max(_rampSeconds, 1), Site.RanksOfExpert(Entity).First(), isHang: false, nodeLost: false)
        : null;

    /// <inheritdoc/>
    public override IEnumerable<int> HeldUpGpus => Site.RanksOfExpert(Entity);

    /// <inheritdoc/>
    public override bool DoHeldUpSuffer => false;

    // With k of all tokens on top, the expert's ranks have (1 + k EP) times their work.
    private double Skew
    {
        get
        {
            var slower = Severity / Math.Max(1 - Severity, 0.05);
            return Math.Min(0.8, slower / (ExpertShareOfWork * Site.ExpertParallel));
        }
    }

    /// <inheritdoc/>
    public override void Apply(Conditions conditions, Block block)
    {
        // A ramp begins above nothing, so that the onset is the first tick that differs.
        double Share(double at) => _rampSeconds > 0 ? OnsetShape.Ramp(at - Onset + Site.StepSeconds, _rampSeconds) : 1;
        conditions.Expert.Skew.Add(Entity, block, Onset, End, at => Skew * Share(at));
        conditions.Causes.Expert.Blame(Entity, block, Onset, End, Number);
    }

    /// <inheritdoc/>
    public override IEnumerable<CausalLink> Chain() =>
    [
        AtRoot(0, "expert_load_ratio", "rises"),
        new(0, Site.Layout.ClusterId, "moe_load_cv", "rises"),
        .. Site.RanksOfExpert(Entity).Take(1)
            .Select(rank => new CausalLink(0, Site.Layout.GpuId(rank), "gpu_power_watts", "stays high while others wait")),
    ];
}

/// <summary>
/// A serving process that holds experts dies: each decode blocks on it, so time per output token and queue rise until it is back (taxonomy:
/// expert-rank loss; 348 s for a restart, 52 s with elastic expert parallelism, 6 to 7 s in SGLang, R).
/// </summary>
internal sealed class ExpertRankLoss(Occurrence occurrence) : FaultInstance(occurrence)
{
    /// <summary>The class; the time of a restart.</summary>
    public static readonly FaultKind Definition = new(
        "expert_rank_loss",
        Layer.Model,
        FaultTarget.Gpu,
        ["moe_expert_heartbeat_age_seconds", "time_per_output_token_seconds", "requests_waiting", "kv_cache_used_ratio"],
        348,
        occurrence => new ExpertRankLoss(occurrence))
    {
        Need = FaultNeed.ServingExperts,
        MinSeverity = 1,
        MaxSeverity = 1,
    };

    /// <inheritdoc/>
    public override void Apply(Conditions conditions, Block block)
    {
        conditions.Gpu.ProcessUp.Multiply(Entity, block, Onset, End, 0);
        conditions.Causes.Gpu.Blame(Entity, block, Onset, End, Number);
    }

    /// <inheritdoc/>
    public override IEnumerable<CausalLink> Chain() =>
    [
        AtRoot(0, "moe_expert_heartbeat_age_seconds", "rises"),
        AtRoot(1, "time_per_output_token_seconds", "rises: each decode waits for the lost experts"),
    ];
}

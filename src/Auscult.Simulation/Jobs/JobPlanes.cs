using Auscult.Simulation.Exporting;
using Auscult.Simulation.Planes;
using Auscult.Simulation.Room;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Jobs;

/// <summary>
/// What a training writes to its log at the end of every step: one row per step, or of the last of several steps in a tick.
/// </summary>
internal sealed class JobPlanes : PlaneSet
{
    private readonly List<SeriesColumnModel> _columns = [];

    /// <param name="work">What a step has to do.</param>
    /// <param name="ticks">Ticks of a block.</param>
    /// <param name="isSparse">Whether the model has experts.</param>
    public JobPlanes(TrainingWork work, int ticks, bool isSparse)
        : base(1, ticks)
    {
        StepEnds = Add(0);
        (StepSeconds, Loss) = (Column("step_seconds"), Column("loss"));
        (GradNorm, LearningRate) = (Column("grad_norm"), Column("learning_rate"));
        (TokensPerSecond, Utilization) = (Column("tokens_per_second"), Column("model_flops_utilization_ratio"));
        (Skipped, Nan, EvaluationLoss) = (Column("skipped_steps"), Column("nan_steps"), Column("evaluation_loss"));
        Steps = Column("steps_total");
        // A plane counts in single precision: exact for steps, so samples and tokens are multiples of them.
        _columns.Add(new TotalColumn("samples_total", Steps) { Scale = work.SamplesPerStep });
        _columns.Add(new TotalColumn("tokens_total", Steps) { Scale = work.TokensPerStep });
        _columns.Add(new GaugeColumn("samples_per_second", TokensPerSecond) { Scale = (double)work.SamplesPerStep / work.TokensPerStep });
        if (!isSparse)
            return;
        (LoadCv, MaxViolation, DeadShare, DropShare) =
            (Column("moe_load_cv"), Column("moe_max_violation"), Column("moe_dead_expert_ratio"), Column("moe_token_drop_ratio"));
        (Entropy, BalanceLoss) = (Column("moe_router_entropy"), Column("moe_balance_loss"));
    }

    /// <summary>1 in ticks in which a step ends.</summary>
    public Plane StepEnds { get; }

    /// <summary>Duration of the step.</summary>
    public Plane StepSeconds { get; }

    /// <summary>Training loss; NaN when its sums overflowed.</summary>
    public Plane Loss { get; }

    /// <summary>Norm of the gradient.</summary>
    public Plane GradNorm { get; }

    /// <summary>Learning rate.</summary>
    public Plane LearningRate { get; }

    /// <summary>Tokens per second, all ranks together.</summary>
    public Plane TokensPerSecond { get; }

    /// <summary>Model operations as a share of the accelerators' peak.</summary>
    public Plane Utilization { get; }

    /// <summary>Steps of this tick whose update was skipped.</summary>
    public Plane Skipped { get; }

    /// <summary>Steps of this tick whose loss is not a number.</summary>
    public Plane Nan { get; }

    /// <summary>Loss of the latest evaluation; NaN before the first.</summary>
    public Plane EvaluationLoss { get; }

    /// <summary>Completed steps of the training.</summary>
    public Plane Steps { get; }

    /// <summary>Coefficient of variation of the experts' loads.</summary>
    public Plane LoadCv { get; } = Missing;

    /// <summary>Largest load above the mean.</summary>
    public Plane MaxViolation { get; } = Missing;

    /// <summary>Share of experts without tokens.</summary>
    public Plane DeadShare { get; } = Missing;

    /// <summary>Share of dropped tokens.</summary>
    public Plane DropShare { get; } = Missing;

    /// <summary>Entropy of the routing.</summary>
    public Plane Entropy { get; } = Missing;

    /// <summary>Auxiliary loss: experts times the sum of squared shares.</summary>
    public Plane BalanceLoss { get; } = Missing;

    private static Plane Missing => new(0, 0, 0);

    /// <summary>The table of the job.</summary>
    public SeriesTableModel Table(ClusterLayout layout) =>
        new(Layer.Model, EntityKind.Cluster, [layout.ClusterId], 0, _columns) { Present = StepEnds };

    private Plane Column(string name)
    {
        var plane = Add(0);
        _columns.Add(TotalColumn.Of(name, plane));
        return plane;
    }
}

/// <summary>What a training reports of its experts. Values of a step stay until the next step ends.</summary>
internal sealed class ExpertPlanes : PlaneSet
{
    /// <param name="experts">Experts of a layer.</param>
    /// <param name="ticks">Ticks of a block.</param>
    public ExpertPlanes(int experts, int ticks)
        : base(experts, ticks) => (Present, Tokens, Load, Dropped, Bias) = (Add(0), Add(0), Add(0), Add(0), Add(0));

    /// <summary>1 while the training runs.</summary>
    public Plane Present { get; }

    /// <summary>Tokens of a step that were sent to the expert, per layer.</summary>
    public Plane Tokens { get; }

    /// <summary>The same as a multiple of the mean.</summary>
    public Plane Load { get; }

    /// <summary>Tokens of a step that it dropped, per layer.</summary>
    public Plane Dropped { get; }

    /// <summary>What the router adds to its score.</summary>
    public Plane Bias { get; }

    /// <summary>The table of the experts.</summary>
    public SeriesTableModel Table(ClusterLayout layout, double intervalSeconds) => new(
        Layer.Model, EntityKind.Expert, [.. Enumerable.Range(0, Entities).Select(layout.ExpertId)], intervalSeconds,
        [
            new GaugeColumn("expert_tokens", Tokens) { Quantum = 1 },
            new GaugeColumn("expert_load_ratio", Load),
            new GaugeColumn("expert_dropped_tokens", Dropped) { Quantum = 1 },
            new GaugeColumn("expert_bias", Bias) { Min = double.NegativeInfinity },
        ])
    {
        Present = Present,
    };
}

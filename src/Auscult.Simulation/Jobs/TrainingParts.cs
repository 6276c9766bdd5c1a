using Auscult.Simulation.Configuration;
using Auscult.Simulation.Faults;
using Auscult.Simulation.Machines;
using Auscult.Simulation.Room;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Jobs;

/// <summary>What a training consists of.</summary>
internal sealed class TrainingParts
{
    /// <exception cref="Foundation.InputException">The configuration cannot be; the message names the key.</exception>
    public TrainingParts(
        TrainingJobConfig config, ClusterLayout layout, ParallelLayout parallel, Fabric fabric,
        IReadOnlyList<Interruption> interruptions, Seeds seeds)
    {
        (Config, Layout, Parallel, Draws) = (config, layout, parallel, new StepDraws(seeds.Child("steps").Value));
        Work = TrainingWork.Of(config, parallel, layout.Config);
        Places = new GroupPlaces(layout, parallel);
        Capacity = new RankCapacity(layout, fabric, parallel.Ranks, Draws);
        Pace = new StepPace(Work, parallel, Places, Capacity, config.GradientOverlap, config.GradientExchangeTime?.TotalSeconds);
        Progress = new PipelineProgress(parallel, Pace, config.MicroBatches);
        Books = new RankBooks(Work, parallel, Places, Pace, Capacity, config.GradientOverlap);
        HealthyStepSeconds = Pace.HealthyUnitSeconds + Pace.HealthyExchangeSeconds + Work.OptimizerSeconds;
        Loaders = new DataLoaders(config.Loader, layout, parallel, HealthyStepSeconds);
        Checkpoints = new CheckpointWriter(config, Work, layout, parallel.Ranks);
        Recovery = new JobRecovery(config, interruptions, parallel.Ranks);
        Blame = new Blame(layout, parallel, Work, Pace, Capacity);
        Loss = new LossCurve(config.Schedule, config.Model.Parameters, Work.TokensPerStep, Draws);
        Routing = config.Experts > 0
            ? new ExpertRouting(config.Routing, config.Experts, config.ExpertParallel, seeds.Child("routing").Value)
            : null;
        Log = new JobLog(layout);
    }

    /// <summary>The training.</summary>
    public TrainingJobConfig Config { get; }

    /// <summary>The machine room.</summary>
    public ClusterLayout Layout { get; }

    /// <summary>The groups.</summary>
    public ParallelLayout Parallel { get; }

    /// <summary>Random numbers of steps.</summary>
    public StepDraws Draws { get; }

    /// <summary>What a step has to do.</summary>
    public TrainingWork Work { get; }

    /// <summary>What stays in a host.</summary>
    public GroupPlaces Places { get; }

    /// <summary>What the machines can do.</summary>
    public RankCapacity Capacity { get; }

    /// <summary>How long a step takes.</summary>
    public StepPace Pace { get; }

    /// <summary>How far the units are.</summary>
    public PipelineProgress Progress { get; }

    /// <summary>How the ranks spend their time.</summary>
    public RankBooks Books { get; }

    /// <summary>The data loaders.</summary>
    public DataLoaders Loaders { get; }

    /// <summary>Checkpoints.</summary>
    public CheckpointWriter Checkpoints { get; }

    /// <summary>Crashes, hangs and restarts.</summary>
    public JobRecovery Recovery { get; }

    /// <summary>Who holds the job up.</summary>
    public Blame Blame { get; }

    /// <summary>Loss and gradient norm.</summary>
    public LossCurve Loss { get; }

    /// <summary>Routing of tokens, or null for a dense model.</summary>
    public ExpertRouting? Routing { get; }

    /// <summary>Events and harmless intervals.</summary>
    public JobLog Log { get; }

    /// <summary>Time of a healthy step.</summary>
    public double HealthyStepSeconds { get; }
}

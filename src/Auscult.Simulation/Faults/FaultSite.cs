using Auscult.Simulation.Configuration;
using Auscult.Simulation.Room;

namespace Auscult.Simulation.Faults;

/// <summary>Where faults happen: the machine room and its job.</summary>
/// <param name="Config">What is simulated.</param>
/// <param name="Layout">The machine room.</param>
/// <param name="Parallel">The training's groups, or null without training.</param>
internal sealed record FaultSite(SimulationConfig Config, ClusterLayout Layout, ParallelLayout? Parallel)
{
    /// <summary>Simulated time in seconds.</summary>
    public double Seconds => Config.Duration.TotalSeconds;

    /// <summary>Length of a tick in seconds.</summary>
    public double StepSeconds => Config.Step.TotalSeconds;

    /// <summary>Time of a healthy training step without its exchanges with other hosts; 0 without training.</summary>
    public double TrainingStepSeconds => Config.Training is { } training && Parallel is { } parallel
        ? Jobs.TrainingWork.Of(training, parallel, Layout.Config).StepSeconds
        : 0;

    /// <summary>Start of the first tick that begins at a moment or later.</summary>
    public double TickFrom(double second) => Math.Ceiling((second / StepSeconds) - 1e-6) * StepSeconds;

    /// <summary>Accelerators that work for a job; the first ones.</summary>
    public int UsedGpus => Parallel?.Ranks ?? (Config.Serving is { } fleet ? fleet.Replicas * fleet.TensorParallel : Layout.Gpus);

    /// <summary>Hosts that work for a job; the first ones.</summary>
    public int UsedNodes => (UsedGpus + Layout.GpusPerNode - 1) / Layout.GpusPerNode;

    /// <summary>Hosts whose loaders feed a first pipeline stage; the first ones.</summary>
    public int LoadingNodes =>
        Parallel is { } parallel ? ((parallel.Tensor * parallel.Data) + Layout.GpusPerNode - 1) / Layout.GpusPerNode : UsedNodes;

    /// <summary>Experts of the job's model.</summary>
    public int Experts => Config.Training?.Experts ?? Config.Serving?.Model.Experts ?? 0;

    /// <summary>Accelerators that share the experts.</summary>
    public int ExpertParallel => Config.Training?.ExpertParallel ?? Config.Serving?.ExpertParallel ?? 1;

    /// <summary>Whether a training or a fleet runs here.</summary>
    public bool HasJob => Config.Training is not null || Config.Serving is not null;

    /// <summary>Whether a class can happen here.</summary>
    public bool Allows(FaultKind kind) => Missing(kind) is null;

    /// <summary>What a class lacks here, in words that name the key; null when it can happen.</summary>
    public string? Missing(FaultKind kind) => kind.Need switch
    {
        FaultNeed.Training when Config.Training is null => "a training (simulation.training is absent)",
        FaultNeed.Experts when Experts == 0 => Config.Serving is null
            ? "a model with experts (simulation.training.experts=0)"
            : "a model with experts (simulation.serving.model.experts=0)",
        FaultNeed.Serving or FaultNeed.ServingExperts when Config.Serving is null => "a serving fleet (simulation.serving is absent)",
        FaultNeed.ServingExperts when ExpertParallel < 2 => "experts on several accelerators (simulation.serving.expert_parallel=1)",
        _ => null,
    };

    /// <summary>Entities of a kind.</summary>
    public int Count(FaultTarget target) => target switch
    {
        FaultTarget.Gpu => Layout.Gpus,
        FaultTarget.Node => Layout.Nodes,
        FaultTarget.Nic => Layout.Nics,
        FaultTarget.Switch => Layout.Switches,
        FaultTarget.Expert => Experts,
        _ => 1,
    };

    /// <summary>Id of an entity.</summary>
    public string IdOf(FaultTarget target, int number) => target switch
    {
        FaultTarget.Gpu => Layout.GpuId(number),
        FaultTarget.Node => Layout.NodeId(number),
        FaultTarget.Nic => Layout.NicId(number),
        FaultTarget.Switch => Layout.SwitchId(number),
        FaultTarget.Storage => Layout.StorageId,
        FaultTarget.Expert => Layout.ExpertId(number),
        _ => Layout.ClusterId,
    };

    /// <summary>Accelerators of a host.</summary>
    public IEnumerable<int> GpusOfNode(int node) => Enumerable.Range(node * Layout.GpusPerNode, Layout.GpusPerNode);

    /// <summary>Interfaces of a host.</summary>
    public IEnumerable<int> NicsOfNode(int node) => Enumerable.Range(node * Layout.Rails, Layout.Rails);

    /// <summary>Accelerators whose traffic an interface carries.</summary>
    public IEnumerable<int> GpusOfNic(int nic) => GpusOfNode(Layout.NodeOfNic(nic)).Where(gpu => Layout.NicOfGpu(gpu) == nic);

    /// <summary>Interfaces plugged into a leaf switch: those of one rail in one set of hosts.</summary>
    public IEnumerable<int> NicsOfLeaf(int leaf)
    {
        var (pod, rail) = (leaf / Layout.Rails, leaf % Layout.Rails);
        var first = pod * Layout.Config.NodesPerLeaf;
        var last = Math.Min(first + Layout.Config.NodesPerLeaf, Layout.Nodes);
        return Enumerable.Range(first, last - first).Select(node => (node * Layout.Rails) + rail);
    }

    /// <summary>
    /// Accelerators that an expert's tokens go to: those at its position in every expert-parallel group of a training. A fleet places its
    /// experts as it goes, so all of its accelerators.
    /// </summary>
    public IEnumerable<int> RanksOfExpert(int expert)
    {
        if (Parallel is not { } parallel)
            return Enumerable.Range(0, UsedGpus);
        var position = expert / (Experts / parallel.Expert);
        return Enumerable.Range(0, parallel.Ranks).Where(rank => parallel.ExpertOf(rank) == position);
    }
}

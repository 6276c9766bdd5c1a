using Auscult.Foundation;
using Auscult.Simulation.Configuration;

namespace Auscult.Simulation.Serving.Settings;

/// <summary>A fleet's settings together with the machines it runs on, checked against each other.</summary>
internal sealed class ServingPlan
{
    /// <exception cref="InputException">A value is impossible; its key is named.</exception>
    public ServingPlan(ServingConfig config, MachineRoomConfig room)
    {
        (Config, Room) = (config, room);
        config.Check();
        CheckReplicas(config, room);
        CheckExperts(config);
        if (CacheTokens < config.Model.MaxContextTokens)
        {
            throw Error(
                nameof(config.TensorParallel),
                $"is {config.TensorParallel}, which leaves a cache of {Math.Max(0, CacheTokens)} tokens beside the weights, "
                + $"less than model.max_context_tokens={config.Model.MaxContextTokens}",
                "use more GPUs per replica or a smaller model");
        }
    }

    /// <summary>The fleet's settings.</summary>
    public ServingConfig Config { get; }

    /// <summary>The machines.</summary>
    public MachineRoomConfig Room { get; }

    /// <summary>GPUs of the fleet.</summary>
    public int Gpus => Config.Replicas * Config.TensorParallel;

    /// <summary>Replicas that step together.</summary>
    public int ReplicasPerEngine => Config.ExpertParallel > 1 ? Config.ExpertParallel / Config.TensorParallel : 1;

    /// <summary>GPUs that step together.</summary>
    public int GpusPerEngine => ReplicasPerEngine * Config.TensorParallel;

    /// <summary>Tokens that the key-value cache of one replica holds.</summary>
    public long CacheTokens
    {
        get
        {
            var experts = Config.Model.ExpertBytes * (Config.Model.Experts + Config.Experts.Redundant) / Config.ExpertParallel;
            var perGpu = (Room.Accelerator.MemoryBytes * Config.Efficiency.Memory) - experts;
            return (long)(((Config.TensorParallel * perGpu) - Config.Model.DenseBytes) / Config.Model.KeyValueBytesPerToken);
        }
    }

    /// <summary>Whether expert ranks talk through the network rather than inside one host.</summary>
    public bool CrossesHosts => GpusPerEngine > Room.GpusPerNode;

    /// <summary>Whether a replica is split over several hosts.</summary>
    public bool SplitsOverHosts => Config.TensorParallel > Room.GpusPerNode;

    /// <summary>Share of the all-to-all that computing does not hide.</summary>
    public double VisibleShare => Math.Max(1e-3, 1 - Config.Efficiency.Overlap);

    /// <summary>Bytes per second between the GPUs of a replica, each way.</summary>
    public double TensorLinkBytes => SplitsOverHosts ? NetworkBytes : Room.Accelerator.NvlinkBytesPerSecond;

    /// <summary>Bytes per second between the GPUs of an expert group, each way.</summary>
    public double ExpertLinkBytes => CrossesHosts ? NetworkBytes : Room.Accelerator.NvlinkBytesPerSecond;

    private double NetworkBytes => Room.NicBytesPerSecond * Room.Rails / Room.GpusPerNode;

    private void CheckReplicas(ServingConfig config, MachineRoomConfig room)
    {
        var (tensor, host, gpus) = (config.TensorParallel, room.GpusPerNode, room.Nodes * room.GpusPerNode);
        if (tensor > host ? tensor % host != 0 : host % tensor != 0)
        {
            throw Error(
                nameof(config.TensorParallel), $"is {tensor}; it must divide simulation.room.gpus_per_node={host} or be a multiple of it");
        }
        if (Gpus > gpus)
        {
            throw Error(
                nameof(config.Replicas),
                $"is {config.Replicas}: with tensor_parallel={tensor} that needs {Gpus} GPUs, the room has {gpus}",
                "lower it, or raise simulation.room.nodes");
        }
    }

    private void CheckExperts(ServingConfig config)
    {
        var (ranks, tensor, experts) = (config.ExpertParallel, config.TensorParallel, config.Model.Experts + config.Experts.Redundant);
        if (config.Experts.Redundant > config.Model.Experts)
            throw Error("experts.redundant", $"is {config.Experts.Redundant}, more than the {config.Model.Experts} experts");
        if (ranks > 1 && config.Model.Experts == 0)
            throw Error(nameof(config.ExpertParallel), $"is {ranks}, but the model has no experts", "set it to 1, or set model.experts");
        if (config.Model.Experts > 0 && (ranks % tensor != 0 || Gpus % ranks != 0))
        {
            throw Error(
                nameof(config.ExpertParallel),
                $"is {ranks}; it must be a multiple of tensor_parallel={tensor} and divide the {Gpus} GPUs of all replicas");
        }
        if (ranks > Math.Max(1, experts))
            throw Error(nameof(config.ExpertParallel), $"is {ranks}, but there are only {experts} experts to place");
    }

    private static InputException Error(string member, string problem, string? remedy = null) =>
        Settle.Error(ServingConfig.Section, member, problem, remedy);
}

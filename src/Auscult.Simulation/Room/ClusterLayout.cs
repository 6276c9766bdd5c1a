using System.Globalization;
using Auscult.Simulation.Configuration;

namespace Auscult.Simulation.Room;

/// <summary>
/// The numbering of the machine room. Hosts, accelerators, interfaces and switches are numbered from 0; accelerator g is number
/// <c>g % GpusPerNode</c> of host <c>g / GpusPerNode</c>, interface i is rail <c>i % Rails</c> of host <c>i / Rails</c>.
/// </summary>
/// <param name="config">The machine room.</param>
/// <param name="prefix">Put before every entity id, such as <c>a/</c>; mostly empty.</param>
internal sealed class ClusterLayout(MachineRoomConfig config, string prefix = "")
{
    /// <summary>What there is.</summary>
    public MachineRoomConfig Config => config;

    /// <summary>Hosts.</summary>
    public int Nodes => config.Nodes;

    /// <summary>Accelerators of a host.</summary>
    public int GpusPerNode => config.GpusPerNode;

    /// <summary>Accelerators.</summary>
    public int Gpus => config.Nodes * config.GpusPerNode;

    /// <summary>Interfaces of a host.</summary>
    public int Rails => config.Rails;

    /// <summary>Interfaces.</summary>
    public int Nics => config.Nodes * config.Rails;

    /// <summary>Sets of leaf switches.</summary>
    public int Pods => (config.Nodes + config.NodesPerLeaf - 1) / config.NodesPerLeaf;

    /// <summary>Leaf switches: one per pod and rail.</summary>
    public int Leaves => Pods * Rails;

    /// <summary>Leaf switches first, then the spines.</summary>
    public int Switches => Leaves + config.Spines;

    /// <summary>Put before every entity id.</summary>
    public string Prefix => prefix;

    /// <summary>Id of the whole installation.</summary>
    public string ClusterId => $"{prefix}cluster";

    /// <summary>Id of the shared storage.</summary>
    public string StorageId => $"{prefix}storage";

    /// <summary>Host of an accelerator.</summary>
    public int NodeOfGpu(int gpu) => gpu / GpusPerNode;

    /// <summary>Host of an interface.</summary>
    public int NodeOfNic(int nic) => nic / Rails;

    /// <summary>The interface that carries an accelerator's traffic.</summary>
    public int NicOfGpu(int gpu) => (NodeOfGpu(gpu) * Rails) + (gpu % GpusPerNode * Rails / GpusPerNode);

    /// <summary>The leaf switch an interface is plugged into.</summary>
    public int LeafOfNic(int nic) => (NodeOfNic(nic) / config.NodesPerLeaf * Rails) + (nic % Rails);

    /// <summary>Id of a host.</summary>
    public string NodeId(int node) => string.Create(CultureInfo.InvariantCulture, $"{prefix}node{node:D4}");

    /// <summary>Id of an accelerator.</summary>
    public string GpuId(int gpu) => string.Create(CultureInfo.InvariantCulture, $"{NodeId(NodeOfGpu(gpu))}/gpu{gpu % GpusPerNode}");

    /// <summary>Id of an interface.</summary>
    public string NicId(int nic) => string.Create(CultureInfo.InvariantCulture, $"{NodeId(NodeOfNic(nic))}/nic{nic % Rails}");

    /// <summary>Id of a host's disk.</summary>
    public string DiskId(int node) => $"{NodeId(node)}/disk";

    /// <summary>Id of a switch.</summary>
    public string SwitchId(int number) => number < Leaves
        ? string.Create(CultureInfo.InvariantCulture, $"{prefix}leaf{number / Rails}-{number % Rails}")
        : string.Create(CultureInfo.InvariantCulture, $"{prefix}spine{number - Leaves}");

    /// <summary>Id of a training process; rank r runs on accelerator r.</summary>
    public string RankId(int rank) => string.Create(CultureInfo.InvariantCulture, $"{prefix}rank{rank}");

    /// <summary>Id of an expert.</summary>
    public string ExpertId(int expert) => string.Create(CultureInfo.InvariantCulture, $"{prefix}expert{expert}");
}

namespace Auscult.Simulation.Faults;

/// <summary>What kind of thing a fault or benign event starts at.</summary>
internal enum FaultTarget
{
    /// <summary>An accelerator.</summary>
    Gpu,

    /// <summary>A host.</summary>
    Node,

    /// <summary>A network interface.</summary>
    Nic,

    /// <summary>A switch.</summary>
    Switch,

    /// <summary>The shared storage.</summary>
    Storage,

    /// <summary>An expert of the model.</summary>
    Expert,

    /// <summary>The whole installation or its job.</summary>
    Cluster,
}

/// <summary>What must be there for a class to happen.</summary>
internal enum FaultNeed
{
    /// <summary>Nothing: machines fail without a job too.</summary>
    Machines,

    /// <summary>A training.</summary>
    Training,

    /// <summary>A model with experts.</summary>
    Experts,

    /// <summary>A serving fleet.</summary>
    Serving,

    /// <summary>A serving fleet of a model with experts.</summary>
    ServingExperts,
}

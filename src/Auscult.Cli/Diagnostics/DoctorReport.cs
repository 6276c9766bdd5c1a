namespace Auscult.Cli.Diagnostics;

/// <summary>What <c>auscult doctor</c> found; also its JSON.</summary>
/// <param name="Healthy">Whether everything that is required is there.</param>
/// <param name="Versions">Name to version.</param>
/// <param name="TensorEngine">The engine that models run on.</param>
/// <param name="Devices">Processors and GPUs.</param>
/// <param name="Threads">Threads of the engine and the settings they come from.</param>
/// <param name="Disks">Free space where runs are written.</param>
/// <param name="Datasets">Which configured data are on this machine.</param>
/// <param name="Findings">What is missing or wrong, worst first.</param>
internal sealed record DoctorReport(
    bool Healthy,
    IReadOnlyDictionary<string, string> Versions,
    TensorEngine TensorEngine,
    IReadOnlyList<ComputeDevice> Devices,
    ThreadReport Threads,
    IReadOnlyList<DiskSpace> Disks,
    IReadOnlyList<DatasetPresence> Datasets,
    IReadOnlyList<Finding> Findings);

/// <summary>The tensor engine as it loaded.</summary>
/// <param name="Provider"><c>libtorch</c> or <c>TorchSharp</c>.</param>
/// <param name="Loaded">Whether tensors can be made.</param>
/// <param name="Version">Version of libtorch.</param>
/// <param name="Library">File of libtorch.</param>
/// <param name="Blas">File of the matrix library, or null when it is part of libtorch.</param>
/// <param name="Error">Why it did not load.</param>
internal sealed record TensorEngine(string Provider, bool Loaded, string? Version, string? Library, string? Blas, string? Error);

/// <summary>Something that computes.</summary>
/// <param name="Name"><c>cpu</c>, <c>cuda:0</c>.</param>
/// <param name="Model">As the driver names it.</param>
/// <param name="Detail">Cores and memory.</param>
/// <param name="Usable">Whether the tensor engine can use it.</param>
internal sealed record ComputeDevice(string Name, string Model, string Detail, bool Usable);

/// <summary>Thread counts.</summary>
/// <param name="Processors">Processors that this process may use.</param>
/// <param name="IntraOp">Threads of one operator in a training; null when the engine did not load.</param>
/// <param name="Settings">The OpenMP variables that are set, by name.</param>
/// <param name="PassiveWait">Whether idle OpenMP threads sleep instead of spinning.</param>
internal sealed record ThreadReport(int Processors, int? IntraOp, IReadOnlyDictionary<string, string> Settings, bool PassiveWait);

/// <summary>Free space on the disk of a folder.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="FreeGigabytes">In units of 10^9 bytes.</param>
internal sealed record DiskSpace(string Folder, double FreeGigabytes);

/// <summary>One file of <c>configs/data</c> and whether its data are here.</summary>
/// <param name="Name">The name that <c>data=NAME</c> takes.</param>
/// <param name="Root">Where the data are looked for.</param>
/// <param name="Found">Whether they are there.</param>
internal sealed record DatasetPresence(string Name, string Root, bool Found);

/// <summary>Something missing or wrong, and what to type.</summary>
internal sealed record Finding(Severity Severity, string Problem, string Remedy);

/// <summary>How bad a finding is.</summary>
internal enum Severity
{
    /// <summary>Nothing trains without it.</summary>
    Required,

    /// <summary>It works, but not as well as it could.</summary>
    Warning,

    /// <summary>Only some uses need it.</summary>
    Optional,
}

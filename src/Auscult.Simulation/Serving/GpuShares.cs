using System.Runtime.InteropServices;

namespace Auscult.Simulation.Serving;

/// <summary>What one GPU did during a tick, as shares of the tick.</summary>
/// <param name="ComputeBound">Time in kernels bound by arithmetic.</param>
/// <param name="MemoryBound">Time in kernels bound by memory.</param>
/// <param name="Communication">Time in which it moved data to other GPUs.</param>
/// <param name="Wait">Time in which it waited for other GPUs, spinning.</param>
/// <param name="Memory">Bytes of its memory moved, relative to its bandwidth.</param>
/// <param name="TensorTransfer">Time of the exchange inside the replica at full bandwidth.</param>
/// <param name="ExpertTransfer">Time of the exchange between expert ranks at full bandwidth.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct GpuShares(
    double ComputeBound,
    double MemoryBound,
    double Communication,
    double Wait,
    double Memory,
    double TensorTransfer,
    double ExpertTransfer);

using System.Runtime.InteropServices;

namespace Auscult.Simulation.Serving;

/// <summary>What one GPU and its host can do during a tick, relative to nominal.</summary>
/// <param name="Speed">Speed of computing; 0 when the GPU is lost.</param>
/// <param name="TensorLink">Speed of its links inside the replica; 0 when they are gone.</param>
/// <param name="ExpertLink">Speed of its links to other expert ranks; 0 when they are gone.</param>
/// <param name="Host">Speed of its host, above 0.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct GpuCapability(double Speed, double TensorLink, double ExpertLink, double Host)
{
    /// <summary>Nothing is wrong.</summary>
    public static readonly GpuCapability Nominal = new(1, 1, 1, 1);

    /// <summary>Whether the others hear of it.</summary>
    public bool IsAlive => Speed > 0 && TensorLink > 0 && ExpertLink > 0;
}

using System.Runtime.InteropServices;

namespace Auscult.Simulation.Serving.Stepping;

/// <summary>What iterations take at nominal speed; the speeds of the GPUs turn it into their time.</summary>
/// <param name="ComputeBound">Seconds of kernels bound by arithmetic.</param>
/// <param name="MemoryBound">Seconds of kernels bound by memory.</param>
/// <param name="Operations">Seconds that the operations take at their efficiency.</param>
/// <param name="Bytes">Seconds that the bytes take at their efficiency.</param>
/// <param name="Transfer">Seconds of moving data.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Effort(double ComputeBound, double MemoryBound, double Operations, double Bytes, double Transfer)
{
    /// <summary>With a part of another added.</summary>
    public Effort Plus(in Effort other, double part) => new(
        ComputeBound + (other.ComputeBound * part),
        MemoryBound + (other.MemoryBound * part),
        Operations + (other.Operations * part),
        Bytes + (other.Bytes * part),
        Transfer + (other.Transfer * part));
}

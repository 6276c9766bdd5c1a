using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Auscult.Telemetry.Windowing;

/// <summary>Managed float memory that begins at a cache line and never moves.</summary>
internal static unsafe class AlignedMemory
{
    private const int Alignment = 64;

    public static Memory<float> Floats(int count)
    {
        var array = GC.AllocateArray<float>(count + (Alignment / sizeof(float)), pinned: true);
        var address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(array));
        var skipped = (int)((Alignment - (address % Alignment)) % Alignment / sizeof(float));
        return array.AsMemory(skipped, count);
    }
}

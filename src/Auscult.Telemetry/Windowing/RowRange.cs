using System.Runtime.InteropServices;

namespace Auscult.Telemetry.Windowing;

/// <summary>Consecutive rows of one entity of a frame.</summary>
/// <param name="Entity">Index on the frame's entity axis.</param>
/// <param name="FirstRow">First row.</param>
/// <param name="RowCount">Number of rows.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RowRange(int Entity, int FirstRow, int RowCount)
{
    /// <summary>First row after the range.</summary>
    public int EndRow => FirstRow + RowCount;
}

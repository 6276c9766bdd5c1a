using Auscult.Simulation.Exporting;

namespace Auscult.Bench.Simulate;

/// <summary>Takes rows and forgets them: what is left is the arithmetic of the simulation.</summary>
internal sealed class CountingSink : ISeriesSink
{
    /// <summary>Values so far, missing ones included.</summary>
    public long Values { get; private set; }

    public void Write(SeriesBlock block) => Values += (long)block.RowCount * block.Columns.Count;
}

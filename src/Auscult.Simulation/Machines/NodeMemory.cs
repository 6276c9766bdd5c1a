using Auscult.Simulation.Planes;
using Auscult.Simulation.Room;
using Auscult.Simulation.Running;

namespace Auscult.Simulation.Machines;

/// <summary>
/// Memory of hosts: processes take it, the page cache fills what is left with what was read and written, and gives way when processes grow;
/// when nothing is left to give, processes wait for memory.
/// </summary>
/// <param name="layout">The machine room.</param>
/// <param name="state">The state to complete.</param>
internal sealed class NodeMemory(ClusterLayout layout, NodeState state)
{
    // Shares of the memory and bytes per accelerator (E).
    private const double SystemBytes = 24e9;
    private const double ProcessBytesPerGpu = 12e9;
    private const double LoaderBytesPerGpu = 6e9;
    private const double LeastFree = 0.015;
    private const double PressureStarts = 0.06;
    private const float PageBytes = 4096;
    private readonly double[] _cached = [.. Enumerable.Repeat(6e9, layout.Nodes)];
    private readonly double[] _dirty = new double[layout.Nodes];

    /// <summary>A host starts with an empty page cache.</summary>
    public void Restart(int node) => (_cached[node], _dirty[node]) = (0, 0);

    /// <summary>Completes a tick.</summary>
    /// <param name="node">The host.</param>
    /// <param name="tick">The tick.</param>
    /// <param name="block">The block.</param>
    /// <param name="conditions">What is out of the ordinary.</param>
    /// <param name="hasJob">Whether the job's processes are there.</param>
    /// <param name="bytesPerSecond">What it reads and writes.</param>
    public void Advance(int node, int tick, Block block, NodeConditions conditions, bool hasJob, float bytesPerSecond)
    {
        var total = layout.Config.Host.MemoryBytes;
        var loaders = Math.Max(0, conditions.LoaderMemory[node][tick]) + (hasJob ? LoaderBytesPerGpu * layout.GpusPerNode : 0);
        var anonymous = Math.Min(total * (1 - LeastFree), SystemBytes + loaders + (hasJob ? ProcessBytesPerGpu * layout.GpusPerNode : 0));
        var read = bytesPerSecond * block.StepSeconds;
        var most = Math.Max(0, total - anonymous - (LeastFree * total));
        var squeezed = Math.Max(0, _cached[node] + read - most);
        _cached[node] = Math.Min(_cached[node] + read, most);
        _dirty[node] = Math.Min(_cached[node], (0.8 * _dirty[node]) + (0.2 * state.NfsWrite[node][tick]));
        var available = total - anonymous - (0.05 * _cached[node]);
        var pressure = Math.Clamp((PressureStarts - (available / total)) / PressureStarts, 0, 1);
        (state.Free.Change(node)[tick], state.Cached.Change(node)[tick]) =
            ((float)(total - anonymous - _cached[node]), (float)_cached[node]);
        (state.Available.Change(node)[tick], state.Anonymous.Change(node)[tick]) = ((float)available, (float)anonymous);
        (state.Dirty.Change(node)[tick], state.Writeback.Change(node)[tick]) = ((float)_dirty[node], (float)(0.2 * _dirty[node]));
        state.LoaderBytes.Change(node)[tick] = (float)loaders;
        state.MemorySome.Change(node)[tick] = (float)pressure;
        state.MemoryFull.Change(node)[tick] = (float)(0.4 * pressure * pressure);
        state.Reclaimed.Change(node)[tick] = (float)((squeezed / PageBytes / block.StepSeconds) + (2e5 * pressure));
        state.PageFaults.Change(node)[tick] = 3000 + (hasJob ? 12_000 : 0) + (bytesPerSecond / (16 * PageBytes));
        state.MajorFaults.Change(node)[tick] = (float)(0.05 + (800 * pressure));
    }
}

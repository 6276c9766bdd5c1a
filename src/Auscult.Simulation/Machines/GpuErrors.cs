using System.Runtime.InteropServices;
using Auscult.Simulation.Planes;
using Auscult.Simulation.Room;
using Auscult.Simulation.Running;

namespace Auscult.Simulation.Machines;

/// <summary>What the driver of an accelerator remembers: XIDs, rows that wait for a remapping, whether it is there at all.</summary>
/// <param name="layout">The machine room.</param>
/// <param name="state">The state to complete.</param>
internal sealed class GpuErrors(ClusterLayout layout, GpuState state)
{
    /// <summary>dcgm-exporter counts XIDs within this window (M).</summary>
    private const double WindowSeconds = 300;
    private readonly Driver[] _drivers = new Driver[layout.Gpus];

    /// <summary>Completes one accelerator's block.</summary>
    public void Finish(int gpu, Block block, Conditions conditions)
    {
        ref var driver = ref _drivers[gpu];
        var (own, up) = (conditions.Gpu, conditions.Node.Up);
        var present = state.Present.Change(gpu);
        var alive = state.Alive.Change(gpu);
        var (xid, count, pending) = (state.Xid, state.XidCount, state.RemapPending);
        for (var tick = 0; tick < block.Ticks; tick++)
        {
            present[tick] = own.Present[gpu][tick] * up[layout.NodeOfGpu(gpu)][tick];
            alive[tick] = present[tick] * own.Responding[gpu][tick];
            if (alive[tick] <= 0)
                driver = default;
            var second = block.SecondOf(tick);
            if (driver.Count > 0 && second >= driver.Last + WindowSeconds)
                driver.Count = 0;
            if (own.Xid[gpu][tick] > 0)
                (driver.Xid, driver.Count, driver.Last) = (own.Xid[gpu][tick], driver.Count + 1, second);
            driver.IsPending |= own.RemappedRows[gpu][tick] > 0;
            xid.Change(gpu)[tick] = driver.Xid;
            count.Change(gpu)[tick] = driver.Count;
            pending.Change(gpu)[tick] = driver.IsPending ? 1 : 0;
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private record struct Driver
    {
        public float Xid;
        public int Count;
        public double Last;
        public bool IsPending;
    }
}

using System.Numerics.Tensors;
using Auscult.Simulation.Configuration;
using Auscult.Simulation.Planes;
using Auscult.Simulation.Room;
using Auscult.Simulation.Running;

namespace Auscult.Simulation.Machines;

/// <summary>
/// What an accelerator's own counters say of its work. A kernel that spins in a collective keeps the utilisation at 1 while the tensor
/// cores, the memory and the power fall (taxonomy: thermal/power throttle, M).
/// </summary>
/// <param name="layout">The machine room.</param>
/// <param name="state">The state to complete.</param>
internal sealed class GpuUsage(ClusterLayout layout, GpuState state)
{
    // Shares of the cycles in use while computing, moving data and spinning (E): a collective's kernels hold some of the compute units.
    private const float SmWhileComputing = 0.93f;
    private const float SmWhileCommunicating = 0.17f;
    private const float TensorWhileComputing = 0.56f;
    private const float DramWhileComputing = 0.38f;
    private const float DramWhileCommunicating = 0.14f;

    /// <summary>Bytes that the driver keeps (E).</summary>
    private const float DriverBytes = 600f * (1 << 20);
    private readonly AcceleratorConfig _config = layout.Config.Accelerator;

    /// <summary>Completes one accelerator's block.</summary>
    public void Finish(int gpu, Block block, Conditions conditions, GpuActivity activity)
    {
        var ticks = block.Ticks;
        Span<float> kernels = stackalloc float[ticks];
        var compute = activity.Compute[gpu][..ticks];
        TensorPrimitives.Add(activity.Communicate[gpu][..ticks], activity.Spin[gpu][..ticks], kernels);
        var busy = state.Busy.Change(gpu)[..ticks];
        TensorPrimitives.Add(compute, kernels, busy);
        TensorPrimitives.Min(busy, 1f, busy);
        var sm = state.SmActive.Change(gpu)[..ticks];
        TensorPrimitives.Multiply(kernels, SmWhileCommunicating, sm);
        TensorPrimitives.MultiplyAdd(compute, SmWhileComputing, sm, sm);
        TensorPrimitives.Multiply(compute, TensorWhileComputing, state.TensorActive.Change(gpu)[..ticks]);
        Memory(gpu, ticks, activity);
        Links(gpu, ticks, conditions.Gpu, activity);
        Reasons(gpu, ticks, activity);
    }

    private void Memory(int gpu, int ticks, GpuActivity activity)
    {
        var dram = state.DramActive.Change(gpu)[..ticks];
        if (activity.MemoryTraffic.IsNeutral)
        {
            TensorPrimitives.Multiply(activity.Communicate[gpu][..ticks], DramWhileCommunicating, dram);
            TensorPrimitives.MultiplyAdd(activity.Compute[gpu][..ticks], DramWhileComputing, dram, dram);
        }
        else
            activity.MemoryTraffic[gpu][..ticks].CopyTo(dram);
        TensorPrimitives.Min(dram, 1f, dram);
        var used = state.MemoryUsed.Change(gpu)[..ticks];
        TensorPrimitives.Add(activity.MemoryBytes[gpu][..ticks], DriverBytes, used);
        TensorPrimitives.Min(used, (float)_config.MemoryBytes, used);
    }

    private void Links(int gpu, int ticks, GpuConditions conditions, GpuActivity activity)
    {
        // What leaves through the network crosses the slot on its way; half of what moves to and from the host goes each way.
        var network = activity.NetworkBytes[gpu];
        var host = activity.PcieBytes[gpu];
        var nvlink = activity.NvlinkBytes[gpu];
        var quality = conditions.PcieQuality[gpu];
        var nvlinkQuality = conditions.NvlinkQuality[gpu];
        var (transmit, receive, width) = (state.PcieTransmit, state.PcieReceive, state.PcieWidth);
        var (most, mostNvlink) = ((float)_config.PcieBytesPerSecond, (float)_config.NvlinkBytesPerSecond);
        for (var tick = 0; tick < ticks; tick++)
        {
            var bytes = Math.Min(network[tick] + (0.5f * host[tick]), most * quality[tick]);
            transmit.Change(gpu)[tick] = receive.Change(gpu)[tick] = bytes;
            width.Change(gpu)[tick] = Lanes(quality[tick]);
            state.NvlinkTransmit.Change(gpu)[tick] = state.NvlinkReceive.Change(gpu)[tick] =
                Math.Min(nvlink[tick], mostNvlink * nvlinkQuality[tick]);
        }
    }

    private void Reasons(int gpu, int ticks, GpuActivity activity)
    {
        const float IdleBit = 0x1, PowerCapBit = 0x4, HardwareBit = 0x8, ThermalBit = 0x20, HardwareThermalBit = 0x40;
        var reasons = state.Reasons.Change(gpu);
        var volts = state.Voltage.Change(gpu);
        var busy = state.Busy[gpu];
        var starve = activity.Starve[gpu];
        for (var tick = 0; tick < ticks; tick++)
        {
            var isIdle = busy[tick] + starve[tick] <= 0;
            reasons[tick] = (isIdle ? IdleBit : 0) + (PowerCapBit * state.PowerSlowdown[gpu][tick])
                + (ThermalBit * state.ThermalSlowdown[gpu][tick])
                + ((HardwareBit + HardwareThermalBit) * state.HardwareSlowdown[gpu][tick]);
            volts[tick] = 0.65f + (0.4f * (float)(state.Clock[gpu][tick] / _config.MaxClockHertz));
        }
    }

    private static float Lanes(float quality) =>
        quality switch { > 0.75f => 16, > 0.375f => 8, > 0.1875f => 4, > 0.09f => 2, > 0 => 1, _ => 0 };
}

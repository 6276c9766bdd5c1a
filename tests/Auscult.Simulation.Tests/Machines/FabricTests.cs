using Auscult.Simulation.Configuration;
using Auscult.Simulation.Machines;
using Auscult.Simulation.Planes;
using Auscult.Simulation.Room;
using Auscult.Simulation.Running;

namespace Auscult.Simulation.Tests.Machines;

public sealed class FabricTests
{
    private static readonly ClusterLayout Layout = new(new MachineRoomConfig { Nodes = 2, NicBytesPerSecond = 50e9 });
    private static readonly Block Whole = new(0, 4, 1, DateTimeOffset.UnixEpoch);
    private readonly Conditions _conditions = new(Layout, 4);
    private readonly Fabric _fabric = new(Layout, 4);

    [Fact]
    public void A_healthy_interface_carries_its_data_sheet()
    {
        _fabric.Begin(Whole, _conditions);
        _fabric.EffectiveBandwidth(3, 2).ShouldBe(50e9f);
        _fabric.GpuBandwidth[3][2].ShouldBe(50e9f);
    }

    [Fact]
    public void Quality_congestion_and_a_link_that_is_down_lower_it()
    {
        _conditions.Nic.Quality.Change(3)[1] = 0.5f;
        _conditions.Nic.Congestion.Change(3)[2] = 0.4f;
        _conditions.Nic.LinkUp.Change(3)[3] = 0;
        _fabric.Begin(Whole, _conditions);
        _fabric.Bandwidth[3].ToArray().ShouldBe([50e9f, 25e9f, 50e9f * (1 - (Fabric.CongestionLoss * 0.4f)), 0f]);
        _fabric.Bandwidth[4].ToArray().ShouldAllBe(bandwidth => bandwidth == 50e9f);
    }

    [Fact]
    public void A_narrow_slot_holds_back_its_accelerator_and_the_next_block_forgets_it()
    {
        _conditions.Gpu.PcieQuality.Change(9)[0] = 0.5f;
        _fabric.Begin(Whole, _conditions);
        _fabric.GpuBandwidth[9][0].ShouldBe(27.5e9f);
        _fabric.GpuBandwidth[9][1].ShouldBe(50e9f);
        _conditions.Reset();
        _fabric.Begin(Whole, _conditions);
        _fabric.GpuBandwidth[9][0].ShouldBe(50e9f);
    }
}

namespace Auscult.Simulation.Tests.Machines;

public sealed class NodeModelTests
{
    private const int Last = RoomFixture.Ticks - 1;

    [Theory]
    [InlineData(0.0, 0.0, 0.0)]
    [InlineData(0.2, 0.5, 0.0)]
    [InlineData(0.3, 1.5, 0.4)]
    public void The_modes_of_the_processors_add_up_to_their_time(float job, float contention, float pause)
    {
        var fixture = new RoomFixture(RoomFixture.Even, room =>
        {
            room.Activity.Node.HostBusy.Change(1).Fill(job);
            room.Activity.Node.WriteBytes.Change(1).Fill(3e9f);
            room.Conditions.Node.Contention.Change(1).Fill(contention);
            room.Conditions.Node.LaunchDelay.Change(1).Fill(pause);
        }).Run();
        var nodes = fixture.Room.Nodes;
        foreach (var tick in (int[])[0, 17, Last])
        {
            var modes = new[] { nodes.User, nodes.System, nodes.Idle, nodes.IoWait, nodes.SoftIrq, nodes.Irq }.Select(plane =>
                plane[1][tick]).ToArray();
            modes.ShouldAllBe(seconds => seconds >= 0);
            modes.Sum().ShouldBe(fixture.Layout.Config.Host.Cores, 0.01f);
        }
    }

    [Fact]
    public void Foreign_work_beyond_the_processors_makes_everybody_wait()
    {
        var nodes = new RoomFixture(RoomFixture.Even, room =>
        {
            room.Activity.Node.HostBusy.Change(1).Fill(0.3f);
            room.Conditions.Node.Contention.Change(1).Fill(0.9f);
        }).Run(4).Room.Nodes;
        nodes.QueueWait[1][Last].ShouldBeGreaterThan(20);
        nodes.CpuPressure[1][Last].ShouldBeGreaterThan(nodes.CpuPressure[0][Last] + 0.5f);
        nodes.Load1[1][Last].ShouldBeGreaterThan(150);
        nodes.Switches[1][Last].ShouldBeGreaterThan(2 * nodes.Switches[0][Last]);
    }

    [Fact]
    public void A_leak_takes_the_page_cache_first_and_then_makes_processes_wait_for_memory()
    {
        var config = RoomFixture.Even with { Host = new() { MemoryBytes = 200e9 } };
        var leak = 0f;
        var fixture = new RoomFixture(config, room =>
        {
            room.Activity.Node.ReadBytes.Change(0).Fill(5e9f);
            room.Conditions.Node.LoaderMemory.Change(0).Fill(leak);
        }).Run(2);
        var nodes = fixture.Room.Nodes;
        (nodes.Free[0][Last] + nodes.Cached[0][Last] + nodes.Anonymous[0][Last]).ShouldBe(200e9f, 1e6f);
        var (cached, pressure) = (nodes.Cached[0][Last], nodes.MemorySome[0][Last]);
        cached.ShouldBeGreaterThan(100e9f);
        pressure.ShouldBe(0);
        leak = 170e9f;
        fixture.Run();
        nodes.Cached[0][Last].ShouldBeLessThan(10e9f);
        nodes.MemorySome[0][Last].ShouldBeGreaterThan(0.3f);
        nodes.Reclaimed[0][0].ShouldBeGreaterThan(1e6f);
        (nodes.Free[0][Last] + nodes.Cached[0][Last] + nodes.Anonymous[0][Last]).ShouldBe(200e9f, 1e6f);
    }

    [Fact]
    public void A_host_draws_what_its_accelerators_and_the_fans_for_them_draw()
    {
        var fixture = new RoomFixture(RoomFixture.Even, room => room.Activity.Gpu.Compute.Change(0).Fill(1)).Run(4);
        var rise = fixture.Room.Nodes.Power[0][Last] - fixture.Room.Nodes.Power[1][Last];
        var gpus = fixture.Room.Gpus.Power[0][Last] - fixture.Room.Gpus.Power[8][Last];
        rise.ShouldBeInRange(gpus / 0.94f, (gpus / 0.94f) + 150);
    }

    [Fact]
    public void A_host_that_is_down_draws_nothing()
    {
        var fixture = new RoomFixture(RoomFixture.Even, room => room.Conditions.Node.Up.Change(2)[30..].Clear()).Run();
        (fixture.Room.Nodes.Power[2][40], fixture.Room.Nodes.User[2][40], fixture.Room.Nodes.Free[2][40]).ShouldBe((0f, 0f, 0f));
        fixture.Room.Nodes.Power[2][29].ShouldBeGreaterThan(500);
    }
}

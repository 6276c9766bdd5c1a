namespace Auscult.Simulation.Tests.Machines;

public sealed class GpuModelTests
{
    private const int Last = RoomFixture.Ticks - 1;

    [Fact]
    public void Temperature_goes_to_the_closed_form_with_its_time_constant()
    {
        var fixture = new RoomFixture(RoomFixture.Even, room => room.Activity.Gpu.Compute.Change(3).Fill(1));
        var config = fixture.Layout.Config.Accelerator;
        var idle = 24 + (config.IdleWatts * config.KelvinPerWatt);
        var watts = config.IdleWatts + (0.9 * (config.PowerLimitWatts - config.IdleWatts));
        var target = 24 + (watts * config.KelvinPerWatt);
        fixture.Run();
        for (var tick = 0; tick < RoomFixture.Ticks; tick++)
        {
            var expected = target + ((idle - target) * Math.Exp(-(tick + 1) / config.ThermalTime.TotalSeconds));
            fixture.Room.Gpus.Temperature[3][tick].ShouldBe((float)expected, 0.01f);
        }
        fixture.Run(10);
        fixture.Room.Gpus.Temperature[3][Last].ShouldBe((float)target, 0.01f);
        fixture.Room.Gpus.Power[3][Last].ShouldBe((float)watts, 0.1f);
    }

    [Fact]
    public void Without_cooling_the_clock_and_the_power_fall_and_the_violation_counts()
    {
        var fixture = new RoomFixture(RoomFixture.Even, room =>
        {
            room.Activity.Gpu.Compute.Change(3).Fill(1);
            room.Activity.Gpu.Compute.Change(4).Fill(1);
            room.Conditions.Gpu.Cooling.Change(3).Fill(2.2f);
        }).Run(20);
        var gpus = fixture.Room.Gpus;
        gpus.Temperature[3][Last].ShouldBeGreaterThan((float)fixture.Layout.Config.Accelerator.SlowdownCelsius);
        gpus.Clock[3][Last].ShouldBeLessThan(0.95f * gpus.Clock[4][Last]);
        gpus.Power[3][Last].ShouldBeLessThan(0.95f * gpus.Power[4][Last]);
        gpus.Speed[3][Last].ShouldBe((float)(gpus.Clock[3][Last] / fixture.Layout.Config.Accelerator.MaxClockHertz), 1e-4f);
        (gpus.ThermalSlowdown[3][Last], gpus.ThermalSlowdown[4][Last]).ShouldBe((1f, 0f));
        (gpus.Reasons[3][Last], gpus.Reasons[4][Last]).ShouldBe((32f, 0f));
    }

    [Fact]
    public void A_power_limit_holds_and_lowers_the_clock()
    {
        var fixture = new RoomFixture(RoomFixture.Even, room =>
        {
            room.Activity.Gpu.Compute.Change(0).Fill(1);
            room.Conditions.Gpu.PowerLimit.Change(0).Fill(0.5f);
        }).Run();
        fixture.Room.Gpus.Power[0].ToArray().ShouldAllBe(watts => watts <= 350.01f);
        // Power goes with the square of the clock: 275 of 562.5 dynamic watts.
        fixture.Room.Gpus.Speed[0][Last].ShouldBe(MathF.Sqrt(275 / 562.5f), 0.001f);
        fixture.Room.Gpus.Reasons[0][Last].ShouldBe(0x4);
    }

    [Fact]
    public void Utilisation_stays_high_while_a_kernel_spins_and_the_work_stops()
    {
        var gpus = new RoomFixture(RoomFixture.Even, room =>
        {
            room.Activity.Gpu.Spin.Change(0).Fill(1);
            room.Activity.Gpu.Compute.Change(1).Fill(1);
        }).Run().Room.Gpus;
        (gpus.Busy[0][Last], gpus.Busy[1][Last], gpus.Busy[2][Last]).ShouldBe((1f, 1f, 0f));
        gpus.TensorActive[0][Last].ShouldBe(0);
        gpus.SmActive[0][Last].ShouldBeLessThan(0.3f * gpus.SmActive[1][Last]);
        gpus.Power[0][Last].ShouldBeLessThan(0.5f * gpus.Power[1][Last]);
        gpus.Clock[2][Last].ShouldBeLessThan(0.2f * gpus.Clock[1][Last]);
    }

    [Fact]
    public void Accelerators_differ_and_stay_what_they_are()
    {
        var config = RoomFixture.Even with { Nodes = 32, Accelerator = new() };
        var gpus = new RoomFixture(config, room =>
        {
            for (var gpu = 0; gpu < room.Layout.Gpus; gpu++)
                room.Activity.Gpu.Compute.Change(gpu).Fill(0.8f);
        }).Run(10).Room.Gpus;
        var watts = Enumerable.Range(0, 256).Select(gpu => (double)gpus.Power[gpu][Last]).ToArray();
        var mean = watts.Average();
        (Math.Sqrt(watts.Average(w => (w - mean) * (w - mean))) / mean).ShouldBeInRange(0.015, 0.035);
    }

    [Fact]
    public void A_driver_forgets_its_errors_when_it_starts_again()
    {
        var fixture = new RoomFixture(RoomFixture.Even, room =>
        {
            if (room.Block.FirstTick == 0)
            {
                room.Conditions.Gpu.Xid.Change(5)[10] = 63;
                room.Conditions.Gpu.RemappedRows.Change(5)[10] = 1;
            }
            if (room.Block.FirstTick == 2 * RoomFixture.Ticks)
                room.Conditions.Node.Up.Change(0)[20] = 0;
        }).Run();
        var gpus = fixture.Room.Gpus;
        (gpus.Xid[5][9], gpus.Xid[5][Last], gpus.XidCount[5][Last], gpus.RemapPending[5][Last]).ShouldBe((0f, 63f, 1f, 1f));
        fixture.Run(2);
        (gpus.Xid[5][19], gpus.Xid[5][Last], gpus.RemapPending[5][Last]).ShouldBe((63f, 0f, 0f));
        (gpus.Present[5][20], gpus.Present[5][21], gpus.Power[5][20]).ShouldBe((0f, 1f, 0f));
    }
}

using Auscult.Simulation.Noise;
using FsCheck;
using FsCheck.Fluent;

namespace Auscult.Simulation.Tests.Machines;

public sealed class NetworkModelTests
{
    [Fact]
    public void Every_byte_sent_on_a_rail_is_received_on_it_and_passes_the_switches_once() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(20), Prop.ForAll<int>(Conserved));

    private static void Conserved(int seed)
    {
        var fixture = new RoomFixture(RoomFixture.Even, room => Scramble(room, new NoiseStream(seed))).Run();
        var (layout, nics, switches) = (fixture.Layout, fixture.Room.Nics, fixture.Room.Switches);
        for (var tick = 0; tick < RoomFixture.Ticks; tick++)
        {
            var crossing = 0.0;
            for (var rail = 0; rail < layout.Rails; rail++)
            {
                var ofRail = Enumerable.Range(0, layout.Nodes).Select(node => (node * layout.Rails) + rail).ToArray();
                var sent = ofRail.Sum(nic => (double)nics.TransmitBytes[nic][tick]);
                var received = ofRail.Sum(nic => (double)nics.ReceiveBytes[nic][tick]);
                received.ShouldBe(sent, 1e-5 * (sent + 1));
                // Leaves carry what their hosts receive and what goes up; what goes up comes down elsewhere.
                var leaves = Enumerable.Range(0, layout.Pods).Sum(pod => (double)switches.Bytes[(pod * layout.Rails) + rail][tick]);
                crossing += leaves - received;
            }
            var spines = Enumerable.Range(layout.Leaves, layout.Config.Spines).Sum(spine => (double)switches.Bytes[spine][tick]);
            spines.ShouldBe(crossing, (1e-5 * crossing) + 1e5);
        }
    }

    [Fact]
    public void An_interface_sends_no_more_than_the_fabric_carries()
    {
        var fixture = new RoomFixture(RoomFixture.Even, room =>
        {
            room.Activity.Gpu.NetworkBytes.Change(3).Fill(60e9f);
            room.Conditions.Nic.Quality.Change(3)[5] = 0.25f;
            room.Conditions.Nic.LinkUp.Change(3)[6] = 0;
        }).Run();
        var sent = fixture.Room.Nics.TransmitBytes[3];
        (sent[4], sent[5], sent[6]).ShouldBe((50e9f, 12.5e9f, 0f));
        fixture.Room.Nics.WaitShare[3][5].ShouldBeGreaterThan(fixture.Room.Nics.WaitShare[3][4] + 0.5f);
        (fixture.Room.Nics.PortState[3][6], fixture.Room.Nics.LinkDowns[3][6], fixture.Room.Nics.LinkDowns[3][7]).ShouldBe((1f, 1f, 0f));
    }

    [Fact]
    public void Congestion_brings_marks_pauses_and_losses_and_a_slow_slot_makes_the_switch_wait()
    {
        var fixture = new RoomFixture(RoomFixture.Even, room =>
        {
            for (var gpu = 0; gpu < room.Layout.Gpus; gpu++)
                room.Activity.Gpu.NetworkBytes.Change(gpu).Fill(20e9f);
            room.Conditions.Nic.Congestion.Change(3).Fill(0.7f);
            room.Conditions.Gpu.PcieQuality.Change(4).Fill(0.25f);
        }).Run();
        var nics = fixture.Room.Nics;
        nics.Marked[3][9].ShouldBeGreaterThan(100 * nics.Marked[2][9]);
        nics.ReceivePause[3][9].ShouldBeGreaterThan(nics.ReceivePause[2][9] + 0.1f);
        nics.Lost[3][9].ShouldBeGreaterThan(nics.Lost[2][9] + 1);
        nics.TransmitPause[4][9].ShouldBeGreaterThan(nics.TransmitPause[5][9] + 0.1f);
        fixture.Room.Gpus.PcieWidth[4][9].ShouldBe(4);
        fixture.Room.Switches.Pauses[fixture.Layout.LeafOfNic(3)][9].ShouldBeGreaterThan(100);
    }

    private static void Scramble(RoomFixture room, NoiseStream random)
    {
        for (var gpu = 0; gpu < room.Layout.Gpus; gpu++)
        {
            var sent = room.Activity.Gpu.NetworkBytes.Change(gpu);
            var received = room.Activity.Gpu.NetworkReceiveBytes.Change(gpu);
            for (var tick = 0; tick < RoomFixture.Ticks; tick++)
                (sent[tick], received[tick]) = ((float)(60e9 * random.NextUniform()), (float)(60e9 * random.NextUniform()));
        }
        for (var nic = 0; nic < room.Layout.Nics; nic += 3)
        {
            var from = (int)(random.NextUniform() * RoomFixture.Ticks);
            room.Conditions.Nic.LinkUp.Change(nic)[from..].Fill(random.NextUniform() < 0.5 ? 0 : 1);
            room.Conditions.Nic.Quality.Change(nic).Fill((float)random.NextUniform());
            room.Conditions.Nic.Congestion.Change(nic).Fill((float)random.NextUniform());
        }
    }
}

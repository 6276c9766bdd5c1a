using Auscult.Simulation.Machines;
using FsCheck;
using FsCheck.Fluent;

namespace Auscult.Simulation.Tests.Machines;

public sealed class StorageModelTests
{
    [Fact]
    public void Nobody_gets_more_than_he_wants_and_nothing_is_left_while_anybody_wants() =>
        Check.QuickThrowOnFailure(Prop.ForAll<NonNegativeInt[], PositiveInt>(Shares));

    private static void Shares(NonNegativeInt[] wants, PositiveInt capacity)
    {
        float[] demands = [.. wants.Select(want => (float)(want.Get % 1000))];
        var limit = FairShare.Limit([.. demands], capacity.Get);
        var given = demands.Sum(demand => Math.Min(demand, limit));
        given.ShouldBe(Math.Min(demands.Sum(), capacity.Get), 1e-3f * (given + 1));
        if (demands.Sum() <= capacity.Get)
            limit.ShouldBe(float.PositiveInfinity);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void The_time_of_a_request_grows_as_in_a_single_queue(double utilisation)
    {
        var fixture = Reading(utilisation).Run();
        fixture.Room.Storage.Utilisation[0][3].ShouldBe((float)utilisation, 1e-4f);
        fixture.Room.Storage.ResponseSeconds[0][3].ShouldBe((float)(SharedStorage.ServiceSeconds / (1 - utilisation)), 1e-5f);
        // Little's law: requests under way are their rate times their time.
        var disk = fixture.Layout.Nodes;
        fixture.Room.Disks.InFlight[disk][3].ShouldBe(
            fixture.Room.Disks.Reads[disk][3] * fixture.Room.Storage.ResponseSeconds[0][3], 0.01f * fixture.Room.Disks.InFlight[disk][3]);
    }

    [Fact]
    public void Beyond_the_throughput_hosts_share_evenly_and_their_requests_wait()
    {
        var fixture = Reading(2).Run();
        for (var node = 0; node < fixture.Layout.Nodes; node++)
        {
            fixture.Room.Nodes.NfsRead[node][3].ShouldBe(10e9f, 1e4f);
            fixture.Room.Nodes.NfsQueue[node][3].ShouldBeGreaterThan(100);
            fixture.Room.Nodes.Blocked[node][3].ShouldBeGreaterThan(100);
            fixture.Room.Nodes.IoSome[node][3].ShouldBeGreaterThan(0.9f);
        }
    }

    private static RoomFixture Reading(double utilisation) => new(RoomFixture.Even, room =>
    {
        for (var node = 0; node < room.Layout.Nodes; node++)
            room.Activity.Node.ReadBytes.Change(node).Fill((float)(utilisation * 10e9));
    });
}

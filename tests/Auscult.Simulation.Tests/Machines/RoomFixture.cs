using Auscult.Simulation.Configuration;
using Auscult.Simulation.Machines;
using Auscult.Simulation.Planes;
using Auscult.Simulation.Room;
using Auscult.Simulation.Running;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Tests.Machines;

/// <summary>A machine room without a job: a test writes conditions and activity, then runs blocks.</summary>
internal sealed class RoomFixture
{
    public const int Ticks = 64;
    private readonly Action<RoomFixture>? _write;
    private long _blocks;

    /// <param name="config">What there is.</param>
    /// <param name="write">Writes conditions and activity of every block.</param>
    public RoomFixture(MachineRoomConfig config, Action<RoomFixture>? write = null)
    {
        (Layout, _write) = (new ClusterLayout(config), write);
        (Conditions, Activity) = (new Conditions(Layout, Ticks), new Activity(Layout, Ticks));
        Room = new MachineRoom(Layout, Ticks, new Seeds(1));
    }

    /// <summary>All alike, in air of 24 degrees that does not move.</summary>
    public static MachineRoomConfig Even => new()
    {
        Nodes = 4, NodesPerLeaf = 2, DailySwingCelsius = 0, WanderCelsius = 0, PlaceCelsius = 0,
        Accelerator = new AcceleratorConfig { Spread = 0 },
    };

    public ClusterLayout Layout { get; }

    public Conditions Conditions { get; }

    public Activity Activity { get; }

    public MachineRoom Room { get; }

    public Block Block => new(_blocks * Ticks, Ticks, 1, DateTimeOffset.UnixEpoch);

    public RoomFixture Run(int blocks = 1)
    {
        for (var i = 0; i < blocks; i++)
        {
            Conditions.Reset();
            Activity.Reset();
            _write?.Invoke(this);
            Room.BeginBlock(Block, Conditions);
            for (var tick = 0; tick < Ticks; tick++)
            {
                Room.Begin(tick, Conditions);
                Room.End(Block, tick, Conditions, Activity);
            }
            Room.Finish(Block, Conditions, Activity, new ParallelOptions { MaxDegreeOfParallelism = 1 });
            _blocks++;
        }
        return this;
    }
}

using Auscult.Simulation.Planes;
using Auscult.Simulation.Room;
using Auscult.Simulation.Running;

namespace Auscult.Simulation.Machines;

/// <summary>
/// The storage that all hosts share. It gives its throughput fairly by demand; the time of a request grows with the utilisation as in an
/// M/M/1 queue, service / (1 - utilisation), and with what is asked beyond the throughput.
/// </summary>
internal sealed class SharedStorage : PlaneSet
{
    /// <summary>Bytes of a request.</summary>
    public const float RequestBytes = 1 << 20;

    /// <summary>Seconds of a request on an idle storage (E).</summary>
    public const float ServiceSeconds = 0.002f;

    /// <summary>Highest utilisation of the formula: 50 times the service time.</summary>
    private const float HighestUtilisation = 0.98f;
    private readonly float[] _demands;
    private readonly float[] _limit;

    /// <param name="layout">The machine room.</param>
    /// <param name="ticks">Ticks of a block.</param>
    public SharedStorage(ClusterLayout layout, int ticks)
        : base(1, ticks)
    {
        (_demands, _limit) = (new float[layout.Nodes], new float[ticks]);
        (Utilisation, ResponseSeconds, ReadBytes, WriteBytes) = (Add(0), Add(0), Add(0), Add(0));
        Bandwidth = Add((float)layout.Config.StorageBytesPerSecond);
    }

    /// <summary>Share of the throughput in use.</summary>
    public Plane Utilisation { get; }

    /// <summary>Seconds of a request.</summary>
    public Plane ResponseSeconds { get; }

    /// <summary>Bytes per second read.</summary>
    public Plane ReadBytes { get; }

    /// <summary>Bytes per second written.</summary>
    public Plane WriteBytes { get; }

    /// <summary>Bytes per second left for the jobs, all hosts together; known before the job's ticks.</summary>
    public Plane Bandwidth { get; }

    /// <summary>The most a host gets in a tick, bytes per second.</summary>
    public float LimitOf(int tick) => _limit[tick];

    /// <summary>Works out what is left for the jobs.</summary>
    public void Begin(Block block, StorageConditions conditions)
    {
        var bandwidth = Bandwidth.Change(0);
        for (var tick = 0; tick < block.Ticks; tick++)
            bandwidth[tick] = Bandwidth.Neutral * conditions.Quality[0][tick] * Math.Clamp(1 - conditions.ForeignLoad[0][tick], 0.01f, 1);
    }

    /// <summary>Shares the throughput among the hosts.</summary>
    public void Deliver(Block block, StorageConditions conditions, NodeActivity activity)
    {
        for (var tick = 0; tick < block.Ticks; tick++)
        {
            var (read, write) = (0f, 0f);
            for (var node = 0; node < _demands.Length; node++)
            {
                read += activity.ReadBytes[node][tick];
                write += activity.WriteBytes[node][tick];
                _demands[node] = activity.ReadBytes[node][tick] + activity.WriteBytes[node][tick];
            }
            var (demand, able) = (read + write, Bandwidth[0][tick]);
            _limit[tick] = demand > able ? FairShare.Limit(_demands, able) : float.PositiveInfinity;
            var given = demand > 0 ? Math.Min(1, able / demand) : 1;
            var quality = Math.Max(0.01f, conditions.Quality[0][tick]);
            var foreign = Bandwidth.Neutral * quality * Math.Clamp(conditions.ForeignLoad[0][tick], 0, 0.99f);
            var utilisation = Math.Clamp(((demand * given) + foreign) / (Bandwidth.Neutral * quality), 0, HighestUtilisation);
            Utilisation.Change(0)[tick] = utilisation;
            ResponseSeconds.Change(0)[tick] = ServiceSeconds / quality / (1 - utilisation) / given;
            ReadBytes.Change(0)[tick] = (read * given) + (0.5f * foreign);
            WriteBytes.Change(0)[tick] = (write * given) + (0.5f * foreign);
        }
    }
}

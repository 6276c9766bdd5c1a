using Auscult.Simulation.Noise;
using Auscult.Simulation.Planes;
using Auscult.Simulation.Room;
using Auscult.Simulation.Running;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Machines;

/// <summary>
/// The hosts' own disks, which write logs and serve what does not fit in memory, and the shared storage as its servers see it. Requests in
/// flight are rate times response time (Little's law).
/// </summary>
internal sealed class DiskModel
{
    // A local NVMe disk (E).
    private const float DiskBytesPerSecond = 3e9f;
    private const float DiskServiceSeconds = 1e-4f;
    private const float DiskRequestBytes = 65_536;
    private const float LogBytesPerSecond = 4e5f;
    private readonly ClusterLayout _layout;
    private readonly NoiseStream[] _random;
    private readonly float[] _work;
    private readonly double[] _used;

    /// <param name="layout">The machine room.</param>
    /// <param name="ticks">Ticks of a block.</param>
    /// <param name="seeds">Where the disks' numbers come from.</param>
    public DiskModel(ClusterLayout layout, int ticks, Seeds seeds)
    {
        _layout = layout;
        State = new DiskState(layout.Nodes + 1, ticks);
        _random = [.. Enumerable.Range(0, layout.Nodes).Select(node => new NoiseStream(seeds.Child($"disk/{node}").Value))];
        (_work, _used) = (new float[layout.Nodes], new double[layout.Nodes + 1]);
        for (var node = 0; node < layout.Nodes; node++)
            _used[node] = 2e11 * (1 + _random[node].NextUniform());
        _used[layout.Nodes] = 4e14;
    }

    /// <summary>The state in the current block.</summary>
    public DiskState State { get; }

    /// <summary>Completes the block of one host's disk.</summary>
    public void Finish(int node, Block block, NodeConditions conditions, NodeState nodes)
    {
        for (var tick = 0; tick < block.Ticks; tick++)
        {
            var up = conditions.Up[node][tick];
            _work[node] = (0.8f * _work[node]) + (0.6f * _random[node].NextNormal());
            // Page faults that need the disk, and whatever else makes processes wait for it.
            var read = up * ((nodes.MajorFaults[node][tick] * 4096 * 8) + (0.6f * conditions.IoPressure[node][tick] * DiskBytesPerSecond));
            var write = up * ((LogBytesPerSecond * MathF.Exp(0.6f * _work[node]))
                + (0.3f * conditions.IoPressure[node][tick] * DiskBytesPerSecond));
            var busy = Math.Clamp((read + write) / DiskBytesPerSecond, 0, 0.98f);
            Fill(node, tick, block, read, write, busy, DiskServiceSeconds / (1 - busy), DiskRequestBytes);
            State.Alive.Change(node)[tick] = up;
        }
    }

    /// <summary>Completes the block of the shared storage.</summary>
    public void Finish(Block block, SharedStorage storage)
    {
        for (var tick = 0; tick < block.Ticks; tick++)
        {
            Fill(
                _layout.Nodes, tick, block, storage.ReadBytes[0][tick], storage.WriteBytes[0][tick], storage.Utilisation[0][tick],
                storage.ResponseSeconds[0][tick], SharedStorage.RequestBytes);
        }
    }

    private void Fill(int disk, int tick, Block block, float read, float write, float busy, float response, float requestBytes)
    {
        var (reads, writes) = (read / requestBytes, write / requestBytes);
        (State.ReadBytes.Change(disk)[tick], State.WriteBytes.Change(disk)[tick]) = (read, write);
        (State.Reads.Change(disk)[tick], State.Writes.Change(disk)[tick]) = (reads, writes);
        (State.ReadSeconds.Change(disk)[tick], State.WriteSeconds.Change(disk)[tick]) = (reads * response, writes * response);
        (State.Busy.Change(disk)[tick], State.InFlight.Change(disk)[tick]) = (busy, (reads + writes) * response);
        State.Flushes.Change(disk)[tick] = 0.05f * writes;
        _used[disk] += 0.01 * write * block.StepSeconds;
        State.Used.Change(disk)[tick] = (float)_used[disk];
    }
}

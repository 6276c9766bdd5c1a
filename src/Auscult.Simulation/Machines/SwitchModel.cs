using System.Numerics.Tensors;
using Auscult.Simulation.Planes;
using Auscult.Simulation.Room;
using Auscult.Simulation.Running;

namespace Auscult.Simulation.Machines;

/// <summary>Physical state of switches in the current block; rates per second, all ports together.</summary>
internal sealed class SwitchState : PlaneSet
{
    public SwitchState(int entities, int ticks)
        : base(entities, ticks) => (Bytes, WaitShare, Buffer, Marked, Discards, Pauses) = (Add(0), Add(0), Add(0), Add(0), Add(0), Add(0));

    /// <summary>Bytes received, and as many sent.</summary>
    public Plane Bytes { get; }

    /// <summary>Share of the time in which data were there and could not be sent, mean of the ports.</summary>
    public Plane WaitShare { get; }

    /// <summary>Share of the packet buffer in use.</summary>
    public Plane Buffer { get; }

    /// <summary>Packets that got a congestion mark.</summary>
    public Plane Marked { get; }

    /// <summary>Packets thrown away.</summary>
    public Plane Discards { get; }

    /// <summary>Pause frames sent.</summary>
    public Plane Pauses { get; }
}

/// <summary>
/// Leaf and spine switches. A rail's traffic that leaves its pod (one minus the pod's share of the hosts, and whatever the pod sends more
/// than it receives) crosses the spines, which share it by what they can carry. Discards are counted; their few bytes are not taken off.
/// </summary>
/// <param name="layout">The machine room.</param>
/// <param name="ticks">Ticks of a block.</param>
internal sealed class SwitchModel(ClusterLayout layout, int ticks)
{
    /// <summary>Pause frames per second of paused time: one lasts at most 65,535 times 512 bits.</summary>
    public const float PauseFrames = 12_000;
    private readonly float[] _crossing = new float[ticks];
    private readonly float[] _sent = new float[ticks];
    private readonly float[] _received = new float[ticks];

    /// <summary>The state in the current block.</summary>
    public SwitchState State { get; } = new(layout.Switches, ticks);

    /// <summary>Works out a block once the interfaces are done.</summary>
    public void Finish(Block block, SwitchConditions conditions, NicState nics)
    {
        _crossing.AsSpan().Clear();
        for (var leaf = 0; leaf < layout.Leaves; leaf++)
            Leaf(leaf, block.Ticks, conditions, nics);
        for (var tick = 0; tick < block.Ticks; tick++)
        {
            var able = 0f;
            for (var spine = layout.Leaves; spine < layout.Switches; spine++)
                able += conditions.Quality[spine][tick];
            for (var spine = layout.Leaves; spine < layout.Switches; spine++)
            {
                var bytes = able > 0 ? _crossing[tick] * conditions.Quality[spine][tick] / able : 0;
                State.Bytes.Change(spine)[tick] = bytes;
                Load(spine, tick, bytes, PodBytes(layout.Config.Nodes) * layout.Rails / layout.Config.Spines, conditions, 0);
            }
        }
    }

    private float PodBytes(int nodes) => nodes * (float)layout.Config.NicBytesPerSecond;

    private void Leaf(int leaf, int length, SwitchConditions conditions, NicState nics)
    {
        var (pod, rail, perPod) = (leaf / layout.Rails, leaf % layout.Rails, layout.Config.NodesPerLeaf);
        var (first, end) = (pod * perPod, Math.Min((pod + 1) * perPod, layout.Nodes));
        var sent = _sent.AsSpan(0, length);
        var received = _received.AsSpan(0, length);
        sent.Clear();
        received.Clear();
        Span<float> paused = stackalloc float[length];
        paused.Clear();
        for (var node = first; node < end; node++)
        {
            var nic = (node * layout.Rails) + rail;
            TensorPrimitives.Add(sent, nics.TransmitBytes[nic][..length], sent);
            TensorPrimitives.Add(received, nics.ReceiveBytes[nic][..length], received);
            TensorPrimitives.Add(paused, nics.ReceivePause[nic][..length], paused);
        }
        var outside = 1 - ((end - first) / (float)layout.Nodes);
        for (var tick = 0; tick < length; tick++)
        {
            var up = Math.Max(outside * sent[tick], sent[tick] - received[tick]);
            var bytes = received[tick] + up;
            _crossing[tick] += up;
            State.Bytes.Change(leaf)[tick] = bytes;
            Load(leaf, tick, bytes, PodBytes(end - first) * (1 + outside), conditions, paused[tick]);
        }
    }

    private void Load(int number, int tick, float bytes, float able, SwitchConditions conditions, float paused)
    {
        var left = able * Math.Max(0.01f, conditions.Quality[number][tick]);
        var (load, jam) = (Math.Min(1, bytes / left), Math.Clamp(conditions.Congestion[number][tick], 0, 1));
        State.WaitShare.Change(number)[tick] = Math.Clamp((0.02f * load * load) + (jam * load) + Math.Max(0, load - 0.9f), 0, 1);
        State.Buffer.Change(number)[tick] = Math.Clamp(0.01f + (0.08f * load * load) + (0.8f * jam), 0, 1);
        State.Marked.Change(number)[tick] = bytes / NicModel.PacketBytes * ((0.05f * jam) + 1e-6f);
        State.Discards.Change(number)[tick] = conditions.Errors[number][tick];
        State.Pauses.Change(number)[tick] = PauseFrames * paused;
    }
}

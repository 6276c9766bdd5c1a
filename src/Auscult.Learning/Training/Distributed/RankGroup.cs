using System.Runtime.InteropServices;
using Auscult.Foundation;
using Auscult.Torch;
using Auscult.Torch.Distributed;
using TorchSharp;
using static TorchSharp.torch;

namespace Auscult.Learning.Training.Distributed;

/// <summary>
/// The processes that train one network together, each on its share of every batch. Every rank makes the same calls in the same order.
/// When one is gone, calls on the others fail within seconds and name it.
/// </summary>
public sealed class RankGroup : IDisposable
{
    private readonly RankPlace _place;
    private readonly RendezvousStore _store;
    private readonly PeerWatch _watch;
    private readonly TimeSpan _timeout;
    private readonly Device _numbers = Capabilities.Gloo ? CPU : CUDA;
    private ProcessGroup? _host;
    private ProcessGroup? _device;
    private long _turns;

    private RankGroup(RankPlace place, RendezvousStore store, PeerWatch watch, TimeSpan timeout) =>
        (_place, _store, _watch, _timeout) = (place, store, watch, timeout);

    /// <summary>Number of this process, from 0. Rank 0 writes what is written once.</summary>
    public int Rank => _place.Rank;

    /// <summary>Number of processes.</summary>
    public int Size => _place.Size;

    /// <summary>Number of this process on its machine, from 0.</summary>
    public int LocalRank => _place.LocalRank;

    /// <summary>Whether this is rank 0.</summary>
    public bool IsFirst => Rank == 0;

    /// <summary>Meets the other ranks.</summary>
    /// <param name="place">Which one this is.</param>
    /// <param name="timeout">Longest wait for the others, to meet and in every call.</param>
    /// <param name="onLost">Ends the process with a message when another rank is lost and this one hangs.</param>
    /// <param name="watch">How ranks watch each other; null takes the defaults.</param>
    /// <exception cref="InputException">The place to meet cannot be reached, or its port is taken.</exception>
    public static RankGroup Join(RankPlace place, TimeSpan timeout, Action<string> onLost, PeerWatchConfig? watch = null)
    {
        RendezvousStore? store = null;
        try
        {
            store = place.Rank == 0
                ? RendezvousStore.Serve(place.Host, place.Port, timeout)
                : RendezvousStore.Connect(place.Host, place.Port, timeout);
            var own = RendezvousStore.Connect(place.Host, place.Port, timeout);
            var group = new RankGroup(place, store, new PeerWatch(place, own, watch ?? new PeerWatchConfig(), onLost), timeout);
            group.Sum(0);
            return group;
        }
        catch (ExternalException e)
        {
            store?.Dispose();
            throw new InputException(
                $"rank {place.Rank} of {place.Size} cannot meet the others at {place.Host}:{place.Port}: {FirstLine(e)}",
                remedy: "see MASTER_ADDR and MASTER_PORT; rank 0 must run on that machine");
        }
    }

    /// <summary>Does something on rank 0 first and, when it is done there, on the others: what rank 0 leaves in a cache they find.</summary>
    public T InTurn<T>(Func<T> work)
    {
        var key = $"turn/{_turns++}";
        if (!IsFirst)
            Guarded(() => _store.Wait(key, _timeout));
        var result = work();
        if (IsFirst)
            Guarded(() => _store.Set(key, "done"));
        return result;
    }

    /// <summary>Sums numbers over all ranks; equal on all of them to the bit.</summary>
    public double[] Sum(params double[] numbers) => Reduce(numbers, ReduceOperation.Sum);

    /// <summary>The largest of each number over all ranks.</summary>
    public double[] Max(params double[] numbers) => Reduce(numbers, ReduceOperation.Max);

    /// <summary>Sums a tensor over all ranks, in place, on the device it is on.</summary>
    public void Sum(Tensor tensor) => Guarded(() => Of(tensor.device).AllReduce(tensor));

    /// <summary>Gives all ranks the tensors of rank 0, in place.</summary>
    public void Broadcast(IEnumerable<Tensor> tensors) => Guarded(() =>
    {
        using var frozen = no_grad();
        foreach (var tensor in tensors)
        {
            using var plain = tensor.detach();
            Of(tensor.device).Broadcast(plain);
        }
    });

    /// <summary>Averages the gradients of parameters while a backward pass runs.</summary>
    /// <param name="parameters">What is learned, in the same order on every rank.</param>
    /// <param name="bucketBytes">Size of a bucket in bytes.</param>
    /// <param name="findUnused">Whether some parameters may have no part in a loss; see <see cref="GradientReducer"/>.</param>
    public GradientReducer Reducer(IReadOnlyList<Tensor> parameters, long bucketBytes, bool findUnused) =>
        new(Of(parameters[0].device), parameters, bucketBytes, findUnused);

    /// <summary>Runs something that talks to other ranks; when it fails because one is gone, says which.</summary>
    /// <exception cref="PeerLostException">A rank is gone.</exception>
    public void Guarded(Action work)
    {
        try
        {
            work();
        }
        catch (ExternalException e) when (_watch.Verdict() is { } verdict)
        {
            throw new PeerLostException(verdict, e);
        }
    }

    /// <summary>Says that this rank needs the others no more.</summary>
    public void Finish() => _watch.Leave(failure: null);

    /// <inheritdoc/>
    public void Dispose()
    {
        _watch.Dispose();
        _device?.Dispose();
        _host?.Dispose();
        _store.Dispose();
    }

    private static string FirstLine(Exception error) => error.Message.Split('\n')[0];

    private double[] Reduce(double[] numbers, ReduceOperation operation)
    {
        using var held = tensor(numbers, device: _numbers);
        Guarded(() => Of(_numbers).AllReduce(held, operation));
        using var seen = held.cpu();
        return seen.data<double>().ToArray();
    }

    private ProcessGroup Of(Device device) => device.type == DeviceType.CUDA ? _device ??= Join(GroupBackend.Nccl) : _host ??= Join(GroupBackend.Gloo);

    private ProcessGroup Join(GroupBackend backend) => new(_store, backend, Rank, Size, _timeout);
}

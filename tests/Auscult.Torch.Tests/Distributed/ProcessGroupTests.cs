using System.Runtime.InteropServices;
using Auscult.Torch.Distributed;
using static TorchSharp.torch;

namespace Auscult.Torch.Tests.Distributed;

/// <summary>Ranks are threads of this process: the same sockets as between machines.</summary>
public class ProcessGroupTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(ReduceOperation.Sum, 6f)]
    [InlineData(ReduceOperation.Min, 1f)]
    [InlineData(ReduceOperation.Max, 3f)]
    public void A_reduction_gives_every_rank_the_same(ReduceOperation operation, float expected) => Ranks(3, group =>
    {
        using var value = full(5, group.Rank + 1f);
        group.AllReduce(value, operation);
        return value.data<float>().ToArray();
    }).ShouldAllBe(values => values.All(value => value == expected));

    [Fact]
    public void A_broadcast_gives_every_rank_the_tensor_of_one() => Ranks(3, group =>
    {
        using var value = full(4, (float)group.Rank);
        group.Broadcast(value, root: 2);
        return value.data<float>().ToArray();
    }).ShouldAllBe(values => values.All(value => value == 2));

    [Fact]
    public void Gradients_are_means_over_the_ranks_and_unused_parameters_have_none()
    {
        var gradients = Ranks(2, group =>
        {
            using var scope = NewDisposeScope();
            var (used, unused) = (ones(3, requires_grad: true), ones(2, requires_grad: true));
            // Buckets of one parameter each.
            using var reducer = new GradientReducer(group, [used, unused], bucketBytes: 1);
            for (var step = 0; step < 2; step++)
            {
                used.grad = null;
                var loss = (used * (group.Rank + 1)).sum();
                reducer.Prepare(loss);
                loss.backward();
            }
            unused.grad.ShouldBeNull();
            return used.grad!.data<float>().ToArray();
        });
        gradients.ShouldAllBe(values => values.All(value => value == 1.5f));
    }

    [Fact]
    public void Gradients_of_unprepared_passes_go_with_the_next_prepared_one() => Ranks(2, group =>
    {
        using var scope = NewDisposeScope();
        var weight = ones(3, requires_grad: true);
        using var reducer = new GradientReducer(group, [weight], bucketBytes: 1 << 20);
        (weight * group.Rank).sum().backward();
        var loss = (weight * 10).sum();
        reducer.Prepare(loss);
        loss.backward();
        return weight.grad!.data<float>().ToArray();
    }).ShouldAllBe(values => values.All(value => value == 10.5f));

    [Fact]
    public void A_store_keeps_texts_and_counts()
    {
        using var served = RendezvousStore.Serve("127.0.0.1", 0, Long);
        using var connected = RendezvousStore.Connect("127.0.0.1", served.Port, TimeSpan.FromSeconds(1));
        served.Port.ShouldBeGreaterThan(0);
        served.Set("key", "Straße");
        connected.Get("key").ShouldBe("Straße");
        connected.Add("count", 2).ShouldBe(2);
        served.Add("count", 3).ShouldBe(5);
        Should.Throw<ExternalException>(() => connected.Wait("never", TimeSpan.FromMilliseconds(100))).Message.ShouldNotBeEmpty();
    }

    [Fact]
    public void Nobody_there_is_an_error_after_the_timeout()
    {
        var error = Should.Throw<ExternalException>(() => RendezvousStore.Connect("127.0.0.1", 9, TimeSpan.FromSeconds(1)));
        error.Message.ShouldContain("127.0.0.1");
    }

    [Fact]
    public void What_was_disposed_says_so()
    {
        var store = RendezvousStore.Serve("127.0.0.1", 0, Long);
        store.Dispose();
        Should.Throw<ObjectDisposedException>(() => store.Set("a", "b"));
    }

    private static T[] Ranks<T>(int size, Func<ProcessGroup, T> work)
    {
        using var served = RendezvousStore.Serve("127.0.0.1", 0, Long);
        return [.. Task.WhenAll(Enumerable.Range(0, size).Select(rank => Task.Factory.StartNew(
            () =>
            {
                using var store = RendezvousStore.Connect("127.0.0.1", served.Port, Long);
                using var group = new ProcessGroup(store, GroupBackend.Gloo, rank, size, Long);
                return work(group);
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))).GetAwaiter().GetResult()];
    }
}

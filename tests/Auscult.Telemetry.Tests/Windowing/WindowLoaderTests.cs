using System.Collections.Concurrent;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;
using FsCheck;
using FsCheck.Fluent;

namespace Auscult.Telemetry.Tests.Windowing;

public sealed class WindowLoaderTests
{
    [Fact]
    public void Batches_are_the_same_bits_for_any_number_of_workers_and_any_prefetch()
    {
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(25), Prop.ForAll(
            Gen.Choose(1, 100000).ToArbitrary(), Gen.Choose(1, 19).ToArbitrary(), Gen.Choose(1, 40).ToArbitrary(), (seed, signals, batchSize) =>
            {
                var schema = Frames.Schema(3, signals, 60, 25, 40);
                using var frame = Frames.Random(schema, seed, missing: 0.3);
                var index = WindowIndex.Over(schema, 16, 3);
                var source = new WindowBatcher(frame, index, RobustScaler.Fit(frame, RowRange.Everything(schema)));
                var expected = Content(source, index, seed, batchSize, workers: 1, prefetch: 0);
                return new[] { 1, 2, 3, 8 }.All(workers =>
                    Content(source, index, seed, batchSize, workers, prefetch: workers % 4).SequenceEqual(expected));
            }));
    }

    [Fact]
    public void Shares_of_several_loaders_are_the_whole_batch_in_order()
    {
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(25), Prop.ForAll(
            Gen.Choose(1, 100000).ToArbitrary(), Gen.Choose(1, 9).ToArbitrary(), Gen.Choose(9, 30).ToArbitrary(), (seed, ranks, batchSize) =>
            {
                var schema = Frames.Schema(3, 4, 60, 50, 40);
                using var frame = Frames.Random(schema, seed, missing: 0.3);
                var index = WindowIndex.Over(schema, 16, 3);
                var source = new WindowBatcher(frame, index, RobustScaler.Fit(frame, RowRange.Everything(schema)));
                var whole = Places(source, index, seed, batchSize, null);
                var shares = Enumerable.Range(0, ranks).Select(rank => Places(source, index, seed, batchSize, BatchShare.Of(batchSize, rank, ranks))).ToArray();
                return whole.Select((batch, i) => shares.SelectMany(share => share[i]).SequenceEqual(batch)).All(equal => equal);
            }));

        static List<int[]> Places(WindowBatcher source, WindowIndex index, int seed, int batchSize, BatchShare? share)
        {
            var config = new WindowLoaderConfig { BatchSize = batchSize, NumWorkers = 2, NumEpochs = 2, DropLast = true, Share = share };
            using var loader = new WindowLoader<WindowBatch>(source, new ShuffledSampler(index.Count, new Seeds(seed)), config, c => source.CreateBatch(c));
            var all = new List<int[]>();
            while (loader.Next() is { } batch)
                all.Add(batch.Windows.ToArray());
            return all;
        }
    }

    [Theory]
    [InlineData("shuffled")]
    [InlineData("entity")]
    [InlineData("group")]
    [InlineData("balanced")]
    public void A_loader_that_starts_at_a_saved_position_continues_exactly(string kind)
    {
        var schema = Frames.Schema(3, 5, 60, 25, 40);
        using var frame = Frames.Random(schema, 1);
        var index = WindowIndex.Over(schema, 16, 3);
        var source = new WindowBatcher(frame, index);
        var config = new WindowLoaderConfig { BatchSize = 4, NumWorkers = 2, DropLast = true };
        IWindowSampler Sampler() => kind switch
        {
            "entity" => new EntitySampler(index, 3, new Seeds(2)),
            "group" => new GroupSampler(index, [new PeerGroup("g", [0, 2]), new PeerGroup("h", [0, 1, 2])], new Seeds(2)),
            "balanced" => new BalancedSampler([.. index.Select(w => w.FirstRow % 3)], new Seeds(2)),
            _ => new ShuffledSampler(index.Count, new Seeds(2)),
        };
        using var whole = new WindowLoader<WindowBatch>(source, Sampler(), config, c => source.CreateBatch(c));
        var steps = (int)(2 * whole.BatchesPerEpoch) + 1;
        var all = new List<(long Position, float[] Values)>();
        for (var i = 0; i < steps; i++)
        {
            var position = whole.Position;
            all.Add((position, Copy(whole.Next()!)));
        }
        for (var start = 0; start < steps; start += 3)
        {
            using var resumed = new WindowLoader<WindowBatch>(source, Sampler(), config, c => source.CreateBatch(c), all[start].Position);
            for (var i = start; i < steps; i++)
                Copy(resumed.Next()!).ShouldBe(all[i].Values);
        }
    }

    [Fact]
    public void Nothing_is_allocated_per_batch_by_workers_or_consumer()
    {
        var schema = Frames.Schema(2, 20, 400);
        using var frame = Frames.Random(schema, 1);
        var index = WindowIndex.Over(schema, 32, 4);
        var source = new WatchedSource(new WindowBatcher(frame, index, RobustScaler.Fit(frame, RowRange.Everything(schema))));
        using var loader = new WindowLoader<WindowBatch>(
            source, new SequentialSampler(index.Count), new WindowLoaderConfig { BatchSize = 16, NumWorkers = 2 },
            c => new WindowBatch(c, 32, 20, timeSinceSeen: true));
        Drain(loader, 300);
        source.AllocatedByWorkers.Clear();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Drain(loader, 600);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        // The first fill of a thread only starts its count; what a later one shows was allocated between two fills, the loader's work included.
        // Tiered compilation may allocate once on a worker; a batch of allocations would be one per batch.
        allocated.ShouldBeLessThan(600);
        source.AllocatedByWorkers.Sum().ShouldBeLessThan(600);
        source.AllocatedByWorkers.Count.ShouldBeGreaterThan(600);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void An_exception_of_a_worker_reaches_whoever_asks_for_that_batch_and_nobody_earlier(int workers)
    {
        var source = new WatchedSource(new WindowBatcher(Frames.Random(Frames.Schema(1, 3, 100), 1), WindowIndex.Over(Frames.Schema(1, 3, 100), 4, 1)))
        {
            BeforeFill = window => _ = window == 47 ? throw new IOException("the disk is gone") : 0,
        };
        var loader = new WindowLoader<WindowBatch>(
            source, new SequentialSampler(97), new WindowLoaderConfig { BatchSize = 10, NumWorkers = workers, PrefetchBatches = 7 },
            c => new WindowBatch(c, 4, 3));
        for (var batch = 0; batch < 4; batch++)
            loader.Next()!.Windows[0].ShouldBe(batch * 10);
        Should.Throw<IOException>(loader.Next).Message.ShouldBe("the disk is gone");
        Should.Throw<IOException>(loader.Next).StackTrace!.ShouldContain(nameof(WatchedSource));
        loader.Dispose();
        source.Threads.ShouldAllBe(thread => !thread.IsAlive);
    }

    [Fact]
    public void An_order_that_cannot_be_drawn_reaches_the_consumer()
    {
        var source = new WindowBatcher(Frames.Random(Frames.Schema(1, 3, 100), 1), WindowIndex.Over(Frames.Schema(1, 3, 100), 4, 1));
        using var loader = new WindowLoader<WindowBatch>(
            source, new FailingSampler(), new WindowLoaderConfig { BatchSize = 2 }, c => new WindowBatch(c, 4, 3));
        loader.Next();
        loader.Next();
        Should.Throw<InvalidOperationException>(loader.Next).Message.ShouldBe("no second epoch");
    }

    [Fact]
    public void Cancelling_ends_a_wait_and_disposing_in_mid_stream_leaves_no_thread()
    {
        using var gate = new ManualResetEventSlim();
        using var stop = new CancellationTokenSource();
        var source = new WatchedSource(new WindowBatcher(Frames.Random(Frames.Schema(1, 3, 100), 1), WindowIndex.Over(Frames.Schema(1, 3, 100), 4, 1)))
        {
            BeforeFill = window =>
            {
                if (window >= 20)
                    gate.Wait(TimeSpan.FromSeconds(20));
            },
        };
        var loader = new WindowLoader<WindowBatch>(
            source, new SequentialSampler(97), new WindowLoaderConfig { BatchSize = 10, NumWorkers = 3 }, c => new WindowBatch(c, 4, 3), stop: stop.Token);
        loader.Next();
        loader.Next();
        stop.CancelAfter(50);
        Should.Throw<OperationCanceledException>(loader.Next).CancellationToken.ShouldBe(stop.Token);
        gate.Set();
        loader.Dispose();
        loader.Dispose();
        source.Threads.Count.ShouldBeInRange(1, 3);
        source.Threads.ShouldAllBe(thread => !thread.IsAlive);
        Should.Throw<ObjectDisposedException>(loader.Next);
    }

    [Fact]
    public void Endless_epochs_without_a_batch_are_refused()
    {
        var source = new WindowBatcher(Frames.Random(Frames.Schema(1, 3, 100), 1), WindowIndex.Over(Frames.Schema(1, 3, 100), 4, 1));
        Should.Throw<ArgumentException>(() => new WindowLoader<WindowBatch>(
            source, new SequentialSampler(3), new WindowLoaderConfig { BatchSize = 4, DropLast = true }, c => new WindowBatch(c, 4, 3)));
    }

    private static List<int> Content(WindowBatcher source, WindowIndex index, int seed, int batchSize, int workers, int prefetch)
    {
        var config = new WindowLoaderConfig { BatchSize = batchSize, NumWorkers = workers, PrefetchBatches = prefetch, NumEpochs = 2 };
        using var loader = new WindowLoader<WindowBatch>(
            source, new ShuffledSampler(index.Count, new Seeds(seed)), config, c => source.CreateBatch(c, timeSinceSeen: true));
        var content = new List<int>();
        while (loader.Next() is { } batch)
        {
            var cells = batch.Count * batch.WindowSize;
            content.AddRange(batch.Windows);
            foreach (var memory in new[] { batch.Values, batch.Presence, batch.TimeSinceSeen })
            {
                foreach (var value in memory.Span[..cells])
                    content.Add(BitConverter.SingleToInt32Bits(value));
            }
        }
        return content;
    }

    private static float[] Copy(WindowBatch batch) => [.. batch.Windows.ToArray().Select(w => (float)w), .. batch.Values.Span];

    private static void Drain(WindowLoader<WindowBatch> loader, int batches)
    {
        for (var i = 0; i < batches; i++)
            _ = loader.Next();
    }

    /// <summary>Notes on which threads it is called and what they allocate between calls.</summary>
    private sealed class WatchedSource(WindowBatcher inner) : IWindowSource
    {
        private readonly ConcurrentDictionary<Thread, long> _allocated = [];

        public ICollection<Thread> Threads => _allocated.Keys;

        public ConcurrentBag<long> AllocatedByWorkers { get; } = [];

        public Action<int> BeforeFill { get; init; } = _ => { };

        public int Count => inner.Count;

        public int Length => inner.Length;

        public int SignalCount => inner.SignalCount;

        public int EntityOf(int window) => inner.EntityOf(window);

        public void Fill(ReadOnlySpan<int> windows, WindowBatch batch, int firstPlace)
        {
            var now = GC.GetAllocatedBytesForCurrentThread();
            if (_allocated.TryGetValue(Thread.CurrentThread, out var before))
                AllocatedByWorkers.Add(now - before);
            foreach (var window in windows)
                BeforeFill(window);
            inner.Fill(windows, batch, firstPlace);
            _allocated[Thread.CurrentThread] = 0;
            _allocated[Thread.CurrentThread] = GC.GetAllocatedBytesForCurrentThread();
        }
    }

    private sealed class FailingSampler : IWindowSampler
    {
        public int Count => 4;

        public int ElementSize => 1;

        public void Order(long epoch, Span<int> order)
        {
            if (epoch > 0)
                throw new InvalidOperationException("no second epoch");
            order.Clear();
        }
    }
}

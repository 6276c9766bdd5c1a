using System.Diagnostics;
using Auscult.Telemetry.Windowing;

namespace Auscult.Bench.Windows;

/// <summary>Batches of one kind, beside a plain copy that reads and writes as many bytes with as many threads.</summary>
/// <param name="Name">What a batch holds.</param>
/// <param name="Threads">Worker threads, of the loader and of the copy.</param>
/// <param name="Seconds">Median time from one batch to the next.</param>
/// <param name="ProcessorSeconds">Median processor time of a batch, summed over threads.</param>
/// <param name="GigabytesPerSecond">Bytes read from the frame and written to the batch, per second.</param>
/// <param name="CopyGigabytesPerSecond">Bytes read and written by the copy, per second.</param>
/// <param name="ShareOfCopy">Median ratio of the two rates over pairs of neighbouring measurements.</param>
/// <param name="ShareOfCopyByProcessorTime">The same with processor time, which other work on the machine changes less.</param>
internal sealed record Measurement(
    string Name, int Threads, double Seconds, double ProcessorSeconds, double GigabytesPerSecond, double CopyGigabytesPerSecond,
    double ShareOfCopy, double ShareOfCopyByProcessorTime)
{
    private const int Rounds = 9;
    private const int Batches = 12;

    public static Measurement Of(string name, WindowBatcher source, IWindowSampler sampler, int batchSize, bool timeSinceSeen, int threads)
    {
        var config = new WindowLoaderConfig { BatchSize = batchSize, NumWorkers = threads, DropLast = true };
        using var loader = new WindowLoader<WindowBatch>(source, sampler, config, capacity => source.CreateBatch(capacity, timeSinceSeen));
        var cells = (long)batchSize * source.Length * source.SignalCount;
        // Each value is read once and written once, with its mask and its age.
        var bytes = cells * sizeof(float) * (timeSinceSeen ? 4 : 3);
        var copy = new PlainCopy(bytes / 2, threads);
        Load(loader, 2 * Batches);
        copy.Run(2);
        var (loads, copies) = (new (double Elapsed, double Processor)[Rounds], new (double Elapsed, double Processor)[Rounds]);
        for (var round = 0; round < Rounds; round++)
        {
            copies[round] = Time(() => copy.Run(Batches));
            // The ring is full after a pause: what lies ready there must not count as work.
            Load(loader, config.PrefetchBatches + 1);
            loads[round] = Time(() => Load(loader, Batches));
        }
        var pairs = loads.Zip(copies).ToArray();
        var (load, copied) = (Median(loads.Select(t => t.Elapsed)), Median(copies.Select(t => t.Elapsed)));
        return new Measurement(
            name, threads, load, Median(loads.Select(t => t.Processor)), bytes / load / 1e9, bytes / copied / 1e9,
            Median(pairs.Select(pair => pair.Second.Elapsed / pair.First.Elapsed)),
            Median(pairs.Select(pair => pair.Second.Processor / pair.First.Processor)));
    }

    private static void Load(WindowLoader<WindowBatch> loader, int batches)
    {
        for (var i = 0; i < batches; i++)
            _ = loader.Next();
    }

    /// <summary>Elapsed and processor time of one batch.</summary>
    private static (double Elapsed, double Processor) Time(Action work)
    {
        var before = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        work();
        return (clock.Elapsed.TotalSeconds / Batches, (Environment.CpuUsage.TotalTime - before).TotalSeconds / Batches);
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);
}

/// <summary>Copies a block of memory, each thread its own part: the fastest that values can move on the machine.</summary>
internal sealed class PlainCopy
{
    private readonly float[] _from;
    private readonly float[] _to;
    private readonly int _threads;

    public PlainCopy(long bytes, int threads)
    {
        _threads = threads;
        _from = new float[bytes / sizeof(float)];
        _to = new float[_from.Length];
        // Memory that was never written is one page of zeros to the machine: reading it would cost nothing.
        Array.Fill(_from, 1);
        Array.Fill(_to, 2);
    }

    public void Run(int times)
    {
        var size = (_from.Length + _threads - 1) / _threads;
        var workers = Enumerable.Range(0, _threads).Select(i => new Thread(() =>
        {
            var first = i * size;
            var count = Math.Min(size, _from.Length - first);
            for (var time = 0; time < times; time++)
                _from.AsSpan(first, count).CopyTo(_to.AsSpan(first));
        })).ToArray();
        foreach (var worker in workers)
            worker.Start();
        foreach (var worker in workers)
            worker.Join();
    }
}

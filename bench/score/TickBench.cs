using System.Diagnostics;
using Auscult.Learning.Heads;
using Auscult.Learning.Sites;
using Auscult.Learning.Sites.Streaming;
using Auscult.Telemetry.Domain;

namespace Auscult.Bench.Score;

/// <summary>What one run measured; times are of one tick.</summary>
internal sealed record TickResult(
    int Processors, int WarmUp, int Ticks, double MedianMilliseconds, double WorstMilliseconds, double ProcessorMilliseconds, double MegabytesMoved,
    double CopyMilliseconds, double CopyProcessorMilliseconds, double PlainMilliseconds, double SortMilliseconds, double HeldMegabytes,
    double PeakMegabytes, int SickFound);

/// <summary>Feeds made-up rows to a stream, once a tick, and judges every entity at every tick.</summary>
internal static class TickBench
{
    private const int Ticks = 60;
    private const int Sick = 5;

    public static TickResult Run(int entities, int signals)
    {
        var config = new SiteConfig();
        var stream = new ShiftStream(
            EntityKind.Gpu, [.. Enumerable.Range(0, entities).Select(i => new Entity($"gpu{i}", EntityKind.Gpu))],
            [.. Enumerable.Range(0, signals).Select(i => new Signal($"signal_{i:000}", Layer.Hardware, SignalKind.Gauge, "", EntityKind.Gpu))],
            SignalScales.None, config, TimeSpan.FromSeconds(1));
        var rows = new MadeUpRows(entities, signals);
        var warmUp = (int)(config.PastSeconds + config.GapSeconds + config.NowSeconds + (2 * config.RefreshSeconds));
        for (var tick = 0; tick < warmUp; tick++)
            stream.Push(rows.Next(0));
        var calibration = AnomalyCalibration.Of("shift-score", EntityScores.Of(stream.Shifts(), 0), 0.99, new Dictionary<string, float>());

        var (elapsed, processor) = (new double[Ticks], new double[Ticks]);
        float[] scores = [];
        var copy = new PlainCopy(BytesMoved(entities, signals, config));
        var copies = new (double Elapsed, double Processor)[Ticks];
        for (var tick = 0; tick < Ticks; tick++)
        {
            var values = rows.Next(tick < Ticks - config.NowSeconds ? 0 : Sick);
            (elapsed[tick], processor[tick]) = Time(() =>
            {
                stream.Push(values);
                scores = EntityScores.Of(stream.Shifts(), 0);
                _ = Array.ConvertAll(scores, score => calibration.PValue(score));
            });
            copies[tick] = Time(copy.Run);
        }
        var first = Enumerable.Range(0, entities).OrderByDescending(e => scores[e]).Take(Sick).Count(e => e < Sick);
        var (plain, sort) = Sorting.Measure(entities, signals, config);
        return new TickResult(
            Environment.ProcessorCount, warmUp, Ticks, Median(elapsed), elapsed.Max(), Median(processor), copy.Bytes / 1e6,
            Median(copies.Select(time => time.Elapsed)), Median(copies.Select(time => time.Processor)), plain, sort, stream.Bytes / 1e6,
            Process.GetCurrentProcess().PeakWorkingSet64 / 1e6, first);
    }

    /// <summary>Elapsed and processor milliseconds.</summary>
    public static (double Elapsed, double Processor) Time(Action work)
    {
        var before = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        work();
        return (clock.Elapsed.TotalMilliseconds, (Environment.CpuUsage.TotalTime - before).TotalMilliseconds);
    }

    /// <summary>
    /// Reads and writes that no way of doing it saves: the row in and into the past, the rows of now, the shifts out, and a share of the past for
    /// the entities whose turn it is.
    /// </summary>
    private static long BytesMoved(int entities, int signals, SiteConfig config)
    {
        var past = 80 / config.RefreshSeconds;
        return (long)((2 + config.NowSeconds + KindShifts.Channels + past) * entities * signals * sizeof(float));
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}

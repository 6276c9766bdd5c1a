using System.Diagnostics;

namespace Auscult.Bench.Fusion;

/// <summary>The time of one piece of work, beside a plain copy of the bytes it must read and write.</summary>
/// <param name="Name">What was done.</param>
/// <param name="Seconds">Median time of the repetitions.</param>
/// <param name="ProcessorSeconds">Median processor time, summed over threads: what other work on the machine does not change.</param>
/// <param name="Values">Raw samples or frame values that were handled.</param>
/// <param name="ValuesPerSecond">Throughput.</param>
/// <param name="CopyProcessorSeconds">Median processor time of copying the same bytes on every processor.</param>
/// <param name="ShareOfCopySpeed">Ratio of the processor times; 1 would mean as cheap as a copy.</param>
internal sealed record Measurement(
    string Name, double Seconds, double ProcessorSeconds, long Values, double ValuesPerSecond, double CopyProcessorSeconds, double ShareOfCopySpeed)
{
    private const int Repetitions = 7;
    private const int CopiesAtOnce = 5;

    /// <summary>Runs the work and the copy in turns, so that a busy neighbour slows both.</summary>
    /// <param name="name">What is done.</param>
    /// <param name="values">Values it handles.</param>
    /// <param name="bytes">Bytes it must read and write at least.</param>
    /// <param name="work">The work.</param>
    public static Measurement Of(string name, long values, long bytes, Action work)
    {
        var half = bytes / 2 / sizeof(double);
        var (from, to) = (new double[half], new double[half]);
        // An array that was never written is one page of zeros to the machine: reading it would cost nothing.
        Array.Fill(from, 1);
        work();
        Copy(from, to);
        var works = new (double Elapsed, double Processor)[Repetitions];
        var copies = new (double Elapsed, double Processor)[Repetitions];
        for (var i = 0; i < Repetitions; i++)
        {
            works[i] = Time(work);
            copies[i] = Time(() =>
            {
                for (var copy = 0; copy < CopiesAtOnce; copy++)
                    Copy(from, to);
            });
        }
        var seconds = Median(works.Select(time => time.Elapsed));
        var processor = Median(works.Select(time => time.Processor));
        var copied = Median(copies.Select(time => time.Processor)) / CopiesAtOnce;
        return new Measurement(name, seconds, processor, values, values / seconds, copied, copied / processor);
    }

    private static void Copy(double[] from, double[] to)
    {
        var parts = Environment.ProcessorCount;
        var size = (from.Length + parts - 1) / parts;
        Parallel.For(0, parts, part =>
        {
            var first = Math.Min(from.Length, part * size);
            from.AsSpan(first, Math.Min(size, from.Length - first)).CopyTo(to.AsSpan(first));
        });
    }

    private static (double Elapsed, double Processor) Time(Action work)
    {
        GC.Collect();
        var before = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        work();
        return (clock.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
    }

    private static double Median(IEnumerable<double> times) => times.Order().ElementAt(Repetitions / 2);
}

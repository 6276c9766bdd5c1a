using System.Diagnostics;
using System.Globalization;
using Auscult.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Auscult.Bench.Torch;

/// <summary>
/// The C# side: trains when told to. It first says <c>ready</c> and its number of parameters. Commands on standard input, one answer each:
/// <c>steps N</c> gives milliseconds by the clock, of processors and of waiting for batches, the largest memory in bytes, and the N losses;
/// <c>gemm</c> the GFLOP/s of a matrix product. encoder.py understands the same.
/// </summary>
internal sealed class Worker(Workload work, Encoder encoder, Adam optimizer, BatchFeed feed)
{
    public static void Run(string folder, int threads)
    {
        if (threads > 0)
            set_num_threads(threads);
        var work = Workload.Of(folder);
        using var encoder = new Encoder(work);
        var parameters = encoder.parameters().Sum(parameter => parameter.numel());
        using (var weights = Workload.Read(folder, "weights.f32", parameters))
            nn.utils.vector_to_parameters(weights, encoder.parameters());
        encoder.to(work.TorchDevice);
        using var optimizer = new Adam(encoder.parameters(), work.Device == "cuda");
        using var feed = new BatchFeed(work, folder);
        Console.WriteLine($"ready {parameters}");
        var worker = new Worker(work, encoder, optimizer, feed);
        while (Console.ReadLine() is { } command)
        {
            Console.WriteLine(command is "gemm"
                ? worker.Gemm().ToString(CultureInfo.InvariantCulture)
                : worker.Steps(int.Parse(command.AsSpan("steps ".Length), CultureInfo.InvariantCulture)));
        }
    }

    private string Steps(int count)
    {
        using var scope = NewDisposeScope();
        feed.Waited = TimeSpan.Zero;
        Synchronize();
        var (start, processor) = (Stopwatch.GetTimestamp(), ProcessorTime());
        var losses = new Tensor[count];
        for (var i = 0; i < count; i++)
            losses[i] = Step();
        // Reading a loss waits for the device, so all are read at the end.
        var values = stack(losses).cpu().data<float>().ToArray();
        Synchronize();
        var elapsed = Stopwatch.GetElapsedTime(start);
        double[] figures =
        [
            elapsed.TotalMilliseconds, (ProcessorTime() - processor).TotalMilliseconds, feed.Waited.TotalMilliseconds, PeakMemory(),
            .. values.Select(loss => (double)loss),
        ];
        return string.Join(' ', figures.Select(figure => figure.ToString(CultureInfo.InvariantCulture)));
    }

    private Tensor Step()
    {
        using var scope = NewDisposeScope();
        var x_BTC = feed.Next();
        var loss = nn.functional.mse_loss(encoder.call(x_BTC), x_BTC);
        loss.backward();
        optimizer.Step();
        return loss.detach().MoveToOuterDisposeScope();
    }

    private double Gemm()
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        var left = randn(work.GemmSize, work.GemmSize, device: work.TorchDevice).to(work.ComputeType);
        var right = randn(work.GemmSize, work.GemmSize, device: work.TorchDevice).to(work.ComputeType);
        var products = work.Device == "cuda" ? 10 : 1;
        var best = TimeSpan.MaxValue;
        for (var i = 0; i < 12; i++)
        {
            Synchronize();
            var start = Stopwatch.GetTimestamp();
            for (var j = 0; j < products; j++)
                left.matmul(right).Dispose();
            Synchronize();
            var elapsed = Stopwatch.GetElapsedTime(start) / products;
            best = elapsed < best ? elapsed : best;
        }
        return work.GemmFlops / best.TotalSeconds / 1e9;
    }

    private void Synchronize()
    {
        if (work.Device == "cuda")
            cuda.synchronize();
    }

    private long PeakMemory()
    {
        if (work.Device == "cuda")
            return Capabilities.CudaMemory ? CudaMemory.Read().PeakAllocated : 0;
        using var self = Process.GetCurrentProcess();
        return self.PeakWorkingSet64;
    }

    private static TimeSpan ProcessorTime()
    {
        using var self = Process.GetCurrentProcess();
        return self.TotalProcessorTime;
    }
}

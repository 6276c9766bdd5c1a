using System.Diagnostics;
using static TorchSharp.torch;

namespace Auscult.Bench.Torch;

/// <summary>
/// The C# side: trains when told to. Commands on standard input, one answer each: <c>steps N</c> gives wall and processor milliseconds and the
/// N losses, <c>gemm</c> the GFLOP/s of a matrix product. encoder.py understands the same.
/// </summary>
internal static class Worker
{
    public static void Run(string folder, int threads)
    {
        set_num_threads(threads);
        using var encoder = new Encoder();
        using var weights = Workload.Read(folder, "weights.f32", encoder.parameters().Sum(parameter => parameter.numel()));
        nn.utils.vector_to_parameters(weights, encoder.parameters());
        using var data = Workload.Read(folder, "data.f32", Workload.Batches, Workload.Batch, Workload.Tokens, Workload.Patch);
        using var optimizer = optim.AdamW(encoder.parameters(), Workload.LearningRate, weight_decay: Workload.WeightDecay);
        var step = 0;
        Console.WriteLine("ready");
        while (Console.ReadLine() is { } command)
        {
            if (command is "gemm")
            {
                Console.WriteLine(Gemm());
                continue;
            }
            var count = int.Parse(command.AsSpan("steps ".Length));
            var losses = new float[count];
            var (start, processor) = (Stopwatch.GetTimestamp(), ProcessorTime());
            for (var i = 0; i < count; i++)
                losses[i] = Step(encoder, optimizer, data, step++);
            var elapsed = Stopwatch.GetElapsedTime(start);
            Console.WriteLine($"{elapsed.TotalMilliseconds} {(ProcessorTime() - processor).TotalMilliseconds} {string.Join(' ', losses)}");
        }
    }

    private static TimeSpan ProcessorTime()
    {
        using var self = Process.GetCurrentProcess();
        return self.TotalProcessorTime;
    }

    private static float Step(Encoder encoder, optim.Optimizer optimizer, Tensor data, int step)
    {
        using var scope = NewDisposeScope();
        var x_BTC = data[step % Workload.Batches];
        optimizer.zero_grad();
        var loss = nn.functional.mse_loss(encoder.call(x_BTC), x_BTC);
        loss.backward();
        optimizer.step();
        return loss.item<float>();
    }

    private static double Gemm()
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        var left = randn(Workload.GemmSize, Workload.GemmSize);
        var right = randn(Workload.GemmSize, Workload.GemmSize);
        var best = TimeSpan.MaxValue;
        for (var i = 0; i < 12; i++)
        {
            var start = Stopwatch.GetTimestamp();
            left.matmul(right).Dispose();
            var elapsed = Stopwatch.GetElapsedTime(start);
            best = elapsed < best ? elapsed : best;
        }
        return Workload.GemmFlops / best.TotalSeconds / 1e9;
    }
}

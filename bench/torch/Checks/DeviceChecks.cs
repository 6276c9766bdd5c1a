using Auscult.Torch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Auscult.Bench.Torch.Checks;

/// <summary>What must hold on a device before its speed means anything; the limits stand beside each check.</summary>
internal sealed class DeviceChecks(string deviceName, CheckList list)
{
    private const int Steps = 20;

    private readonly Device _device = deviceName == "cuda" ? CUDA : CPU;

    public void Run()
    {
        // TensorFloat-32 keeps ten bits of the mantissa: devices are compared without it.
        backends.cuda.matmul.allow_tf32 = false;
        backends.cudnn.allow_tf32 = false;
        list.AtMost("forward", 1e-4, $"encoder, cpu against {deviceName}: largest difference over largest value", Forward);
        list.AtMost("gradients", 1e-3, $"encoder, cpu against {deviceName}: norm of the difference over norm, worst parameter", Gradients);
        double[]? single = null;
        list.AtMost(
            "training", 1e-3, $"{Steps} steps of the encoder, cpu against {deviceName}: largest relative difference of a loss",
            () => Difference(single = Losses(_device, ScalarType.Float32), Losses(CPU, ScalarType.Float32)));
        list.AtMost(
            "precision", 5e-2,
            $"{Steps} steps on {deviceName}, bfloat16 activations against float32: largest relative difference of a loss",
            () => Difference(Losses(_device, ScalarType.BFloat16), single ??= Losses(_device, ScalarType.Float32)));
        list.AtMost(
            "learning", 0.95, "last loss over first loss of the float32 steps", () => single is null ? double.NaN : single[^1] / single[0]);
        PageLocked();
        FusedOptimizer();
        list.AtMost("tensors", 0, $"tensors left over by {Steps} steps", LeftOver);
        Memory();
    }

    private static double[] Losses(Device device, ScalarType activations)
    {
        using var run = new EncoderRun(device, activations);
        return run.Train(Steps);
    }

    private static double Difference(double[] losses, double[] reference) => Turns.LargestDifference(losses, reference);

    private double Forward()
    {
        using var scope = NewDisposeScope();
        using var here = new EncoderRun(CPU);
        using var there = new EncoderRun(_device);
        return here.Forward().Zip(there.Forward(), (a, b) => ((a - b).abs().max() / a.abs().max()).item<float>()).Max();
    }

    private double Gradients()
    {
        using var scope = NewDisposeScope();
        using var here = new EncoderRun(CPU);
        using var there = new EncoderRun(_device);
        var (own, other) = (here.Gradients(), there.Gradients());
        if (own.Count == 0 || !own.Keys.ToHashSet(StringComparer.Ordinal).SetEquals(other.Keys))
            throw new InvalidOperationException($"{own.Count} parameters have a gradient on cpu, {other.Count} on {deviceName}");
        var floor = 1e-6 * own.Values.Max(Norm);
        return own.Max(named => Norm(other[named.Key] - named.Value) / Math.Max(Norm(named.Value), floor));
    }

    private static double Norm(Tensor tensor) => tensor.norm().item<float>();

    private void PageLocked()
    {
        if (_device.type != DeviceType.CUDA)
        {
            list.Skip("page-locked copies", "only a CUDA device has them");
            return;
        }
        list.AtMost("page-locked copies", 0, "largest difference after a copy there and back", () =>
        {
            using var scope = NewDisposeScope();
            var (tensor, memory) = TensorMemory.Allocate([256, 1024], pageLocked: true);
            using (tensor)
            {
                for (var i = 0; i < memory.Length; i++)
                    memory.Span[i] = i;
                var back = tensor.to(_device, non_blocking: true).cpu();
                return tensor.is_pinned() ? (back - tensor).abs().max().item<float>() : double.NaN;
            }
        });
    }

    private void FusedOptimizer()
    {
        if (!Capabilities.FusedAdamW)
        {
            list.Skip("fused AdamW", $"libtorch {__version__} has no such kernel");
            return;
        }
        list.AtMost("fused AdamW", 1e-5, $"parameters after {Steps} steps, fused against plain: norm of the difference over norm", () =>
        {
            using var scope = NewDisposeScope();
            manual_seed(7);
            var start = randn(300, 200);
            var plain = new Parameter(start.clone().to(_device));
            var fused = new Parameter(start.clone().to(_device));
            using var optimizer = optim.AdamW([plain], 1e-2, weight_decay: 0.1);
            var (first, second, count) = (zeros_like(fused), zeros_like(fused), zeros([], ScalarType.Float32, _device));
            for (var step = 1; step <= Steps; step++)
            {
                var gradient = randn(300, 200).to(_device);
                plain.grad = gradient;
                optimizer.step();
                using var frozen = no_grad();
                count.fill_(step);
                FusedAdamW.Step([fused], [gradient], [first], [second], [count], new AdamWFactors(1e-2, WeightDecay: 0.1));
            }
            return Norm(plain.detach() - fused.detach()) / Norm(plain.detach());
        });
    }

    private double LeftOver()
    {
        using var run = new EncoderRun(_device);
        run.Train(2);
        var before = Tensor.TotalCount;
        run.Train(Steps);
        return Tensor.TotalCount - before;
    }

    private void Memory()
    {
        if (_device.type != DeviceType.CUDA)
        {
            list.Skip("memory statistics", "only a CUDA device has them");
            return;
        }
        list.AtMost("memory statistics", 1, "allocated over peak after a tensor of 256 MiB came and went", () =>
        {
            CudaMemory.ResetPeak();
            using (zeros(64, 1 << 20, device: _device))
                cuda.synchronize();
            var memory = CudaMemory.Read();
            var grown = memory.PeakAllocated - memory.Allocated;
            return grown >= 256L << 20 ? (double)memory.Allocated / memory.PeakAllocated : double.NaN;
        });
    }
}

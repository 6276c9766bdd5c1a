using Auscult.Foundation;
using Auscult.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Auscult.Learning.Training;

/// <summary>Where tensors live and in which precision the network computes.</summary>
/// <param name="Device">The device.</param>
/// <param name="Activations">Type of activations; weights stay float32.</param>
public sealed record ComputeDevice(Device Device, ScalarType Activations)
{
    /// <summary>
    /// Resolves <c>train.device</c> and <c>train.precision</c> for this machine, sets <c>train.tf32</c>, and gives CPU operators
    /// <c>train.num_threads</c> threads, or what measured best when that is 0.
    /// </summary>
    /// <param name="config">The settings.</param>
    /// <param name="localRank">Number of this process on its machine: which CUDA device it takes.</param>
    /// <exception cref="InputException">The device is not there, or the precision not supported on it.</exception>
    public static ComputeDevice Resolve(TrainingConfig config, int localRank = 0)
    {
        var device = config.Device switch
        {
            "auto" => cuda.is_available() ? Cuda(localRank) : CPU,
            "cpu" => CPU,
            "cuda" => cuda.is_available() ? Cuda(localRank) : throw new InputException(
                "train.device=cuda, but the tensor engine sees no CUDA device", remedy: "see 'auscult doctor', or use train.device=auto"),
            _ => throw new InputException($"unknown train.device '{config.Device}'", remedy: "known: auto, cpu, cuda"),
        };
        backends.cuda.matmul.allow_tf32 = config.Tf32;
        backends.cudnn.allow_tf32 = config.Tf32;
        ThreadSettings.Apply(config.NumThreads > 0 ? config.NumThreads : null);
        return config.Precision switch
        {
            "float32" => new ComputeDevice(device, ScalarType.Float32),
            "bfloat16" => new ComputeDevice(device, ScalarType.BFloat16),
            _ => throw new InputException($"unknown train.precision '{config.Precision}'", remedy: "known: float32, bfloat16"),
        };
    }

    private static Device Cuda(int localRank)
    {
        var devices = cuda.device_count();
        return localRank < devices ? new Device(DeviceType.CUDA, localRank) : throw new InputException(
            $"rank {localRank} of this machine has no CUDA device: there are {devices}", remedy: "start as many ranks as there are devices");
    }
}

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
    /// Resolves <c>train.device</c> and <c>train.precision</c> for this machine, and gives CPU operators <c>train.num_threads</c> threads,
    /// or what measured best when that is 0.
    /// </summary>
    /// <exception cref="InputException">The device is not there, or the precision not supported on it.</exception>
    public static ComputeDevice Resolve(TrainingConfig config)
    {
        var device = config.Device switch
        {
            "auto" => cuda.is_available() ? CUDA : CPU,
            "cpu" => CPU,
            "cuda" => cuda.is_available() ? CUDA : throw new InputException(
                "train.device=cuda, but the tensor engine sees no CUDA device", remedy: "see 'auscult doctor', or use train.device=auto"),
            _ => throw new InputException($"unknown train.device '{config.Device}'", remedy: "known: auto, cpu, cuda"),
        };
        ThreadSettings.Apply(config.NumThreads > 0 ? config.NumThreads : null);
        return config.Precision switch
        {
            "float32" => new ComputeDevice(device, ScalarType.Float32),
            "bfloat16" when device.type == DeviceType.CUDA => new ComputeDevice(device, ScalarType.BFloat16),
            "bfloat16" => throw new InputException(
                "train.precision=bfloat16 needs a CUDA device", remedy: "use train.precision=float32 on CPU"),
            _ => throw new InputException($"unknown train.precision '{config.Precision}'", remedy: "known: float32, bfloat16"),
        };
    }
}

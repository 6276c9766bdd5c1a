using Auscult.Torch.Interop;
using TorchSharp;
using static Auscult.Torch.Interop.Native;
using static TorchSharp.torch;

namespace Auscult.Torch;

/// <summary>What the <c>libtorch</c> provider offers beyond TorchSharp's surface.</summary>
internal static partial class Engine
{
    public const string Name = "libtorch";

    public static string BuildConfiguration => Text(at_show_config()).Trim();

    public static string ParallelInformation => Text(at_parallel_info()).Trim();

    public static string WaitPolicy
    {
        get
        {
            // The first call loads the library, and with it the environment that OpenMP saw.
            _ = at_get_num_threads();
            return NativeEnvironment.WaitPolicy;
        }
    }

    public static bool HasFusedAdamW => at_has_fused_adamw();

    public static bool HasAutocast => true;

    public static bool HasCudaMemory => at_has_cuda_memory() && cuda.is_available();

    public static bool HasDeterminism => true;

    public static bool Deterministic
    {
        get => at_deterministic();
        set => Check(at_set_deterministic(value, false));
    }

    public static void FusedAdamW(
        Tensor[] parameters, Tensor[] gradients, Tensor[] firstMoments, Tensor[] secondMoments, Tensor[] steps, AdamWFactors options) =>
        Check(at_fused_adamw_(
            parameters, gradients, firstMoments, secondMoments, steps, parameters.Length, options.LearningRate, options.Beta1,
            options.Beta2, options.WeightDecay, options.Epsilon, false));

    public static bool AutocastEnabled(DeviceType device) => at_autocast_enabled((int)device);

    public static ScalarType AutocastType(DeviceType device) => (ScalarType)at_autocast_dtype((int)device);

    public static void SetAutocast(DeviceType device, bool enabled, ScalarType dtype) =>
        Check(at_set_autocast((int)device, enabled, (int)dtype));

    public static int NestAutocast(int change) => at_autocast_nesting(change);

    public static void ClearAutocastCache() => at_autocast_clear_cache();

    public static CudaMemory ReadCudaMemory(int device)
    {
        Span<long> bytes = stackalloc long[4];
        Check(at_cuda_memory(device, bytes));
        return new CudaMemory(bytes[0], bytes[1], bytes[2], bytes[3]);
    }

    public static Tensor Send(Tensor tensor, int device) => at_cuda_send(tensor, device);

    public static void Receive(Tensor tensor) => Check(at_cuda_receive(tensor));

    public static void AwaitSent(int device) => Check(at_cuda_await_sent(device));

    public static void ResetCudaPeak(int device) => Check(at_cuda_reset_peak_memory(device));
}

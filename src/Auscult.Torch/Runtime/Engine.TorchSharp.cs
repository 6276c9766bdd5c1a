using TorchSharp;
using static TorchSharp.torch;

namespace Auscult.Torch;

/// <summary>
/// The TorchSharp packages expose nothing beyond their own surface; every extra says so once, in <see cref="Capabilities"/>.
/// </summary>
internal static partial class Engine
{
    public const string Name = "TorchSharp";

    public static string BuildConfiguration => string.Empty;

    public static string ParallelInformation => string.Empty;

    /// <summary>TorchSharp loads OpenMP itself: what counts is the environment that the process was started with.</summary>
    public static string WaitPolicy
    {
        get
        {
            string[] variables = File.Exists("/proc/self/environ") ? File.ReadAllText("/proc/self/environ").Split('\0') : [];
            return Array.Find(variables, variable =>
                variable.Equals("OMP_WAIT_POLICY=passive", StringComparison.OrdinalIgnoreCase)
                || variable is "GOMP_SPINCOUNT=0" or "KMP_BLOCKTIME=0") ?? string.Empty;
        }
    }

    public static bool HasFusedAdamW => false;

    public static bool HasAutocast => false;

    public static bool HasCudaMemory => false;

    public static bool HasCheckpointing => false;

    public static bool HasDeterminism => false;

    public static bool Deterministic
    {
        get => false;
        set => throw new NotSupportedException();
    }

    public static void FusedAdamW(
        Tensor[] parameters, Tensor[] gradients, Tensor[] firstMoments, Tensor[] secondMoments, Tensor[] steps, AdamWFactors options) =>
        throw new NotSupportedException();

    public static bool AutocastEnabled(DeviceType device) => false;

    public static ScalarType AutocastType(DeviceType device) => throw new NotSupportedException();

    public static void SetAutocast(DeviceType device, bool enabled, ScalarType dtype) => throw new NotSupportedException();

    public static int NestAutocast(int change) => throw new NotSupportedException();

    public static void ClearAutocastCache() => throw new NotSupportedException();

    public static CudaMemory ReadCudaMemory(int device) => throw new NotSupportedException();

    public static Tensor Checkpoint(Tensor input, System.Runtime.InteropServices.GCHandle function) => throw new NotSupportedException();

    public static Tensor Send(Tensor tensor, int device) => tensor.to(new Device(DeviceType.CUDA, device), non_blocking: true);

    public static void Receive(Tensor tensor)
    {
    }

    public static void AwaitSent(int device) => cuda.synchronize();

    public static void ResetCudaPeak(int device) => throw new NotSupportedException();
}

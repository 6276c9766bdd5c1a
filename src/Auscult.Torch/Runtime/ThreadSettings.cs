using TorchSharp;

namespace Auscult.Torch;

/// <summary>
/// Threads of CPU operators. The backward pass runs on a thread of its own with its own OpenMP team, and a team that spins while it
/// waits takes the cores from the other one: measured on two cores, a training step took 335 ms with two spinning threads, 207 ms
/// with one and 160 ms with two that sleep. Whether they sleep is decided when OpenMP is loaded, by the environment; the libtorch
/// provider asks for it then unless the user chose otherwise, TorchSharp needs it set before the process starts.
/// </summary>
/// <param name="IntraOp">Threads of one operator.</param>
/// <param name="InterOp">Threads for independent operators.</param>
/// <param name="WaitsPassively">Whether idle OpenMP threads sleep.</param>
/// <param name="WaitPolicy">What OpenMP saw, for example <c>OMP_WAIT_POLICY=passive</c>; empty when its threads spin.</param>
public sealed record ThreadSettings(int IntraOp, int InterOp, bool WaitsPassively, string WaitPolicy)
{
    /// <summary>The settings in force.</summary>
    public static ThreadSettings Current
    {
        get
        {
            var policy = Engine.WaitPolicy;
            return new ThreadSettings(torch.get_num_threads(), torch.get_num_interop_threads(), policy.Length > 0, policy);
        }
    }

    /// <summary>Threads per operator that measured best: every core when idle threads sleep, else half of them.</summary>
    public static int Best => Engine.WaitPolicy.Length > 0 ? Environment.ProcessorCount : Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>Sets the threads per operator.</summary>
    /// <param name="intraOp">How many; <see cref="Best"/> when absent, unless <c>OMP_NUM_THREADS</c> says otherwise.</param>
    public static ThreadSettings Apply(int? intraOp = null)
    {
        if (intraOp is { } wanted)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(wanted, nameof(intraOp));
            torch.set_num_threads(wanted);
        }
        else if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("OMP_NUM_THREADS")))
            torch.set_num_threads(Best);
        return Current;
    }
}

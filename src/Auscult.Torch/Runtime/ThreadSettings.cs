using TorchSharp;

namespace Auscult.Torch;

/// <summary>
/// Threads of CPU operators. The backward pass runs on a thread of its own with its own OpenMP team, and a team that spins while it
/// waits takes the cores from the other one: measured on two cores, a training step took 335 ms with two spinning threads, 207 ms
/// with one and 160 ms with two that sleep. Whether they sleep is decided by the environment at the start of the process.
/// </summary>
/// <param name="IntraOp">Threads of one operator.</param>
/// <param name="InterOp">Threads for independent operators.</param>
/// <param name="WaitsPassively">Whether idle OpenMP threads sleep.</param>
/// <param name="WaitPolicy">What the process was started with, for example <c>OMP_WAIT_POLICY=passive</c>; empty when nothing.</param>
public sealed record ThreadSettings(int IntraOp, int InterOp, bool WaitsPassively, string WaitPolicy)
{
    private const string EnvironmentAtStart = "/proc/self/environ";

    /// <summary>The settings in force.</summary>
    public static ThreadSettings Current
    {
        get
        {
            var policy = PolicyAtStart();
            return new ThreadSettings(torch.get_num_threads(), torch.get_num_interop_threads(), policy.Length > 0, policy);
        }
    }

    /// <summary>Threads per operator that measured best: every core when idle threads sleep, else half of them.</summary>
    public static int Best => PolicyAtStart().Length > 0 ? Environment.ProcessorCount : Math.Max(1, Environment.ProcessorCount / 2);

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

    /// <summary>
    /// The variable that makes idle threads sleep. OpenMP reads it when it is loaded, so only what the process was started with
    /// counts, not what was set since.
    /// </summary>
    private static string PolicyAtStart()
    {
        string[] variables = File.Exists(EnvironmentAtStart)
            ? File.ReadAllText(EnvironmentAtStart).Split('\0', StringSplitOptions.RemoveEmptyEntries)
            : [];
        return Array.Find(variables, variable =>
            variable.Equals("OMP_WAIT_POLICY=passive", StringComparison.OrdinalIgnoreCase)
            || variable.Equals("GOMP_SPINCOUNT=0", StringComparison.Ordinal)
            || variable.Equals("KMP_BLOCKTIME=0", StringComparison.Ordinal)) ?? string.Empty;
    }
}

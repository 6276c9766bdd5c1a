using System.Globalization;
using Auscult.Foundation;
using Auscult.Telemetry.Loading.Schedulers;

namespace Auscult.Learning.Training.Distributed;

/// <summary>Which of the processes of a job this one is, and where they meet.</summary>
/// <param name="Rank">Number of this process, from 0.</param>
/// <param name="Size">Number of processes.</param>
/// <param name="LocalRank">Number of this process among those of its machine, from 0: the CUDA device it takes.</param>
/// <param name="Host">Name or address of the machine of rank 0.</param>
/// <param name="Port">TCP port on it.</param>
public sealed record RankPlace(int Rank, int Size, int LocalRank, string Host, int Port)
{
    // Slurm gives no port; jobs of one machine must not meet each other.
    private const int FirstSlurmPort = 20000;
    private const int SlurmPorts = 10000;
    private const int DefaultPort = 29500;

    /// <summary>
    /// Reads the place from the environment. In this order: <c>RANK</c>, <c>WORLD_SIZE</c>, <c>LOCAL_RANK</c>, <c>MASTER_ADDR</c> and
    /// <c>MASTER_PORT</c> as <c>auscult launch</c> and torchrun set them; <c>JOB_COMPLETION_INDEX</c> of a Kubernetes Indexed Job with
    /// <c>WORLD_SIZE</c> and <c>MASTER_ADDR</c>; the variables of a Slurm step (<c>srun</c>), where the first node of the step hosts.
    /// </summary>
    /// <param name="variable">Looks up a variable.</param>
    /// <returns>Null when this process is alone.</returns>
    /// <exception cref="InputException">A variable is missing or makes no sense.</exception>
    public static RankPlace? Of(Func<string, string?> variable)
    {
        var place = variable("WORLD_SIZE") is { Length: > 0 } ? OfVariables(variable) : OfSlurm(variable);
        if (place is null || place.Size == 1)
            return null;
        if (place.Rank < 0 || place.Rank >= place.Size)
            throw new InputException($"rank {place.Rank} of {place.Size} ranks does not exist", remedy: "see RANK and WORLD_SIZE");
        return place;
    }

    private static RankPlace OfVariables(Func<string, string?> variable)
    {
        var index = variable("RANK") is { Length: > 0 } ? "RANK" : "JOB_COMPLETION_INDEX";
        var size = Number(variable, "WORLD_SIZE");
        return new RankPlace(
            size == 1 ? 0 : Number(variable, index), size, Number(variable, "LOCAL_RANK", 0),
            size == 1 ? "" : Text(variable, "MASTER_ADDR"), Number(variable, "MASTER_PORT", DefaultPort));
    }

    private static RankPlace? OfSlurm(Func<string, string?> variable)
    {
        // The script of a batch job has SLURM_NTASKS too; only a step started by srun runs that many processes.
        if (variable("SLURM_STEP_NODELIST") is not { Length: > 0 } nodes || variable("SLURM_STEP_NUM_TASKS") is not { Length: > 0 })
            return null;
        var size = Number(variable, "SLURM_STEP_NUM_TASKS");
        var job = Number(variable, "SLURM_JOB_ID", 0) + Number(variable, "SLURM_STEP_ID", 0);
        var host = variable("MASTER_ADDR") is { Length: > 0 } named ? named : FirstOf(nodes);
        return new RankPlace(
            Number(variable, "SLURM_PROCID"), size, Number(variable, "SLURM_LOCALID", 0), host,
            Number(variable, "MASTER_PORT", FirstSlurmPort + job % SlurmPorts));
    }

    private static string FirstOf(string nodes) =>
        HostList.Expand(nodes) is [var first, ..] ? first : throw new InputException(
            $"SLURM_STEP_NODELIST={nodes} is no list of nodes", remedy: "set MASTER_ADDR");

    private static string Text(Func<string, string?> variable, string name) =>
        variable(name) is { Length: > 0 } value ? value : throw new InputException(
            $"several ranks are asked for, but {name} is not set", remedy: "start the ranks with 'auscult launch' or srun, or set it");

    private static int Number(Func<string, string?> variable, string name, int? otherwise = null)
    {
        if (variable(name) is not { Length: > 0 } && otherwise is { } number)
            return number;
        var text = Text(variable, name);
        return int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : throw new InputException(
            $"{name}={text} is not a number", remedy: "start the ranks with 'auscult launch' or srun");
    }
}

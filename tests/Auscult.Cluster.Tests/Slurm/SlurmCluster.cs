using System.Text.RegularExpressions;

namespace Auscult.Cluster.Tests.Slurm;

/// <summary>Tests that share the daemons, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class SlurmCollection : ICollectionFixture<SlurmCluster>
{
    public const string Name = "slurm";
}

/// <summary>A cluster of two nodes, started by the first test that asks, and what users do with it.</summary>
public sealed partial class SlurmCluster : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string[] Over = ["COMPLETED", "FAILED", "CANCELLED", "TIMEOUT", "NODE_FAIL", "OUT_OF_MEMORY", "PREEMPTED"];
    private readonly Lazy<SlurmDaemons> _daemons = new(() => new SlurmDaemons());

    private readonly Dictionary<string, byte[]> _made = new(StringComparer.Ordinal);

    internal SlurmDaemons Daemons => _daemons.Value;

    /// <summary>What is made for the first test that asks.</summary>
    public byte[] Once(string name, Func<byte[]> make) => _made.TryGetValue(name, out var made) ? made : _made[name] = make();

    /// <summary>Runs one of Slurm's commands; what it printed.</summary>
    public string Run(string program, params string[] arguments) => Shell.Run(program, arguments, Daemons.Environment).Text;

    /// <summary>Runs the command line under test on the machine where users submit.</summary>
    internal Ended Auscult(string folder, params string[] arguments) => Shell.Run(
        Path.Combine(AppContext.BaseDirectory, "auscult"), arguments,
        new Dictionary<string, string>(Daemons.Environment, StringComparer.Ordinal)
        {
            ["DOTNET_ROOT"] = Path.GetDirectoryName(System.Environment.ProcessPath)!,
            ["OMP_NUM_THREADS"] = "1",
            ["XDG_STATE_HOME"] = folder,
        }, folder);

    /// <summary>The number of the job that sbatch told of.</summary>
    public static string JobOf(string text) => SubmittedPattern().Match(text) is { Success: true } match
        ? match.Groups["id"].Value : throw new InvalidOperationException($"no job in: {text}");

    /// <summary>What the controller knows of a job; one for each task of an array.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Show(string job) => [.. Run("scontrol", "--oneliner", "show", "job", job).Split('\n')
        .Select(line => (IReadOnlyDictionary<string, string>)FieldPattern().Matches(line)
            .ToDictionary(match => match.Groups["name"].Value, match => match.Groups["value"].Value, StringComparer.Ordinal))];

    /// <summary>
    /// Waits until a job, or each task of an array, is over. Slurm keeps a requeued job for two minutes, because the permits of its first start are valid so
    /// long; here it may start when the clock shows another second.
    /// </summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> WaitFor(string job)
    {
        Wait.Until(
            () =>
            {
                var tasks = Show(job);
                foreach (var task in tasks.Where(task => (task["JobState"], task["Reason"], task["Restarts"]) is ("PENDING", "BeginTime", not "0")))
                {
                    Thread.Sleep(1100);
                    Run("scontrol", "update", $"jobid={task["JobId"]}", "starttime=now");
                }
                return tasks.All(task => Over.Contains(task["JobState"], StringComparer.Ordinal));
            },
            Patience, () => Describe(job));
        return Show(job);
    }

    /// <summary>A job and its logs, for messages.</summary>
    public string Describe(string job) => $"\n{Run("scontrol", "show", "job", job)}\n"
        + string.Join('\n', Show(job).Select(task => task["StdOut"]).Where(File.Exists).Select(File.ReadAllText));

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_daemons.IsValueCreated)
            _daemons.Value.Dispose();
    }

    [GeneratedRegex(@"Submitted batch job (?<id>\d+)")]
    private static partial Regex SubmittedPattern();

    [GeneratedRegex(@"(?<=^|\s)(?<name>[A-Za-z:/]+)=(?<value>\S*)", RegexOptions.ExplicitCapture)]
    private static partial Regex FieldPattern();
}

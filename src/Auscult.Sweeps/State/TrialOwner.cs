using System.Globalization;

namespace Auscult.Sweeps.State;

/// <summary>The process that works at a trial.</summary>
/// <param name="Host">Name of its machine.</param>
/// <param name="Process">Its id there.</param>
/// <param name="Started">When it started, in clock ticks of the machine, so that another process with its id is told apart.</param>
public sealed record TrialOwner(string Host, int Process, string Started)
{
    /// <summary>How long the heartbeat of a process on another machine may be silent.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromMinutes(3);

    /// <summary>This process.</summary>
    public static TrialOwner Current { get; } = new(Environment.MachineName, Environment.ProcessId, StartOf(Environment.ProcessId) ?? "");

    /// <summary>Whether the process is there: asked of the machine when it is this one, else told by the heartbeat.</summary>
    /// <param name="heartbeat">File that it touches while it works.</param>
    /// <param name="now">The time.</param>
    public bool IsAlive(string heartbeat, DateTimeOffset now) => Host == Environment.MachineName
        ? StartOf(Process) == Started
        : File.Exists(heartbeat) && now - new DateTimeOffset(File.GetLastWriteTimeUtc(heartbeat)) < Silence;

    private static string? StartOf(int process)
    {
        try
        {
            // Field 22; the second one is the program's name in parentheses, which may hold spaces.
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat"));
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19];
        }
        catch (IOException)
        {
            return OperatingSystem.IsLinux() ? null : StartOfElsewhere(process);
        }
    }

    private static string? StartOfElsewhere(int process)
    {
        try
        {
            using var found = System.Diagnostics.Process.GetProcessById(process);
            return found.StartTime.Ticks.ToString(CultureInfo.InvariantCulture);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}

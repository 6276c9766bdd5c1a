using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Security.Cryptography;

[assembly: SupportedOSPlatform("linux")]

namespace Auscult.Cluster.Tests.Slurm;

/// <summary>
/// Slurm's own daemons as plain children of the test, without systemd and beside any other Slurm of this machine: munged, slurmctld, and one slurmd for each
/// of the nodes n1 and n2, which have one processor each. Everything is in one temporary folder, ports are free ones of the loopback device.
/// </summary>
internal sealed partial class SlurmDaemons : IDisposable
{
    private const int Kill9 = 9;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Dictionary<string, Process> _daemons = new(StringComparer.Ordinal);

    public SlurmDaemons()
    {
        Folder = Directory.CreateTempSubdirectory("auscult-slurm-").FullName;
        // munged wants its socket to be reachable by everybody.
        File.SetUnixFileMode(Folder, File.GetUnixFileMode(Folder) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["SLURM_CONF"] = At("slurm.conf") };
        File.WriteAllText(Environment["SLURM_CONF"], Configuration(FreePorts(3)));
        foreach (var name in new[] { "state", "spool.n1", "spool.n2" })
            Directory.CreateDirectory(At(name));
        WriteKey();
        Start("munged", "munged",
            "--foreground", "--socket", At("munge.socket"), "--key-file", At("munge.key"), "--log-file", At("munged.log"), "--pid-file", At("munged.pid"),
            "--seed-file", At("munged.seed"));
        Wait.Until(() => File.Exists(At("munge.socket")), Patience, () => Log("munged"));
        Start("slurmctld", "slurmctld", "-D");
        StartNode("n1");
        StartNode("n2");
    }

    /// <summary>Everything of the daemons.</summary>
    public string Folder { get; }

    /// <summary>What Slurm's commands need to find the daemons.</summary>
    public Dictionary<string, string> Environment { get; }

    /// <summary>Starts a node's slurmd and waits until the controller counts on it.</summary>
    public void StartNode(string node)
    {
        Start(node, "slurmd", "-D", "-N", node);
        Wait.Until(
            () => Shell.Run("sinfo", ["-h", "-n", node, "-o", "%t"], Environment).Output.Trim() is "idle" or "mix" or "alloc", Patience,
            () => Log("slurmctld") + Log(node));
    }

    /// <summary>Ends a node's slurmd and everything that it started, without any farewell: a machine that loses its power.</summary>
    public void KillNode(string node)
    {
        _daemons.Remove(node, out var daemon);
        daemon!.Kill();
        daemon.WaitForExit();
        daemon.Dispose();
        // The shepherds of steps first, which would tell the controller how their tasks ended.
        foreach (var id in Processes().Where(id => HasOpen(id, At($"slurmd.{node}.log"))).ToArray())
            _ = Kill(id, Kill9);
        foreach (var id in Processes().Where(id => EnvironmentOf(id).Contains("SLURMD_NODENAME=" + node, StringComparer.Ordinal)).ToArray())
            _ = Kill(id, Kill9);
    }

    /// <summary>Kills one rank of a job's step: a process that crashed.</summary>
    public void KillRank(string job, int rank)
    {
        var killed = Processes().Where(id => EnvironmentOf(id) is var variables && variables.Contains("SLURM_JOB_ID=" + job, StringComparer.Ordinal)
            && variables.Contains(Invariant($"SLURM_PROCID={rank}"), StringComparer.Ordinal)).ToArray();
        killed.ShouldNotBeEmpty();
        foreach (var id in killed)
            _ = Kill(id, Kill9);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Shell.Run("scancel", ["--full", "--signal=KILL", "--user", System.Environment.UserName], Environment);
        foreach (var daemon in _daemons.Reverse().Select(pair => pair.Value))
        {
            _ = Kill(daemon.Id, 15);
            if (!daemon.WaitForExit(TimeSpan.FromSeconds(5)))
                daemon.Kill();
            daemon.WaitForExit();
            daemon.Dispose();
        }
        _daemons.Clear();
        // Shepherds of steps outlive their slurmd.
        foreach (var id in Processes().ToArray())
            _ = Kill(id, Kill9);
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Processes of this Slurm other than its daemons.</summary>
    private IEnumerable<int> Processes() => Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? id : 0)
        .Where(id => id > 0 && _daemons.Values.All(daemon => daemon.Id != id)
            && EnvironmentOf(id).Contains("SLURM_CONF=" + At("slurm.conf"), StringComparer.Ordinal));

    private static string[] EnvironmentOf(int process) => Look(() => File.ReadAllText(Invariant($"/proc/{process}/environ")).Split('\0'));

    private static bool HasOpen(int process, string file) => Look(() => Directory.GetFiles(Invariant($"/proc/{process}/fd")))
        .Any(link => Look(() => [File.ResolveLinkTarget(link, returnFinalTarget: false)?.FullName ?? ""]).Contains(file, StringComparer.Ordinal));

    // Processes end while they are looked at.
    private static string[] Look(Func<string[]> look)
    {
        try
        {
            return look();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private void Start(string name, string program, params string[] arguments) =>
        _daemons[name] = Shell.Start(Shell.Find(program)!, arguments, Environment, At(name + ".out"));

    private void WriteKey()
    {
        File.WriteAllBytes(At("munge.key"), RandomNumberGenerator.GetBytes(128));
        File.SetUnixFileMode(At("munge.key"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private string Log(string name) => File.Exists(At(name + ".out")) ? $"\n{name}:\n{File.ReadAllText(At(name + ".out"))}" : "";

    private string At(string name) => Path.Combine(Folder, name);

    private string Configuration(int[] ports) =>
        $"""
        ClusterName=auscult
        SlurmctldHost={System.Environment.MachineName}(127.0.0.1)
        SlurmUser={System.Environment.UserName}
        SlurmdUser={System.Environment.UserName}
        AuthType=auth/munge
        AuthInfo=socket={At("munge.socket")}
        SlurmctldPort={ports[0]}
        SlurmctldPidFile={At("slurmctld.pid")}
        SlurmdPidFile={At("slurmd.%n.pid")}
        StateSaveLocation={At("state")}
        SlurmdSpoolDir={At("spool.%n")}
        SlurmdLogFile={At("slurmd.%n.log")}
        ProctrackType=proctrack/linuxproc
        TaskPlugin=task/none
        SwitchType=switch/none
        MpiDefault=none
        SelectType=select/cons_tres
        SelectTypeParameters=CR_CPU
        SchedulerType=sched/backfill
        SchedulerParameters=bf_interval=1,batch_sched_delay=0,sched_interval=2
        ReturnToService=2
        SlurmdTimeout=5
        KillWait=10
        MinJobAge=3600
        JobRequeue=1
        NodeName=n1 NodeHostname={System.Environment.MachineName} NodeAddr=127.0.0.1 Port={ports[1]} CPUs=1
        NodeName=n2 NodeHostname={System.Environment.MachineName} NodeAddr=127.0.0.1 Port={ports[2]} CPUs=1
        PartitionName=main Nodes=n1,n2 Default=YES MaxTime=INFINITE State=UP

        """;

    private static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        try
        {
            foreach (var listener in listeners)
                listener.Start();
            return [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            foreach (var listener in listeners)
                listener.Dispose();
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
